package dev.belay.advisor;

import dev.belay.ExpectedTraffic;
import java.time.Duration;

/**
 * What a rollout has to live up to: the questions to answer before a strategy is chosen.
 *
 * <pre>{@code
 * RolloutNeeds needs = RolloutNeeds.at(ExpectedTraffic.perSecond(200).failing(.01))
 *     .broadFailure(Tolerance.NONE)
 *     .build();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class RolloutNeeds {

  private final ExpectedTraffic traffic;
  private final Tolerance broadFailure;
  private final PartialExposure partialExposure;
  private final boolean mustCoexist;
  private final boolean nearInstantCutover;
  private final Duration returnWithin;
  private final boolean twoFullCopiesFit;
  private final boolean callsMayBeRepeated;

  private RolloutNeeds(Builder builder) {
    traffic = builder.traffic;
    broadFailure = builder.broadFailure;
    partialExposure = builder.partialExposure;
    mustCoexist = builder.mustCoexist;
    nearInstantCutover = builder.nearInstantCutover;
    returnWithin = builder.returnWithin;
    twoFullCopiesFit = builder.twoFullCopiesFit;
    callsMayBeRepeated = builder.callsMayBeRepeated;
  }

  /**
   * Starts with the traffic of the endpoint.
   *
   * @param traffic how many requests there are, and how often stable fails
   * @return a builder with {@link Tolerance#LITTLE little} tolerance and no other need, for calls that may be repeated and a
   *     service that two full copies fit into
   * @throws IllegalArgumentException if the traffic has no failure rate
   */
  public static Builder at(ExpectedTraffic traffic) {
    if (traffic.failureRate().isEmpty()) {
      throw new IllegalArgumentException(
          "failureRate of the traffic must be set, since proofs are planned by it, but was not");
    }
    return new Builder(traffic);
  }

  /** {@return how many requests there are, and how often stable fails} */
  public ExpectedTraffic traffic() {
    return traffic;
  }

  /** {@return how much a failure that many callers see would hurt} */
  public Tolerance broadFailure() {
    return broadFailure;
  }

  /** {@return whether a slice may, or must, go first} */
  public PartialExposure partialExposure() {
    return partialExposure;
  }

  /** {@return whether old and new must stand complete beside each other around the cutover} */
  public boolean mustCoexist() {
    return mustCoexist;
  }

  /** {@return whether everything must change over at one instant} */
  public boolean nearInstantCutover() {
    return nearInstantCutover;
  }

  /** {@return how fast the return to the old version must be, at any moment until the rollout has ended} */
  public Duration returnWithin() {
    return returnWithin;
  }

  /** {@return whether the old and the new version can both be kept at full size at the same time} */
  public boolean twoFullCopiesFit() {
    return twoFullCopiesFit;
  }

  /** {@return whether asking a second version the same question does no harm} */
  public boolean callsMayBeRepeated() {
    return callsMayBeRepeated;
  }

  /** Collects needs. Not thread-safe. */
  public static final class Builder {

    private static final Duration LONGEST_RETURN = Duration.ofDays(1);

    private final ExpectedTraffic traffic;
    private Tolerance broadFailure = Tolerance.LITTLE;
    private PartialExposure partialExposure = PartialExposure.POSSIBLE;
    private boolean mustCoexist;
    private boolean nearInstantCutover;
    private Duration returnWithin = Duration.ofMinutes(5);
    private boolean twoFullCopiesFit = true;
    private boolean callsMayBeRepeated = true;

    private Builder(ExpectedTraffic traffic) {
      this.traffic = traffic;
    }

    /**
     * Sets how much a failure that many callers see would hurt.
     *
     * @param value default {@link Tolerance#LITTLE}
     * @return this builder
     */
    public Builder broadFailure(Tolerance value) {
      broadFailure = value;
      return this;
    }

    /**
     * Sets whether a slice may, or must, go first.
     *
     * @param value default {@link PartialExposure#POSSIBLE}
     * @return this builder
     */
    public Builder partialExposure(PartialExposure value) {
      partialExposure = value;
      return this;
    }

    /**
     * Sets whether old and new must stand complete beside each other around the cutover.
     *
     * @param value default false
     * @return this builder
     */
    public Builder mustCoexist(boolean value) {
      mustCoexist = value;
      return this;
    }

    /**
     * Sets whether everything must change over at one instant.
     *
     * @param value default false
     * @return this builder
     */
    public Builder nearInstantCutover(boolean value) {
      nearInstantCutover = value;
      return this;
    }

    /**
     * Sets how fast the return to the old version must be. The router changes back within milliseconds; what takes time is an old
     * version that has made room for the new one, so a return within a minute wants both at full size.
     *
     * @param value above zero, at most a day; default 5 minutes
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder returnWithin(Duration value) {
      if (value.isNegative() || value.isZero() || value.compareTo(LONGEST_RETURN) > 0) {
        throw new IllegalArgumentException(
            "returnWithin must be above zero and at most " + LONGEST_RETURN + ", but was " + value);
      }
      returnWithin = value;
      return this;
    }

    /**
     * Sets whether the old and the new version can both be kept at full size at the same time.
     *
     * @param value default true
     * @return this builder
     */
    public Builder twoFullCopiesFit(boolean value) {
      twoFullCopiesFit = value;
      return this;
    }

    /**
     * Sets whether asking a second version the same question does no harm. Without it there are no shadow calls, and no failed
     * call of the candidate is answered from stable.
     *
     * @param value default true
     * @return this builder
     */
    public Builder callsMayBeRepeated(boolean value) {
      callsMayBeRepeated = value;
      return this;
    }

    /**
     * Finishes the needs.
     *
     * @return the needs
     */
    public RolloutNeeds build() {
      return new RolloutNeeds(this);
    }
  }
}
