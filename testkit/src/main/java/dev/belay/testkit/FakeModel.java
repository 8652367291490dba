package dev.belay.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How one version of a fake endpoint behaves: a script, which says what each call comes to.
 *
 * <pre>{@code
 * FakeModel.builder()
 *     .latency(FakeLatency.logNormal(Duration.ofMillis(8), Duration.ofMillis(40)))
 *     .failureRate(.002)
 *     .outage(FakeOutage.from(Duration.ofMinutes(10)))
 *     .build();
 * }</pre>
 *
 * <p>Everything goes together with everything else. A call is decided when it begins, by the first of these that applies:
 *
 * <ol>
 *   <li>an outage fails it at once, or makes it hang; the one that was added first counts;
 *   <li>above the capacity it fails at once with status 503;
 *   <li>it fails on the inputs it is to fail on;
 *   <li>it fails by chance. The rate is the failure rate, raised by the degradation; during the warm-up it is at least the
 *       warm-up's;
 *   <li>it is answered, with a score and a class as far as they have drifted.
 * </ol>
 *
 * <p>What 3 to 5 decide takes a latency: drawn, times the degradation's factor, times the warm-up's, times that of the load,
 * but never longer than a day. What hangs takes as long as {@link Builder#hangsFor} says instead. Moments are counted from when
 * the endpoint was made. Immutable; thread-safe if the test of inputs is.
 */
public final class FakeModel {

  private final Script script;

  private FakeModel(Script script) {
    this.script = script;
  }

  /**
   * A model that never fails: half of its calls take less than 5 ms and 99 % less than 20 ms, scores have the mean 0.5 and the
   * standard deviation 0.2.
   *
   * @return the model
   */
  public static FakeModel healthy() {
    return builder().build();
  }

  /**
   * Starts with a healthy model.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts a changed copy.
   *
   * @return a builder with everything as it is here
   */
  public Builder toBuilder() {
    return new Builder(script);
  }

  /**
   * Returns how many calls fail by chance, before any warm-up or degradation.
   *
   * @return the part of the calls, in [0, 1]
   */
  public double failureRate() {
    return script.failureRate();
  }

  Script script() {
    return script;
  }

  /** Collects a script. Not thread-safe. */
  public static final class Builder {

    private FakeLatency latency =
        FakeLatency.logNormal(Duration.ofMillis(5), Duration.ofMillis(20));
    private @Nullable FakeLatency failureLatency;
    private double failureRate;
    private FailureMix kinds = FailureMix.equally(FailureKind.status(500));
    private Predicate<Object> failingOn = input -> false;
    private FakeScores scores = FakeScores.normal(.5, .2);
    private @Nullable FakeClasses classes;
    private FakeWarmUp warmUp = FakeWarmUp.none();
    private FakeDegradation degradation = FakeDegradation.from(Duration.ZERO);
    private final List<FakeOutage> outages = new ArrayList<>();
    private double slowerPerCallInFlight;
    private long capacity = Long.MAX_VALUE;
    private Duration hangsFor = Duration.ofMinutes(1);

    private Builder() {}

    private Builder(Script from) {
      latency = from.latency();
      failureLatency = from.failureLatency();
      failureRate = from.failureRate();
      kinds = from.kinds();
      failingOn = from.failingOn();
      scores = from.scores();
      classes = from.classes();
      warmUp = from.warmUp();
      degradation = from.degradation();
      outages.addAll(from.outages());
      slowerPerCallInFlight = from.slowerPerCallInFlight();
      capacity = from.capacity();
      hangsFor = Duration.ofNanos(from.hangNanos());
    }

    /**
     * Sets how long calls take.
     *
     * @param value default log-normal with a median of 5 ms and a 99th percentile of 20 ms
     * @return this builder
     */
    public Builder latency(FakeLatency value) {
      latency = value;
      return this;
    }

    /**
     * Sets how long calls take that fail by chance or on their input, unless they hang.
     *
     * @param value default the latency of all calls
     * @return this builder
     */
    public Builder failureLatency(FakeLatency value) {
      failureLatency = value;
      return this;
    }

    /**
     * Sets how many calls fail by chance.
     *
     * @param rate in [0, 1]; default 0
     * @return this builder
     * @throws IllegalArgumentException if the rate is out of range
     */
    public Builder failureRate(double rate) {
      failureRate = Require.closed("failureRate", rate, 0, 1);
      return this;
    }

    /**
     * Sets how calls fail that fail by chance or on their input, all kinds equally often.
     *
     * @param values at least one; default status 500
     * @return this builder
     * @throws IllegalArgumentException if there are none
     */
    public Builder failingBy(FailureKind... values) {
      kinds = FailureMix.equally(values);
      return this;
    }

    /**
     * Sets how calls fail that fail by chance or on their input.
     *
     * @param weights how often each kind occurs: at least one, each in [0, 1], which sum to 1
     * @return this builder
     * @throws IllegalArgumentException if there are none, one is out of range, or they do not sum to 1
     */
    public Builder failingBy(Map<FailureKind, Double> weights) {
      kinds = FailureMix.weighted(weights);
      return this;
    }

    /**
     * Sets inputs that every call fails on.
     *
     * @param test true for a failure; it is called for each call, and what it throws goes to the caller; default none
     * @return this builder
     */
    public Builder failingOn(Predicate<Object> test) {
      failingOn = test;
      return this;
    }

    /**
     * Sets the scores of the answers.
     *
     * @param value default normal with mean 0.5 and standard deviation 0.2
     * @return this builder
     */
    public Builder scores(FakeScores value) {
      scores = value;
      return this;
    }

    /**
     * Sets the predicted classes, independent of the scores.
     *
     * @param value default class 1 for scores of at least 0.5, else class 0
     * @return this builder
     */
    public Builder classes(FakeClasses value) {
      classes = value;
      return this;
    }

    /**
     * Sets a warm-up.
     *
     * @param value default none
     * @return this builder
     */
    public Builder warmUp(FakeWarmUp value) {
      warmUp = value;
      return this;
    }

    /**
     * Sets a degradation.
     *
     * @param value default none
     * @return this builder
     */
    public Builder degradation(FakeDegradation value) {
      degradation = value;
      return this;
    }

    /**
     * Adds an outage. May be called several times.
     *
     * @param value the outage
     * @return this builder
     */
    public Builder outage(FakeOutage value) {
      outages.add(value);
      return this;
    }

    /**
     * Makes calls slower under load: a call takes {@code 1 + part * others} times as long, with {@code others} the calls that
     * were in flight on the version when it began.
     *
     * @param part in [0, 1000000]; default 0
     * @return this builder
     * @throws IllegalArgumentException if the part is out of range
     */
    public Builder slowerPerCallInFlight(double part) {
      slowerPerCallInFlight =
          Require.closed("slowerPerCallInFlight", part, 0, Require.LARGEST_FACTOR);
      return this;
    }

    /**
     * Sets how many calls can be in flight on the version. What is more fails at once with status 503.
     *
     * @param calls at least 1; default unlimited
     * @return this builder
     * @throws IllegalArgumentException if the number is below 1
     */
    public Builder capacity(long calls) {
      capacity = Require.between("capacity", calls, 1, Long.MAX_VALUE);
      return this;
    }

    /**
     * Sets how long a call hangs that is never answered, or only by half: those of {@link FailureKind#timeout()}, of
     * {@link FailureKind#stalledBody()}, and of outages that hang.
     *
     * @param time above zero, at most a day; default a minute
     * @return this builder
     * @throws IllegalArgumentException if the time is out of range
     */
    public Builder hangsFor(Duration time) {
      hangsFor = Require.aboveZero("hangsFor", time, Require.DAY);
      return this;
    }

    /**
     * Finishes the script.
     *
     * @return the model
     * @throws IllegalArgumentException if a warm-up or a degradation has a failure rate below that of the model
     */
    public FakeModel build() {
      Require.raised("failureRate of the warm-up", warmUp.failureRate(), failureRate);
      Require.raised("failureRateTo of the degradation", degradation.failureRateTo(), failureRate);
      return new FakeModel(new Script(
          latency,
          failureLatency,
          failureRate,
          kinds,
          failingOn,
          scores,
          classes,
          warmUp,
          degradation,
          List.copyOf(outages),
          slowerPerCallInFlight,
          capacity,
          hangsFor.toNanos()));
    }
  }
}
