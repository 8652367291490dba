package dev.belay.routing;

import dev.belay.ModelVersion;
import dev.belay.routing.ShadowCall.StableOutcome;
import dev.belay.runtime.Wakeup;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One asynchronous call. Whichever comes first, its answer or its deadline, decides the outcome. */
final class AsyncCall<T extends @Nullable Object> {

  private final Caller caller;
  private final CreditedRoute route;
  private final Function<ModelVersion, ? extends CompletionStage<T>> call;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final AtomicBoolean decided = new AtomicBoolean();
  private final long start;

  AsyncCall(
      Caller caller,
      CreditedRoute route,
      Function<ModelVersion, ? extends CompletionStage<T>> call) {
    this.caller = caller;
    this.route = route;
    this.call = call;
    this.start = caller.runtime().nanoTime();
  }

  @SuppressWarnings(
      "NullAway") // Without a failure, what a stage completes with is its answer, null or not.
  CompletionStage<T> start() {
    Wakeup deadline = armDeadline();
    invoke(route.version()).whenComplete((answer, failure) -> {
      route.end();
      if (deadline != null) {
        deadline.cancel();
      }
      if (decided.compareAndSet(false, true)) {
        decide(answer, failure);
      }
    });
    return result;
  }

  private @Nullable Wakeup armDeadline() {
    Shield shield = route.shield();
    if (shield == null || !shield.hasDeadline()) {
      return null;
    }
    Wakeup wakeup = caller.runtime().attach(() -> expire(shield));
    wakeup.after(Duration.ofNanos(shield.deadlineNanos()));
    return wakeup;
  }

  private void expire(Shield shield) {
    if (decided.compareAndSet(false, true)) {
      route.failed(caller.elapsedSince(start));
      answerElsewhere(shield);
    }
  }

  /** On a thread of the calls, because that of the control plane must not run the user's call. */
  private void answerElsewhere(Shield shield) {
    Runnable answer = () -> answerFromStable(shield, late());
    try {
      caller.runtime().calls().execute(answer);
    } catch (RejectedExecutionException saturated) {
      caller.runtime().io().execute(answer);
    }
  }

  private TimeoutException late() {
    return new TimeoutException(route.version() + " was late");
  }

  private void decide(T answer, @Nullable Throwable thrown) {
    Shield shield = route.shield();
    long elapsed = caller.elapsedSince(start);
    if (thrown == null) {
      // The timer may come late; the clock decides, as it does for a blocking call.
      if (shield != null && elapsed > shield.deadlineNanos()) {
        route.failed(elapsed);
        answerFromStable(shield, late());
      } else {
        route.succeeded(elapsed);
        result.complete(answer);
        shadow(StableOutcome.answer(answer));
      }
      return;
    }
    Throwable failure = unwrapped(thrown);
    boolean failed = caller.credit(route, failure, elapsed);
    if (failed && shield != null) {
      answerFromStable(shield, failure);
    } else {
      result.completeExceptionally(failure);
      if (!(failure instanceof InterruptedException)) {
        shadow(StableOutcome.thrown(failed));
      }
    }
  }

  /** Asks the candidate once more, after the caller has the answer, if the request is in the sample. */
  private void shadow(StableOutcome<T> outcome) {
    Shadow shadow = route.shadow();
    if (shadow != null && shadow.takes()) {
      shadow.offer(() -> ShadowCall.async(shadow, caller::isFailure, outcome, call));
    }
  }

  @SuppressWarnings("NullAway") // As above.
  private void answerFromStable(Shield shield, Throwable failed) {
    CreditedRoute stable = caller.stable();
    invoke(stable.version()).whenComplete((answer, thrown) -> {
      stable.end();
      if (thrown == null) {
        shield.answered();
        result.complete(answer);
      } else {
        Throwable failure = unwrapped(thrown);
        caller.countFallback(shield, failure, failed);
        result.completeExceptionally(failure);
      }
    });
  }

  /** Starts the call; one that cannot be started is a failed one. */
  private CompletionStage<T> invoke(ModelVersion version) {
    try {
      return Objects.requireNonNull(call.apply(version), () -> "no stage for " + version);
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  static Throwable unwrapped(Throwable thrown) {
    if (!(thrown instanceof CompletionException)) {
      return thrown;
    }
    try {
      Throwable cause = thrown.getCause();
      return cause == null ? thrown : cause;
    } catch (Throwable broken) {
      return thrown;
    }
  }
}
