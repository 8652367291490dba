package dev.belay.testkit.rehearsal;

import dev.belay.testkit.FakeDegradation;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.FakeOutage;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What is wrong with a candidate, told by how it differs from stable. Immutable.
 *
 * @param name what it is called in results; unique within a rehearsal
 * @param change makes the candidate of the stable version
 */
public record Regression(String name, UnaryOperator<FakeModel> change) {

  /**
   * A candidate that fails more often.
   *
   * @param times so many times as often as stable, above 1; what comes out is at most every call
   * @return the regression
   * @throws IllegalArgumentException if the number is not above 1, or later, if stable never fails
   */
  public static Regression failing(double times) {
    if (!(times > 1)) {
      throw new IllegalArgumentException("times must be above 1, but was " + times);
    }
    return new Regression("fails " + number(times) + " times as often", stable -> {
      if (stable.failureRate() == 0) {
        throw new IllegalArgumentException("failing(" + number(times)
            + ") cannot be combined with a stable version that never fails: use failingAt");
      }
      return failingAt(stable, Math.min(1, times * stable.failureRate()));
    });
  }

  /**
   * A candidate that fails at a rate of its own.
   *
   * @param rate the part of its calls, in [0, 1]
   * @return the regression
   * @throws IllegalArgumentException if the rate is out of range
   */
  public static Regression failingAt(double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate must be in [0, 1], but was " + rate);
    }
    return new Regression(
        "fails " + number(100 * rate) + " % of its calls", stable -> failingAt(stable, rate));
  }

  private static FakeModel failingAt(FakeModel stable, double rate) {
    return stable.toBuilder().failureRate(rate).build();
  }

  /**
   * A candidate whose calls take longer from the beginning. It takes the place of a degradation that stable has.
   *
   * @param factor so many times as long, in (1, 1000000]
   * @return the regression
   * @throws IllegalArgumentException if the factor is out of range
   */
  public static Regression slower(double factor) {
    if (!(factor > 1)) {
      throw new IllegalArgumentException("factor must be above 1, but was " + factor);
    }
    FakeDegradation slow = FakeDegradation.from(Duration.ZERO).slowerBy(factor);
    return new Regression(
        "takes " + number(factor) + " times as long",
        stable -> stable.toBuilder().degradation(slow).build());
  }

  /**
   * A candidate that answers nothing any more from a moment on.
   *
   * @param after when, from the start of the rollout; at least zero, at most 365 days
   * @return the regression
   * @throws IllegalArgumentException if the time is out of range
   */
  public static Regression dying(Duration after) {
    FakeOutage outage = FakeOutage.from(after);
    return new Regression(
        after.isZero() ? "is dead" : "dies after " + after,
        stable -> stable.toBuilder().outage(outage).build());
  }

  /**
   * A candidate that gets worse bit by bit. It takes the place of a degradation that stable has.
   *
   * @param from when it begins, from the start of the rollout
   * @param over how long it takes until the rate is reached
   * @param rate the failure rate in the end, in [0, 1], and at least that of stable
   * @return the regression
   * @throws IllegalArgumentException if a value is out of range
   */
  public static Regression degrading(Duration from, Duration over, double rate) {
    FakeDegradation degradation = FakeDegradation.from(from).over(over).failureRateTo(rate);
    return new Regression(
        "fails ever more often, up to " + number(100 * rate) + " %",
        stable -> stable.toBuilder().degradation(degradation).build());
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
