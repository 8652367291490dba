package dev.belay;

import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * When to advance and when to retreat, whichever the strategy. Immutable.
 *
 * <p>What nearly everyone sets: the {@linkplain Builder#signal signals} and the {@linkplain Builder#blastRadius blast
 * radius}. What many set: the {@linkplain Builder#deadline deadline}, the {@linkplain Builder#shield shield} and the
 * {@linkplain Builder#callDeadline deadline of a call}. The rest has defaults that are hard to improve.
 */
public final class RolloutPolicy {

  /** What happens when a rollout has used up its time without an answer. */
  public enum Undecided {
    /** It is rolled back, and reported as "not proven", not as "worse". */
    ROLL_BACK,
    /** It is paused at its share and waits for a named person. */
    PAUSE
  }

  private static final Duration SHORTEST_DRAW = Duration.ofSeconds(10);
  private static final Duration SEVEN_DAYS = Duration.ofDays(7);

  /** Calls that are still running at the end of a draw are lost to it: at most a tenth of them. */
  private static final int SETTLE_TIMES_PER_DRAW = 10;

  private final List<HealthSignal> signals;
  private final List<HealthSignal> observed;
  private final double falseRollback;
  private final double falsePromotion;
  private final BlastRadius blastRadius;
  private final boolean shield;
  private final Optional<Duration> callDeadline;
  private final Duration deadline;
  private final Undecided whenUndecided;
  private final Optional<Duration> rollBackWhenUnavailableFor;
  private final Duration evaluationInterval;
  private final Duration signalTimeout;
  private final Duration longestCall;
  private final long minimumRequests;
  private final double expectedRequestsPerSecond;
  private final OptionalDouble expectedFailureRate;
  private final Optional<Duration> reassignEvery;
  private final Duration calibrateFor;

  private RolloutPolicy(Builder builder, List<HealthSignal> deciding) {
    signals = List.copyOf(deciding);
    observed = List.copyOf(builder.observed);
    falseRollback = builder.falseRollback;
    falsePromotion = builder.falsePromotion;
    blastRadius = builder.blastRadius;
    shield = builder.shield;
    callDeadline = builder.callDeadline;
    deadline = builder.deadline;
    whenUndecided = builder.whenUndecided;
    rollBackWhenUnavailableFor = builder.rollBackWhenUnavailableFor;
    evaluationInterval = builder.evaluationInterval;
    signalTimeout = builder.signalTimeout;
    longestCall = builder.longestCall.or(() -> builder.callDeadline).orElse(Duration.ofSeconds(1));
    minimumRequests = builder.minimumRequests;
    expectedRequestsPerSecond = builder.expectedRequestsPerSecond;
    expectedFailureRate = builder.expectedFailureRate;
    reassignEvery = builder.reassignEvery;
    calibrateFor = builder.calibrateFor;
  }

  /**
   * Starts with the defaults.
   *
   * @return a builder; if no signal is added, the policy compares failure rates with the stable version
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the signals that decide.
   *
   * @return at least one, of which at least one gathers evidence about calls
   */
  public List<HealthSignal> signals() {
    return signals;
  }

  /**
   * Returns the signals that are reported and never decide.
   *
   * @return possibly none
   */
  public List<HealthSignal> observed() {
    return observed;
  }

  /**
   * Returns how often a candidate that is within all tolerances may be rolled back.
   *
   * @return a probability over the whole rollout and all signals
   */
  public double falseRollback() {
    return falseRollback;
  }

  /**
   * Returns how often a candidate that is outside a margin may be promoted.
   *
   * @return a probability over the whole rollout
   */
  public double falsePromotion() {
    return falsePromotion;
  }

  /**
   * Returns how much damage a rollout may do.
   *
   * @return the blast radius
   */
  public BlastRadius blastRadius() {
    return blastRadius;
  }

  /**
   * Tells whether a failed candidate call is answered from stable.
   *
   * @return true if it is
   */
  public boolean shield() {
    return shield;
  }

  /**
   * Returns how long a candidate call may take before it is answered from stable.
   *
   * @return a duration, empty for as long as it likes
   */
  public Optional<Duration> callDeadline() {
    return callDeadline;
  }

  /**
   * Returns how long a rollout may last.
   *
   * @return a duration
   */
  public Duration deadline() {
    return deadline;
  }

  /**
   * Returns what happens to a rollout that has no answer by its deadline.
   *
   * @return what the deadline does
   */
  public Undecided whenUndecided() {
    return whenUndecided;
  }

  /**
   * Returns how long a deciding signal may be unavailable.
   *
   * @return a duration, empty for as long as the deadline allows
   */
  public Optional<Duration> rollBackWhenUnavailableFor() {
    return rollBackWhenUnavailableFor;
  }

  /**
   * Returns how often the evidence is looked at, failures of the candidate apart.
   *
   * @return a duration
   */
  public Duration evaluationInterval() {
    return evaluationInterval;
  }

  /**
   * Returns how long a signal may take for one answer.
   *
   * @return a duration
   */
  public Duration signalTimeout() {
    return signalTimeout;
  }

  /**
   * Returns how long a call may last.
   *
   * @return for so long after a change of the share, nothing counts in favour of the candidate
   */
  public Duration longestCall() {
    return longestCall;
  }

  /**
   * Returns how many calls of each version a proof needs at least.
   *
   * @return requests
   */
  public long minimumRequests() {
    return minimumRequests;
  }

  /**
   * Returns the traffic that steps are planned for at least.
   *
   * @return requests per second, 0 to go by what is seen
   */
  public double expectedRequestsPerSecond() {
    return expectedRequestsPerSecond;
  }

  /**
   * Returns the failure rate of stable that rollouts are forecast for.
   *
   * @return a rate in [0, 1), empty for no forecast
   */
  public OptionalDouble expectedFailureRate() {
    return expectedFailureRate;
  }

  /**
   * Returns how often sticky keys are drawn anew.
   *
   * @return a duration, empty for never
   */
  public Optional<Duration> reassignEvery() {
    return reassignEvery;
  }

  /**
   * Returns how long the users of either version are watched before the candidate takes any.
   *
   * @return a duration, zero for no longer than it takes to prepare
   */
  public Duration calibrateFor() {
    return calibrateFor;
  }

  /** Collects a policy. Not thread-safe. */
  public static final class Builder {

    private final List<HealthSignal> signals = new ArrayList<>();
    private final List<HealthSignal> observed = new ArrayList<>();
    private double falseRollback = .01;
    private double falsePromotion = .05;
    private BlastRadius blastRadius = BlastRadius.builder().build();
    private boolean shield = true;
    private Optional<Duration> callDeadline = Optional.empty();
    private Duration deadline = Duration.ofHours(24);
    private Undecided whenUndecided = Undecided.ROLL_BACK;
    private Optional<Duration> rollBackWhenUnavailableFor = Optional.empty();
    private Duration evaluationInterval = Duration.ofSeconds(1);
    private Duration signalTimeout = Duration.ofSeconds(5);
    private Optional<Duration> longestCall = Optional.empty();
    private long minimumRequests = 100;
    private double expectedRequestsPerSecond;
    private OptionalDouble expectedFailureRate = OptionalDouble.empty();
    private Optional<Duration> reassignEvery = Optional.empty();
    private Duration calibrateFor = Duration.ZERO;

    private Builder() {}

    /**
     * Adds a signal that decides: it alone may roll back, and promotion needs it.
     *
     * @param signal the signal
     * @return this builder
     */
    public Builder signal(HealthSignal signal) {
      signals.add(signal);
      return this;
    }

    /**
     * Adds a signal that is reported and never decides.
     *
     * @param signal the signal
     * @return this builder
     */
    public Builder observe(HealthSignal signal) {
      observed.add(signal);
      return this;
    }

    /**
     * Sets how much damage the rollout may do.
     *
     * @param value the blast radius; default 20 failures in a row and 5 failures per step
     * @return this builder
     */
    public Builder blastRadius(BlastRadius value) {
      blastRadius = value;
      return this;
    }

    /**
     * Sets how long a rollout may last, pauses not counted.
     *
     * @param value above zero, at most 365 days; default 24 hours
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder deadline(Duration value) {
      deadline = inRange("deadline", value, Duration.ofDays(365));
      return this;
    }

    /**
     * Sets whether a failed candidate call is answered from the stable version in the same request. The caller then sees no
     * failure of the candidate, and the evidence still counts it. Turn it off if a call must not be repeated.
     *
     * @param value default true
     * @return this builder
     */
    public Builder shield(boolean value) {
      shield = value;
      return this;
    }

    /**
     * Sets how long a candidate call may take before it counts as failed and is answered from the stable version. A
     * blocking call then runs on another thread: one handover for the candidate's share of the calls, and what the caller
     * keeps in {@code ThreadLocal}s is not there. Stable has no such deadline, so leave room for pauses of the whole process,
     * which would otherwise count against the candidate alone.
     *
     * @param value above zero, at most an hour; default none
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder callDeadline(Duration value) {
      callDeadline = Optional.of(inRange("callDeadline", value, Duration.ofHours(1)));
      return this;
    }

    /**
     * Sets how often a candidate that is within all tolerances may be rolled back, however often the evidence is looked at.
     *
     * @param value in (0, 0.5); default 0.01
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder falseRollback(double value) {
      falseRollback = errorProbability("falseRollback", value);
      return this;
    }

    /**
     * Sets how often a candidate that is outside a margin may be promoted, however often the evidence is looked at.
     *
     * @param value in (0, 0.5); default 0.05
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder falsePromotion(double value) {
      falsePromotion = errorProbability("falsePromotion", value);
      return this;
    }

    /**
     * Sets what happens when the deadline passes without an answer.
     *
     * @param value default {@link Undecided#ROLL_BACK}
     * @return this builder
     */
    public Builder whenUndecided(Undecided value) {
      whenUndecided = value;
      return this;
    }

    /**
     * Rolls back when a deciding signal has been unavailable for so long. Without it, an unavailable signal only holds.
     *
     * @param value above zero, at most 365 days; default never
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder rollBackWhenUnavailableFor(Duration value) {
      rollBackWhenUnavailableFor =
          Optional.of(inRange("rollBackWhenUnavailableFor", value, Duration.ofDays(365)));
      return this;
    }

    /**
     * Sets how often the evidence is looked at. A failure of the candidate has it looked at within a millisecond anyway.
     *
     * @param value above zero, at most an hour; default one second
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder evaluationInterval(Duration value) {
      evaluationInterval = inRange("evaluationInterval", value, Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how long a signal that waits for something may take for one answer before it counts as
     * unavailable.
     *
     * @param value above zero, at most an hour; default 5 seconds
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder signalTimeout(Duration value) {
      signalTimeout = inRange("signalTimeout", value, Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how long a call may last. Calls are counted when they complete, so for so long after each change of the share slow
     * failures are still missing, and nothing is counted in favour of the candidate. What speaks against it counts at once.
     *
     * @param value at least zero, at most an hour; default the {@linkplain #callDeadline deadline of a call}, or one second
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder longestCall(Duration value) {
      if (value.isNegative() || value.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException(
            "longestCall must be at least zero and at most PT1H, but was " + value);
      }
      longestCall = Optional.of(value);
      return this;
    }

    /**
     * Sets how many calls of each version a proof needs at least.
     *
     * @param value at least 1; default 100
     * @return this builder
     * @throws IllegalArgumentException if the value is below 1
     */
    public Builder minimumRequests(long value) {
      if (value < 1) {
        throw new IllegalArgumentException("minimumRequests must be at least 1, but was " + value);
      }
      minimumRequests = value;
      return this;
    }

    /**
     * Sets the traffic that steps are planned for even while less is seen, so that a rollout begun in a quiet hour does not
     * take steps that a busy hour would regret.
     *
     * @param value requests per second, at least 0; default 0
     * @return this builder
     * @throws IllegalArgumentException if the value is below 0 or not finite
     */
    public Builder expectedRequestsPerSecond(double value) {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "expectedRequestsPerSecond must be at least 0 and finite, but was " + value);
      }
      expectedRequestsPerSecond = value;
      return this;
    }

    /**
     * Sets how often stable usually fails. Together with {@link #expectedRequestsPerSecond} it has each start log a
     * {@link Forecast}, with a warning if the rollout cannot be decided in time.
     *
     * @param value in [0, 1); default unset
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder expectedFailureRate(double value) {
      expectedFailureRate =
          OptionalDouble.of(ExpectedTraffic.requireRate("expectedFailureRate", value));
      return this;
    }

    /**
     * Draws anew, every so often and at each change of the share, which sticky keys go to the candidate. Differences between
     * users then average out, which they never do while the same users stay on the candidate: far fewer calls are needed to
     * tell a bad version from unlucky users.
     *
     * <p>It costs what keys are for: a key moves between versions at each draw, so a user may see one version now and the
     * other a while later, and a growing share no longer only adds keys. A share is kept until a draw of it is complete, so
     * each step lasts so long at least. Processes with the same salt agree on the first draw alone. A call that completes after
     * its draw has ended is not counted when users are compared; with slow calls choose long draws.
     *
     * @param value at least 10 seconds, at most 7 days; at least ten times the {@linkplain #longestCall longest call}; default
     *     never
     * @return this builder
     * @throws IllegalArgumentException if the value is below 10 seconds or above 7 days
     */
    public Builder reassignEvery(Duration value) {
      if (value.compareTo(SHORTEST_DRAW) < 0 || value.compareTo(SEVEN_DAYS) > 0) {
        throw new IllegalArgumentException("reassignEvery must be at least " + SHORTEST_DRAW
            + " and at most " + SEVEN_DAYS + ", but was " + value);
      }
      reassignEvery = Optional.of(value);
      return this;
    }

    /**
     * Keeps the candidate without any share for so long at the beginning, while the stable version serves everyone. What is
     * learned of sticky users then tells unlucky users from a bad version: without it, users who differ much hide all but
     * large differences between the versions. Needs at least 20 failures in that time, and the same users after it; does
     * nothing for calls that are assigned at random, or when {@linkplain #reassignEvery keys are drawn anew}.
     *
     * @param value at least zero, at most 7 days, within the {@linkplain #deadline deadline}; default zero
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder calibrateFor(Duration value) {
      if (value.isNegative() || value.compareTo(SEVEN_DAYS) > 0) {
        throw new IllegalArgumentException(
            "calibrateFor must be at least zero and at most " + SEVEN_DAYS + ", but was " + value);
      }
      calibrateFor = value;
      return this;
    }

    /**
     * Finishes the policy.
     *
     * @return the policy
     * @throws IllegalArgumentException if two signals have the same name, no deciding signal gathers evidence about calls, or
     *     a call deadline is combined with the shield turned off, or keys are reassigned more often than every ten settle
     *     times
     */
    public RolloutPolicy build() {
      List<HealthSignal> deciding =
          signals.isEmpty() ? List.of(FailureRate.againstStable().build()) : signals;
      Set<String> names = new HashSet<>(Set.of(HealthSignal.sampleRatio().name()));
      for (HealthSignal signal : deciding) {
        requireNewName(names, signal);
      }
      for (HealthSignal signal : observed) {
        requireNewName(names, signal);
      }
      if (deciding.stream().noneMatch(HealthSignal::sequential)) {
        throw new IllegalArgumentException(
            "signals must have at least one that gathers evidence about calls, but were "
                + deciding.stream().map(HealthSignal::name).toList());
      }
      if (callDeadline.isPresent() && !shield) {
        throw new IllegalArgumentException(
            "callDeadline cannot be combined with shield(false): nobody would answer the call");
      }
      RolloutPolicy policy = new RolloutPolicy(this, deciding);
      Duration leastDraw = policy.longestCall.multipliedBy(SETTLE_TIMES_PER_DRAW);
      if (reassignEvery.isPresent() && reassignEvery.get().compareTo(leastDraw) < 0) {
        throw new IllegalArgumentException("reassignEvery must be at least " + leastDraw
            + ", ten longest calls, but was " + reassignEvery.get());
      }
      return policy;
    }

    private static void requireNewName(Set<String> names, HealthSignal signal) {
      if (!names.add(signal.name())) {
        throw new IllegalArgumentException(
            "signals must have different names, but two are called '" + signal.name() + "'");
      }
    }

    private static double errorProbability(String name, double value) {
      if (!(value > 0 && value < .5)) {
        throw new IllegalArgumentException(name + " must be in (0, 0.5), but was " + value);
      }
      return value;
    }

    private static Duration inRange(String name, Duration value, Duration longest) {
      if (value.isNegative() || value.isZero() || value.compareTo(longest) > 0) {
        throw new IllegalArgumentException(
            name + " must be above zero and at most " + longest + ", but was " + value);
      }
      return value;
    }
  }
}
