package dev.belay.routing;

import dev.belay.RolloutPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How the failures of a candidate are answered from the stable version, and how often that was needed.
 *
 * <p>The answers from stable are counted here and not as evidence: they are the same requests once more, chosen because
 * they failed, and would make the stable version look worse than it is.
 */
public final class Shield {

  private final long deadlineNanos;
  private final LongAdder answered = new LongAdder();
  private final LongAdder lost = new LongAdder();

  /**
   * Raises a shield.
   *
   * @param deadlineNanos how long a candidate call may take before it is answered from stable, {@link Long#MAX_VALUE} for no
   *     deadline
   */
  public Shield(long deadlineNanos) {
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * Raises the shield that a policy asks for.
   *
   * @param policy the policy
   * @return the shield, null for none
   */
  public static @Nullable Shield of(RolloutPolicy policy) {
    return policy.shield()
        ? new Shield(policy.callDeadline().map(Duration::toNanos).orElse(Long.MAX_VALUE))
        : null;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  boolean hasDeadline() {
    return deadlineNanos != Long.MAX_VALUE;
  }

  void answered() {
    answered.increment();
  }

  void lost() {
    lost.increment();
  }

  /**
   * Counts the failures that no caller saw.
   *
   * @return candidate failures that the stable version answered
   */
  public long answeredCount() {
    return answered.sum();
  }

  /**
   * Counts the failures that the shield could not hide.
   *
   * @return candidate failures after which the stable version failed as well
   */
  public long lostCount() {
    return lost.sum();
  }
}
