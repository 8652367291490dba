package dev.belay;

import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * When to advance and when to retreat, whichever the strategy. Immutable.
 *
 * <p>What nearly everyone sets: the {@linkplain Builder#signal signals} and the {@linkplain Builder#blastRadius blast
 * radius}. What many set: the {@linkplain Builder#deadline deadline}, the {@linkplain Builder#shield shield} and the
 * {@linkplain Builder#callDeadline deadline of a call}. The rest has defaults that are hard to improve.
 */
public final class RolloutPolicy {

  /** A copy that nobody changes any more. */
  private final Builder set;

  private final Duration longestCall;

  private RolloutPolicy(Builder copy) {
    set = copy;
    longestCall = set.longestCall.or(() -> set.callDeadline).orElse(Duration.ofSeconds(1));
  }

  /**
   * Starts with the defaults.
   *
   * @return a builder; if no signal is added, the policy compares failure rates with the stable version
   */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the signals that decide: at least one, of which at least one gathers evidence about calls} */
  public List<HealthSignal> signals() {
    return Collections.unmodifiableList(set.signals);
  }

  /** {@return the signals that are reported and never decide} */
  public List<HealthSignal> observed() {
    return Collections.unmodifiableList(set.observed);
  }

  /**
   * {@return how often a candidate that is within all tolerances may be rolled back: a probability over the whole
   * rollout and all signals}
   */
  public double falseRollback() {
    return set.falseRollback;
  }

  /** {@return how often a candidate that is outside a margin may be promoted: a probability over the whole rollout} */
  public double falsePromotion() {
    return set.falsePromotion;
  }

  /** {@return how much damage a rollout may do} */
  public BlastRadius blastRadius() {
    return set.blastRadius;
  }

  /** {@return whether a failed candidate call is answered from stable} */
  public boolean shield() {
    return set.shield;
  }

  /** {@return how long a candidate call may take before it is answered from stable, empty for as long as it likes} */
  public Optional<Duration> callDeadline() {
    return set.callDeadline;
  }

  /** {@return how long a rollout may last} */
  public Duration deadline() {
    return set.deadline;
  }

  /** {@return what happens to a rollout that has no answer by its deadline} */
  public Undecided whenUndecided() {
    return set.whenUndecided;
  }

  /** {@return what happens when somebody else changes the target} */
  public TargetChange whenTargetChanged() {
    return set.whenTargetChanged;
  }

  /** {@return how long a deciding signal may be unavailable, empty for as long as the deadline allows} */
  public Optional<Duration> rollBackWhenUnavailableFor() {
    return set.rollBackWhenUnavailableFor;
  }

  /** {@return how often the evidence is looked at, failures of the candidate apart} */
  public Duration evaluationInterval() {
    return set.evaluationInterval;
  }

  /** {@return how long a signal may take for one answer} */
  public Duration signalTimeout() {
    return set.signalTimeout;
  }

  /** {@return how long a call may last: for so long after a change of the share, nothing counts in favour of the candidate} */
  public Duration longestCall() {
    return longestCall;
  }

  /** Whether somebody has said how long a call may last, and so that calls end by themselves. */
  boolean longestCallStated() {
    return set.longestCall.isPresent();
  }

  /** {@return how many calls of each version a proof needs at least} */
  public long minimumRequests() {
    return set.minimumRequests;
  }

  /** {@return the traffic that the rollout is planned for; empty to go by what is seen} */
  public Optional<ExpectedTraffic> expectedTraffic() {
    return set.expectedTraffic;
  }

  /** {@return the requests per second that steps are planned for at least, 0 to go by what is seen} */
  public double expectedRequestsPerSecond() {
    return set.expectedTraffic.map(ExpectedTraffic::requestsPerSecond).orElse(0.);
  }

  /** {@return how unlucky users are told from a bad version} */
  public StickyUsers stickyUsers() {
    return set.stickyUsers;
  }

  /** {@return how often sticky keys are drawn anew, empty for never; see {@link StickyUsers}} */
  public Optional<Duration> reassignEvery() {
    return set.stickyUsers.reassignEvery();
  }

  /** {@return how long users are watched before the candidate takes any; see {@link StickyUsers}} */
  public Duration calibrateFor() {
    return set.stickyUsers.calibrateFor();
  }

  /** {@return how the candidate is called in the shadow of stable before it takes any traffic, empty for none} */
  public Optional<ShadowCalls> shadow() {
    return set.shadow;
  }

  /** {@return how long the candidate may take to get ready after the start: one that is not ready by then is rolled back} */
  public Duration readyWithin() {
    return set.readyWithin;
  }

  /** {@return how long the calls in flight on stable may take to end once it has no traffic, and its release after that} */
  public Duration retireWithin() {
    return set.retireWithin;
  }

  /**
   * Starts a changed copy.
   *
   * @return a builder with everything as it is here, its signals included
   */
  public Builder toBuilder() {
    return new Builder(set);
  }

  /** Returns all settings in one line, with the signals by their descriptions. */
  @Override
  public String toString() {
    return PlanText.of(this);
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
    private TargetChange whenTargetChanged = TargetChange.ASK;
    private Optional<Duration> rollBackWhenUnavailableFor = Optional.empty();
    private Duration evaluationInterval = Duration.ofSeconds(1);
    private Duration signalTimeout = Duration.ofSeconds(5);
    private Optional<Duration> longestCall = Optional.empty();
    private long minimumRequests = 100;
    private Optional<ExpectedTraffic> expectedTraffic = Optional.empty();
    private StickyUsers stickyUsers = StickyUsers.NOTHING;
    private Optional<ShadowCalls> shadow = Optional.empty();
    private Duration readyWithin = Duration.ofHours(1);
    private Duration retireWithin = Duration.ofMinutes(1);

    private Builder() {}

    private Builder(Builder from) {
      signals.addAll(from.signals);
      observed.addAll(from.observed);
      falseRollback = from.falseRollback;
      falsePromotion = from.falsePromotion;
      blastRadius = from.blastRadius;
      shield = from.shield;
      callDeadline = from.callDeadline;
      deadline = from.deadline;
      whenUndecided = from.whenUndecided;
      whenTargetChanged = from.whenTargetChanged;
      rollBackWhenUnavailableFor = from.rollBackWhenUnavailableFor;
      evaluationInterval = from.evaluationInterval;
      signalTimeout = from.signalTimeout;
      longestCall = from.longestCall;
      minimumRequests = from.minimumRequests;
      expectedTraffic = from.expectedTraffic;
      stickyUsers = from.stickyUsers;
      shadow = from.shadow;
      readyWithin = from.readyWithin;
      retireWithin = from.retireWithin;
    }

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
     * Forgets all signals that were added, those that decide and those that are observed.
     *
     * @return this builder
     */
    public Builder noSignals() {
      signals.clear();
      observed.clear();
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
      deadline = Settings.aboveZero("deadline", value, Settings.YEAR);
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
      callDeadline = Optional.of(Settings.aboveZero("callDeadline", value, Settings.HOUR));
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
      falseRollback = Settings.errorProbability("falseRollback", value);
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
      falsePromotion = Settings.errorProbability("falsePromotion", value);
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
     * Sets what happens when a target elsewhere is found to carry out another split than it had confirmed.
     *
     * @param value default {@link TargetChange#ASK}
     * @return this builder
     */
    public Builder whenTargetChanged(TargetChange value) {
      whenTargetChanged = value;
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
          Optional.of(Settings.aboveZero("rollBackWhenUnavailableFor", value, Settings.YEAR));
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
      evaluationInterval = Settings.aboveZero("evaluationInterval", value, Settings.HOUR);
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
      signalTimeout = Settings.aboveZero("signalTimeout", value, Settings.HOUR);
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
      longestCall = Optional.of(Settings.atLeastZero("longestCall", value, Settings.HOUR));
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
      minimumRequests = Settings.atLeastOne("minimumRequests", value);
      return this;
    }

    /**
     * Sets the traffic that the rollout is planned for. Steps are planned for it even while less is seen, so that a rollout begun
     * in a quiet hour does not take steps that a busy hour would regret. The {@link PlanCheck} finds stages that can never gather
     * enough requests; with a failure rate, it also tells whether the proof comes in time, and each start logs a
     * {@link Forecast}.
     *
     * @param value the traffic; default unset
     * @return this builder
     */
    public Builder expectedTraffic(ExpectedTraffic value) {
      expectedTraffic = Optional.of(value);
      return this;
    }

    /**
     * Sets how unlucky users are told from a bad version, where calls come with keys.
     *
     * @param value the setting; default that every key keeps its version and nobody is watched before
     * @return this builder
     */
    public Builder stickyUsers(StickyUsers value) {
      stickyUsers = value;
      return this;
    }

    /**
     * Calls the candidate in the shadow of stable before it takes any traffic: a sample of the requests is answered by stable
     * and then asked of the candidate once more, for the evidence alone. Only for calls that may be repeated.
     *
     * @param value how many, and within which bounds; default none
     * @return this builder
     */
    public Builder shadow(ShadowCalls value) {
      shadow = Optional.of(value);
      return this;
    }

    /**
     * Sets how long the candidate may take to get ready; one that is not ready by then is rolled back.
     *
     * @param value above zero, at most 365 days; default one hour
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder readyWithin(Duration value) {
      readyWithin = Settings.aboveZero("readyWithin", value, Settings.YEAR);
      return this;
    }

    /**
     * Sets how long the calls in flight on stable may take to end before the candidate is promoted, and how long the release
     * of stable may take after that. Calls are not cut: if some are still in flight then, stable is kept and not released.
     *
     * @param value above zero, at most 365 days; default one minute
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder retireWithin(Duration value) {
      retireWithin = Settings.aboveZero("retireWithin", value, Settings.YEAR);
      return this;
    }

    /**
     * Finishes the policy.
     *
     * @return the policy
     * @throws IllegalArgumentException if the name of a signal is not 1 to 100 printable characters, two have the same, no deciding signal gathers evidence about calls, or
     *     a call deadline is combined with the shield turned off, or keys are reassigned more often than every ten
     *     longest calls
     */
    public RolloutPolicy build() {
      Builder complete = new Builder(this);
      if (signals.isEmpty()) {
        complete.signals.add(FailureRate.againstStable().build());
      }
      Settings.requireSignals(complete.signals, observed);
      Settings.requireShield(callDeadline, shield);
      RolloutPolicy policy = new RolloutPolicy(complete);
      stickyUsers.require(policy.longestCall);
      return policy;
    }
  }
}
