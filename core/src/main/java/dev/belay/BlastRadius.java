package dev.belay;

import java.time.Duration;

/**
 * How much damage a rollout may do.
 *
 * <p>The caps on failures are exact and kept by the request path: the call that spends one sends all traffic to stable
 * before it returns, and at most the candidate calls then in flight go beyond. The cap on failures per step bounds what a
 * step could cost before it is noticed, and so how large a step may be. Immutable.
 */
public final class BlastRadius {

  /** No cap. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /**
   * How long a failing candidate keeps its share before this process's router sends it back. A failure is looked at within a
   * millisecond and not at the next interval; the rest is for a busy machine and the calls in flight.
   */
  public static final Duration REACTION = Duration.ofMillis(100);

  /** The request path counts failures in 32 bits. */
  private static final long LARGEST_CAP = 1_000_000_000;

  private final long maxFailures;
  private final int maxConsecutiveFailures;
  private final long maxRequests;
  private final int maxShare;
  private final double failuresPerStep;

  private BlastRadius(Builder builder) {
    maxFailures = builder.maxFailures;
    maxConsecutiveFailures = builder.maxConsecutiveFailures;
    maxRequests = builder.maxRequests;
    maxShare = builder.maxShare;
    failuresPerStep = builder.failuresPerStep;
  }

  /**
   * Starts with the defaults.
   *
   * @return a builder with 20 failures in a row, 5 failures per step and no other cap
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the cap on failures of the candidate.
   *
   * @return failures that an attempt may cost, {@link #UNLIMITED} for no cap
   */
  public long maxFailures() {
    return maxFailures;
  }

  /**
   * Returns how many failures in a row mean a dead candidate.
   *
   * @return failures in a row
   */
  public int maxConsecutiveFailures() {
    return maxConsecutiveFailures;
  }

  /**
   * Returns how many requests the candidate may take without being proven.
   *
   * @return requests, {@link #UNLIMITED} for no cap
   */
  public long maxRequests() {
    return maxRequests;
  }

  /**
   * Returns the largest share of a candidate that is not proven.
   *
   * @return basis points
   */
  public int maxShare() {
    return maxShare;
  }

  /**
   * Returns what one step may cost before it is noticed.
   *
   * @return expected failures
   */
  public double failuresPerStep() {
    return failuresPerStep;
  }

  /**
   * Computes what a share could cost before a retreat is in force.
   *
   * @param requestsPerSecond traffic of the endpoint, at least 0
   * @param share the candidate's share, in basis points
   * @param harm upper bound of the failures that the candidate adds, per request to it, in [0, 1]
   * @param reaction how long it takes until a retreat is in force
   * @return expected additional failures: {@code requestsPerSecond * share * harm * reaction}
   */
  public double stepCost(double requestsPerSecond, int share, double harm, Duration reaction) {
    return requestsPerSecond * share / BasisPoints.WHOLE * harm * reaction.toNanos() / 1e9;
  }

  /**
   * Finds the largest share of an unproven candidate whose {@link #stepCost} fits.
   *
   * @param requestsPerSecond traffic of the endpoint, at least 0
   * @param harm upper bound of the failures that the candidate adds, per request to it, in [0, 1]
   * @param reaction how long it takes until a retreat is in force
   * @return basis points, at most {@link #maxShare}; 0 if even the smallest share costs too much
   */
  public int largestShare(double requestsPerSecond, double harm, Duration reaction) {
    double costOfAll = stepCost(requestsPerSecond, BasisPoints.WHOLE, harm, reaction);
    int share =
        (int) Math.min(maxShare, Math.rint(failuresPerStep / costOfAll * BasisPoints.WHOLE));
    return stepCost(requestsPerSecond, share, harm, reaction) <= failuresPerStep
        ? share
        : share - 1;
  }

