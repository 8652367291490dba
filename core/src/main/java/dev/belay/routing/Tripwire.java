package dev.belay.routing;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The blast radius as the request path knows it: how many failures of the candidate one attempt may cost, and how many in
 * a row mean that it is dead. The call that spends either sends all traffic to stable before it returns.
 *
 * <ol>
 *   <li>A success reads one shared field, and writes it only after a failure.
 *   <li>A failure costs one atomic add: its upper half counts all failures, its lower half those since the last success. The
 *       cap is exact, because failures are counted one by one, whatever the thread.
 *   <li>Tripping replaces the table in force by another one, so a {@link Router#publish} that expects the table from before
 *       fails. It cannot be undone.
 * </ol>
 *
 * <p>Thread-safe; nothing here waits or allocates.
 */
public final class Tripwire {

  /** Why the traffic went back. */
  public enum Cause {
    /** The candidate failed as often as the blast radius allows. */
    FAILURES_SPENT,
    /** The candidate failed so many times in a row that it is taken for dead. */
    CONSECUTIVE_FAILURES,
    /** The control plane or a person asked for it. */
    RETREAT,
    /** None: the candidate was promoted, and nothing can trip the wire any more. */
    ENDED
  }

  private static final long NEVER = Long.MIN_VALUE;
  private static final long ONE_FAILURE = (1L << 32) + 1;
  private static final long CONSECUTIVE = 0xFFFF_FFFFL;

  private final Router router;
  private final long maxFailures;
  private final int maxConsecutiveFailures;
  private final LongSupplier ticker;
  private final Runnable nudge;
  private final AtomicLong counts = new AtomicLong();
  private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();
  private volatile long firstFailureNanos = NEVER;
  private volatile long trippedNanos = NEVER;

  /**
   * Arms a tripwire for one attempt.
   *
   * @param router the router to send to stable
   * @param maxFailures failures that the attempt may cost, at least 1
   * @param maxConsecutiveFailures failures in a row that mean a dead candidate, at least 1
   * @param ticker the monotonic clock, read at the first failure and when tripping
   * @param nudge tells the control plane of a failure; takes no lock, allocates nothing
   */
  public Tripwire(
      Router router,
      long maxFailures,
      int maxConsecutiveFailures,
      LongSupplier ticker,
      Runnable nudge) {
    this.router = router;
    this.maxFailures = maxFailures;
    this.maxConsecutiveFailures = maxConsecutiveFailures;
    this.ticker = ticker;
    this.nudge = nudge;
  }

  /**
   * Counts what the attempt has cost in an earlier process; called before the candidate takes any traffic in this one.
   *
   * @param failures failures of the candidate, at least 0
   */
  public void spent(long failures) {
    if (failures > 0 && counts.addAndGet(failures << 32) >>> 32 >= maxFailures) {
      trip(Cause.FAILURES_SPENT);
    }
  }

  void succeeded() {
    long now = counts.get();
    while ((now & CONSECUTIVE) != 0 && !counts.compareAndSet(now, now & ~CONSECUTIVE)) {
      now = counts.get();
    }
  }

  void failed() {
    long now = counts.addAndGet(ONE_FAILURE);
    long all = now >>> 32;
    long inARow = now & CONSECUTIVE;
    if (firstFailureNanos == NEVER) {
      firstFailureNanos = ticker.getAsLong();
    }
    if (all >= maxFailures) {
      trip(Cause.FAILURES_SPENT);
    } else if (inARow >= maxConsecutiveFailures) {
      trip(Cause.CONSECUTIVE_FAILURES);
    }
    nudge.run();
  }

  /**
   * Sends all traffic to stable, at once and for the rest of the attempt.
   *
   * @param why the reason; the first one is kept
   */
  public void trip(Cause why) {
    if (cause.compareAndSet(null, why)) {
      router.retreat(this);
      trippedNanos = ticker.getAsLong();
    } else if (cause.get() != Cause.ENDED) {
      router.retreat(this);
    }
  }

  /**
   * Ends the attempt in favour of the candidate, unless the wire was tripped first. Whoever comes second has no effect; doing
   * it twice is as once.
   *
   * @return false if the traffic was sent back before
   */
  public boolean seal() {
    return cause.compareAndSet(null, Cause.ENDED) || cause.get() == Cause.ENDED;
  }

  /**
   * Returns why the wire was tripped.
   *
   * @return the first cause, null while it can be tripped
   */
  public @Nullable Cause cause() {
    return cause.get();
  }

  /**
   * Tells whether the traffic has gone back to stable.
   *
   * @return true if the wire was tripped; false while it can be tripped, and when it never will be
   */
  public boolean sentBack() {
    @Nullable Cause tripped = cause.get();
    return tripped != null && tripped != Cause.ENDED;
  }

  /**
   * Tells what the candidate did to trip the wire.
   *
   * @return a sentence, empty if the wire was not tripped by the candidate
   */
  public Optional<String> story() {
    Cause why = cause.get();
    if (why == Cause.FAILURES_SPENT) {
      return Optional.of(
          "the candidate failed " + failures() + " times, the blast radius allows " + maxFailures);
    }
    return why == Cause.CONSECUTIVE_FAILURES
        ? Optional.of("the candidate failed " + maxConsecutiveFailures
            + " times in a row and is taken for dead")
        : Optional.empty();
  }

  /**
   * Returns the failures of the candidate in this attempt.
   *
   * @return exact count
   */
  public long failures() {
    return counts.get() >>> 32;
  }

  /**
   * Returns the failures of the candidate since its last success.
   *
   * @return exact count
   */
  public long consecutiveFailures() {
    return counts.get() & CONSECUTIVE;
  }

  /**
   * Returns when the candidate failed first.
   *
   * @return the ticker's reading, empty if it has not failed
   */
  public OptionalLong firstFailureNanos() {
    return reading(firstFailureNanos);
  }

  /**
   * Returns when the traffic was back on stable.
   *
   * @return the ticker's reading, empty while the wire holds
   */
  public OptionalLong trippedNanos() {
    return reading(trippedNanos);
  }

  private static OptionalLong reading(long nanos) {
    return nanos == NEVER ? OptionalLong.empty() : OptionalLong.of(nanos);
  }
}
