package dev.belay.routing;

import dev.belay.AnswerComparison;
import dev.belay.ModelCall;
import dev.belay.ModelVersion;
import dev.belay.recording.PairRecorder;
import dev.belay.runtime.Wakeup;
import dev.belay.text.Printable;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request that stable has answered, asked of the candidate once more. Whichever comes first, the answer or the deadline,
 * decides the pair; nothing leaves this class but counts.
 */
abstract class ShadowCall<T extends @Nullable Object> implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(ShadowCall.class);

  private final Shadow shadow;
  private final Predicate<Throwable> isFailure;
  private final boolean stableFailed;
  private final boolean stableAnswered;
  private final @Nullable T stableAnswer;
  private volatile boolean comparing;
  private final AtomicBoolean decided = new AtomicBoolean();
  private PairRecorder.@Nullable Batch batch;
  private @Nullable Wakeup timer;
  private volatile long begun;

  ShadowCall(Shadow shadow, Predicate<Throwable> isFailure, StableOutcome<T> stable) {
    this.shadow = shadow;
    this.isFailure = isFailure;
    this.stableFailed = stable.failed();
    this.stableAnswered = stable.answered();
    this.stableAnswer = stable.answer();
  }

  /**
   * What came of the call on stable.
   *
   * @param failed whether that counts against stable
   * @param answered whether there is an answer
   * @param answer the answer
   */
  record StableOutcome<T extends @Nullable Object>(
      boolean failed, boolean answered, @Nullable T answer) {

    static <T extends @Nullable Object> StableOutcome<T> answer(T answer) {
      return new StableOutcome<>(false, true, answer);
    }

    static <T extends @Nullable Object> StableOutcome<T> thrown(boolean failed) {
      return new StableOutcome<>(failed, false, null);
    }
  }

  /** A copy of a call on the thread that runs it. */
  static <T extends @Nullable Object> ShadowCall<T> blocking(
      Shadow shadow,
      Predicate<Throwable> isFailure,
      StableOutcome<T> stable,
      ModelCall<T, ?> call) {
    return new ShadowCall<>(shadow, isFailure, stable) {

      private final FutureTask<@Nullable Void> task = new FutureTask<>(this::ask, null);

      @Override
      void start() {
        task.run();
        shadow.ended();
      }

      private void ask() {
        try {
          answered(call.on(shadow.candidate()));
        } catch (Throwable failure) {
          failed(failure);
        }
      }

      @Override
      void giveUp() {
        task.cancel(true);
      }
    };
  }

  /** A copy of an asynchronous call. */
  static <T extends @Nullable Object> ShadowCall<T> async(
      Shadow shadow,
      Predicate<Throwable> isFailure,
      StableOutcome<T> stable,
      Function<ModelVersion, ? extends CompletionStage<T>> call) {
    return new ShadowCall<>(shadow, isFailure, stable) {

      @Override
      @SuppressWarnings(
          "NullAway") // Without a failure, what a stage completes with is its answer, null or not.
      void start() {
        ModelVersion candidate = shadow.candidate();
        CompletionStage<T> stage;
        try {
          stage = Objects.requireNonNull(call.apply(candidate), () -> "no stage for " + candidate);
        } catch (Throwable failure) {
          failed(failure);
          shadow.ended();
          return;
        }
        try {
          stage.whenComplete((answer, failure) -> {
            if (failure == null) {
              answered(answer);
            } else {
              failed(AsyncCall.unwrapped(failure));
            }
            shadow.ended();
          });
        } catch (Throwable broken) {
          failed(broken);
          shadow.ended();
        }
      }
    };
  }

  /** Takes a place in a batch of pairs. */
  final void enter(PairRecorder.Batch value) {
    batch = value;
  }

  /** The candidate will never be asked. */
  final void abandon() {
    if (decided.compareAndSet(false, true)) {
      batch().abandon();
    }
  }

  /** Throws nothing, and always tells the shadow when the call has ended. */
  @Override
  public final void run() {
    try {
      arm();
    } catch (Throwable failure) {
      LOG.debug("A call in the shadow has no deadline and is not made", Printable.failure(failure));
      abandon();
      shadow.ended();
      return;
    }
    start();
  }

  private void arm() {
    begun = shadow.runtime().nanoTime();
    Wakeup deadline = shadow.runtime().attach(this::expire);
    timer = deadline;
    deadline.after(shadow.settings().deadline());
  }

  /** Makes the call, and tells the shadow when it has really ended. */
  abstract void start();

  /** The deadline has passed: ends the call if that is possible. */
  void giveUp() {}

  private void expire() {
    if (decided.compareAndSet(false, true)) {
      if (comparing) {
        // The candidate has answered in time; that nobody can compare it in time is a disagreement.
        batch().endCompared(false);
      } else {
        batch().end(stableFailed, true);
      }
      giveUp();
    }
  }

  final void answered(@Nullable T answer) {
    long elapsed = shadow.runtime().nanoTime() - begun;
    AnswerComparison comparison = shadow.settings().comparison().orElse(null);
    // The timer may come late; the clock decides.
    boolean late = elapsed > shadow.settings().deadline().toNanos();
    if (late || !stableAnswered || comparison == null) {
      if (decide()) {
        batch().end(stableFailed, late);
      }
      return;
    }
    comparing = true;
    boolean same = agree(comparison, answer);
    if (decide()) {
      batch().endCompared(same);
    }
  }

  final void failed(Throwable failure) {
    if (!decide()) {
      return;
    }
    if (failure instanceof InterruptedException) {
      batch().abandon();
    } else {
      batch().end(stableFailed, isFailure.test(failure));
    }
  }

  private boolean decide() {
    Wakeup waiting = timer;
    if (waiting != null) {
      waiting.cancel();
    }
    return decided.compareAndSet(false, true);
  }

  private boolean agree(AnswerComparison comparison, @Nullable T answer) {
    try {
      return comparison.agree(stableAnswer, answer);
    } catch (Throwable failure) {
      LOG.debug("Answers could not be compared; they disagree", Printable.failure(failure));
      return false;
    }
  }

  private PairRecorder.Batch batch() {
    return Objects.requireNonNull(batch, "the call was never offered");
  }
}