  /**
   * Bounds the probability that a candidate which is not dead trips {@link #maxConsecutiveFailures} by chance: a run of
   * {@code k} failures among {@code n} independent calls with failure rate {@code p} begins at one of them with a
   * probability of at most {@code p^k (1 + (n - k)(1 - p))} (union over where the run begins; W. Feller, <i>An Introduction
   * to Probability Theory</i>, vol. 1, XIII.7, has the exact law).
   *
   * @param failureRate the candidate's failure rate, in [0, 1]
   * @param requests candidate requests of the whole rollout, at least 0
   * @return an upper bound of the probability, in [0, 1]
   */
  public double falseTripProbability(double failureRate, long requests) {
    if (!(failureRate >= 0 && failureRate <= 1)) {
      throw new IllegalArgumentException("failureRate must be in [0, 1], but was " + failureRate);
    }
    if (requests < maxConsecutiveFailures) {
      return 0;
    }
    double run = Math.pow(failureRate, maxConsecutiveFailures);
    return Math.min(1, run * (1 + (requests - maxConsecutiveFailures) * (1 - failureRate)));
  }

  /** Collects a blast radius. Not thread-safe. */
  public static final class Builder {

    private long maxFailures = UNLIMITED;
    private int maxConsecutiveFailures = 20;
    private long maxRequests = UNLIMITED;
    private int maxShare = BasisPoints.WHOLE;
    private double failuresPerStep = 5;

    private Builder() {}

    /**
     * Caps the failures of the candidate, over the whole attempt. A healthy version spends the cap as well, after
     * {@code value / failure rate} requests to it; leave room for that.
     *
     * @param value failures, in [1, 1 000 000 000]; default {@link #UNLIMITED}
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder maxFailures(long value) {
      if (value < 1 || value > LARGEST_CAP) {
        throw new IllegalArgumentException(
            "maxFailures must be in [1, " + LARGEST_CAP + "], but was " + value);
      }
      maxFailures = value;
      return this;
    }

    /**
     * Sets how many failures in a row mean a dead candidate. See {@link BlastRadius#falseTripProbability}: with 20, a
     * candidate that fails 30 % of a million calls trips with a probability of at most 0.0025 %.
     *
     * @param value failures in a row, at least 1; default 20
     * @return this builder
     * @throws IllegalArgumentException if the value is below 1
     */
    public Builder maxConsecutiveFailures(int value) {
      maxConsecutiveFailures = (int) atLeastOne("maxConsecutiveFailures", value);
      return this;
    }

    /**
     * Caps the requests that the candidate may take without being proven. Looked at in every evaluation.
     *
     * @param value requests, at least 1; default {@link #UNLIMITED}
     * @return this builder
     * @throws IllegalArgumentException if the value is below 1
     */
    public Builder maxRequests(long value) {
      maxRequests = atLeastOne("maxRequests", value);
      return this;
    }

    /**
     * Caps the share of a candidate that is not proven.
     *
     * @param percent a percentage in (0, 100], a multiple of 0.01; default 100, which leaves it to the stages
     * @return this builder
     * @throws IllegalArgumentException if the percentage is out of range or cannot be expressed
     */
    public Builder maxSharePercent(double percent) {
      int share = BasisPoints.ofPercent(percent);
      if (share == 0) {
        throw new IllegalArgumentException("percent must be in (0, 100], but was " + percent);
      }
      maxShare = share;
      return this;
    }

    /**
     * Caps what one step may cost before it is noticed, at the worst harm that the evidence still allows. It bounds the
     * size of the steps; the first one is at most {@code value / (requests per second * reaction time)}.
     *
     * @param value expected failures, above 0; default 5
     * @return this builder
     * @throws IllegalArgumentException if the value is not above 0
     */
    public Builder failuresPerStep(double value) {
      if (!(value > 0)) {
        throw new IllegalArgumentException("failuresPerStep must be above 0, but was " + value);
      }
      failuresPerStep = value;
      return this;
    }

    /**
     * Finishes the blast radius.
     *
     * @return the blast radius
     */
    public BlastRadius build() {
      return new BlastRadius(this);
    }

    private static long atLeastOne(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
      }
      return value;
    }
  }
}
