package dev.belay;

import java.time.Duration;
import java.util.Optional;

/**
 * How the candidate is called in the shadow of stable, before it takes any traffic.
 *
 * <p>A sample of the requests, drawn at random, is answered by stable and then asked of the candidate once more. That happens
 * once the answer is there, on threads of its own; no caller waits for it, and what comes of it reaches none. Both outcomes
 * of a request are one pair of evidence. While as many shadow calls run as may, further ones are dropped and counted.
 *
 * <p>The call is made twice, so use it only where that does no harm, and where what the call holds on to (a buffer, a
 * connection, a transaction) is still good after the caller has moved on. Immutable.
 */
public final class ShadowCalls {

  private final int sample;
  private final long atLeast;
  private final Duration deadline;
  private final int maxConcurrent;
  private final Optional<AnswerComparison> comparison;

  private ShadowCalls(Builder builder) {
    sample = builder.sample;
    atLeast = builder.atLeast;
    deadline = builder.deadline;
    maxConcurrent = builder.maxConcurrent;
    comparison = builder.comparison;
  }

  /**
   * Samples a percentage of the requests.
   *
   * @param percent a percentage in (0, 100], a multiple of 0.01
   * @return a builder
   * @throws IllegalArgumentException if the percentage is out of range or cannot be expressed
   */
  public static Builder ofPercent(double percent) {
    int sample = BasisPoints.ofPercent(percent);
    if (sample == 0) {
      throw new IllegalArgumentException("percent must be in (0, 100], but was " + percent);
    }
    return new Builder(sample);
  }

  /**
   * Returns the part of the requests that is sampled.
   *
   * @return basis points
   */
  public int sample() {
    return sample;
  }

  /**
   * Returns how many pairs must have been seen before the candidate takes any traffic.
   *
   * @return pairs
   */
  public long atLeast() {
    return atLeast;
  }

  /**
   * Returns how long the candidate may take for one shadow call.
   *
   * @return a duration
   */
  public Duration deadline() {
    return deadline;
  }

  /**
   * Returns how many shadow calls may run at the same time.
   *
   * @return calls
   */
  public int maxConcurrent() {
    return maxConcurrent;
  }

  /**
   * Returns how answers are compared.
   *
   * @return the comparison, empty for none
   */
  public Optional<AnswerComparison> comparison() {
    return comparison;
  }

  /** Collects the settings. Not thread-safe. */
  public static final class Builder {

    private final int sample;
    private long atLeast = 100;
    private Duration deadline = Duration.ofSeconds(1);
    private int maxConcurrent = 4;
    private Optional<AnswerComparison> comparison = Optional.empty();

    private Builder(int sample) {
      this.sample = sample;
    }

    /**
     * Sets how many pairs must have been seen before the candidate takes any traffic. A cutover without a canary slice and
     * without a hold-back waits for the proof anyway.
     *
     * @param pairs at least 1; default 100
     * @return this builder
     * @throws IllegalArgumentException if the number is below 1
     */
    public Builder atLeast(long pairs) {
      if (pairs < 1) {
        throw new IllegalArgumentException("atLeast must be at least 1, but was " + pairs);
      }
      atLeast = pairs;
      return this;
    }

    /**
     * Sets how long the candidate may take for one shadow call. One that takes longer counts as failed and is interrupted.
     *
     * @param value above zero, at most an hour; default one second
     * @return this builder
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder deadline(Duration value) {
      if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException(
            "deadline must be above zero and at most PT1H, but was " + value);
      }
      deadline = value;
      return this;
    }

    /**
     * Sets how many shadow calls may run at the same time; further ones are dropped and counted.
     *
     * @param calls in [1, 256]; default 4
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range
     */
    public Builder maxConcurrent(int calls) {
      if (calls < 1 || calls > 256) {
        throw new IllegalArgumentException("maxConcurrent must be in [1, 256], but was " + calls);
      }
      maxConcurrent = calls;
      return this;
    }

    /**
     * Sets how the answers of both versions are compared, for a signal on their agreement.
     *
     * @param value the comparison; default none
     * @return this builder
     */
    public Builder comparing(AnswerComparison value) {
      comparison = Optional.of(value);
      return this;
    }

    /**
     * Finishes the settings.
     *
     * @return the shadow calls
     */
    public ShadowCalls build() {
      return new ShadowCalls(this);
    }
  }
}
