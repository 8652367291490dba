package dev.belay.routing;

import dev.belay.ModelCall;
import dev.belay.ModelVersion;
import dev.belay.routing.ShadowCall.StableOutcome;
import dev.belay.runtime.BelayRuntime;
import dev.belay.text.Printable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a routed call: counts it in and out, times it, credits its outcome, and answers a failed candidate from stable.
 *
 * <p>An outcome is a failure if the call throws something that counts as one, or answers after its deadline. A call whose
 * thread was interrupted says nothing about the version and is not credited. Thread-safe.
 */
public final class Caller {

  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);

  /** A model that throws one exception again and again would gather all others in it. */
  private static final int MOST_SUPPRESSED = 3;

  private final Router router;
  private final BelayRuntime runtime;
  private final Predicate<? super Throwable> countsAsFailure;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * A caller for one endpoint.
   *
   * @param router its router
   * @param runtime clocks and threads
   * @param countsAsFailure which exceptions are held against the version
   */
  public Caller(Router router, BelayRuntime runtime, Predicate<? super Throwable> countsAsFailure) {
    this.router = router;
    this.runtime = runtime;
    this.countsAsFailure = countsAsFailure;
  }

  /**
   * Makes a call on the thread of the caller; a candidate call with a deadline runs on another one.
   *
   * @param routed where the request was routed
   * @param call the call
   * @param <T> what the model answers
   * @param <X> what the call may throw
   * @return the answer of the routed version, or of stable if that was the candidate and failed
   * @throws X if the call failed and was not shielded
   */
  public <T extends @Nullable Object, X extends Exception> T call(
      CreditedRoute routed, ModelCall<T, X> call) throws X {
    CreditedRoute route = begun(routed);
    Shield shield = route.shield();
    if (shield == null) {
      return direct(route, call);
    }
    return shield.hasDeadline()
        ? new DeadlineCall<>(this, route, call).run(shield)
        : shielded(route, shield, call);
  }

  /**
   * Makes an asynchronous call.
   *
   * @param routed where the request was routed
   * @param call starts the call
   * @param <T> what the model answers
   * @return a stage of the answer of the routed version, or of stable if that was the candidate and failed
   */
  public <T extends @Nullable Object> CompletionStage<T> callAsync(
      CreditedRoute routed, Function<ModelVersion, ? extends CompletionStage<T>> call) {
    return new AsyncCall<>(this, begun(routed), call).start();
  }

  private <T extends @Nullable Object, X extends Exception> T direct(
      CreditedRoute route, ModelCall<T, X> call) throws X {
    long start = runtime.nanoTime();
    T answer;
    try {
      answer = call.on(route.version());
    } catch (Throwable failure) {
      boolean failed = credit(route, failure, elapsedSince(start));
      if (!(failure instanceof InterruptedException)) {
        shadow(route, StableOutcome.thrown(failed), call);
      }
      throw failure;
    } finally {
      route.end();
    }
    route.succeeded(elapsedSince(start));
    shadow(route, StableOutcome.answer(answer), call);
    return answer;
  }

  /** Has the candidate asked as well, if the request is in the sample. What goes wrong here never reaches the caller. */
  private <T extends @Nullable Object> void shadow(
      CreditedRoute route, StableOutcome<T> outcome, ModelCall<T, ?> call) {
    Shadow shadow = route.shadow();
    if (shadow != null && shadow.takes()) {
      shadow.offer(() -> ShadowCall.blocking(shadow, this::isFailure, outcome, call));
    }
  }

  private <T extends @Nullable Object, X extends Exception> T shielded(
      CreditedRoute route, Shield shield, ModelCall<T, X> call) throws X {
    long start = runtime.nanoTime();
    Throwable failed;
    try {
      T answer = call.on(route.version());
      route.succeeded(elapsedSince(start));
      return answer;
    } catch (Throwable failure) {
      if (!credit(route, failure, elapsedSince(start))) {
        throw failure;
      }
      failed = failure;
    } finally {
      route.end();
    }
    return answerFromStable(shield, failed, call);
  }

  /** Calls stable for a request that the candidate was never asked, or whose call says nothing about it. */
  <T extends @Nullable Object, X extends Exception> T callStable(ModelCall<T, X> call) throws X {
    CreditedRoute stable = stable();
    try {
      return call.on(stable.version());
    } finally {
      stable.end();
    }
  }

  /** Calls stable for a request whose candidate call failed. */
  <T extends @Nullable Object, X extends Exception> T answerFromStable(
      Shield shield, Throwable failed, ModelCall<T, X> call) throws X {
    CreditedRoute stable = stable();
    try {
      T answer = call.on(stable.version());
      shield.answered();
      return answer;
    } catch (Throwable failure) {
      countFallback(shield, failure, failed);
      throw failure;
    } finally {
      stable.end();
    }
  }

  /** Counts a call of stable that failed after the candidate did, and keeps both stories together. */
  @SuppressWarnings("ReferenceEquality") // An exception cannot suppress itself.
  void countFallback(Shield shield, Throwable failure, Throwable failed) {
    if (isFailure(failure)) {
      shield.lost();
    } else {
      shield.answered();
    }
    if (failed != failure && failure.getSuppressed().length < MOST_SUPPRESSED) {
      failure.addSuppressed(failed);
    }
  }

  /** Credits a call that threw; false if that says nothing against the version. */
  boolean credit(CreditedRoute route, Throwable failure, long elapsedNanos) {
    if (failure instanceof InterruptedException) {
      return false;
    }
    if (isFailure(failure)) {
      route.failed(elapsedNanos);
      return true;
    }
    route.succeeded(elapsedNanos);
    return false;
  }

  /** A begun route to stable. */
  CreditedRoute stable() {
    return begun(router.stable());
  }

  BelayRuntime runtime() {
    return runtime;
  }

  long elapsedSince(long start) {
    return Math.max(0, runtime.nanoTime() - start);
  }

  /** Begins the call, on stable if the version was withdrawn between routing and now. */
  private CreditedRoute begun(CreditedRoute routed) {
    CreditedRoute route = routed;
    while (!route.begin()) {
      route = router.stable();
    }
    return route;
  }

  boolean isFailure(Throwable failure) {
    try {
      return countsAsFailure.test(failure);
    } catch (Throwable broken) {
      if (told.compareAndSet(false, true)) {
        LOG.warn("countsAsFailure threw; such calls count as failed", Printable.failure(broken));
      }
      return true;
    }
  }
}
