package dev.belay;

import java.util.Optional;

/**
 * What makes a candidate ready, before it takes any traffic: a probe says that it is there, warm-up calls make it fast, and a
 * check of its capacity says that it can take everything. They are tried in this order, once for each evaluation interval,
 * until all succeed or the policy's {@code readyWithin} is over. What they run may wait; it delays no request. Immutable.
 */
public final class Preparation {

  private static final int MOST_CALLS = 1_000_000;

  private final Optional<Probe> probe;
  private final int warmUpCalls;
  private final Optional<VersionAction> warmUp;
  private final Optional<Capacity> capacity;

  private Preparation(Builder builder) {
    probe = builder.probe;
    warmUpCalls = builder.warmUpCalls;
    warmUp = builder.warmUp;
    capacity = builder.capacity;
  }

  /** Asks whether a version is there. */
  @FunctionalInterface
  public interface Probe {

    /**
     * Asks.
     *
     * @param candidate the version
     * @return whether it could take traffic
     * @throws Exception if it could not be asked, which counts as no
     */
    boolean ready(ModelVersion candidate) throws Exception;
  }

  /** Asks how much a version can take. */
  @FunctionalInterface
  public interface Capacity {

    /**
     * Asks.
     *
     * @param candidate the version
     * @return requests per second
     * @throws Exception if it could not be asked, which counts as not enough
     */
    double requestsPerSecond(ModelVersion candidate) throws Exception;
  }

  /**
   * Starts without any condition.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns what asks whether the candidate is there.
   *
   * @return the probe, empty for none
   */
  public Optional<Probe> probe() {
    return probe;
  }

  /**
   * Returns how many warm-up calls must succeed in a row.
   *
   * @return calls, 0 for none
   */
  public int warmUpCalls() {
    return warmUpCalls;
  }

  /**
   * Returns what makes a warm-up call.
   *
   * @return the call, empty for none
   */
  public Optional<VersionAction> warmUp() {
    return warmUp;
  }

  /**
   * Returns what asks how much the candidate can take.
   *
   * @return the check, empty for none
   */
  public Optional<Capacity> capacity() {
    return capacity;
  }

  /** Collects a preparation. Not thread-safe. */
  public static final class Builder {

    private Optional<Probe> probe = Optional.empty();
    private int warmUpCalls;
    private Optional<VersionAction> warmUp = Optional.empty();
    private Optional<Capacity> capacity = Optional.empty();

    private Builder() {}

    /**
     * Sets what asks whether the candidate is there.
     *
     * @param value the probe
     * @return this builder
     */
    public Builder probe(Probe value) {
      probe = Optional.of(value);
      return this;
    }

    /**
     * Sets the calls that warm the candidate up. They are no evidence; one that throws begins the row anew.
     *
     * @param calls how many must succeed in a row, in [1, 1 000 000]
     * @param call makes one call
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range
     */
    public Builder warmUp(int calls, VersionAction call) {
      if (calls < 1 || calls > MOST_CALLS) {
        throw new IllegalArgumentException(
            "calls must be in [1, " + MOST_CALLS + "], but was " + calls);
      }
      warmUpCalls = calls;
      warmUp = Optional.of(call);
      return this;
    }

    /**
     * Sets what asks how much the candidate can take. It must be at least the traffic of the endpoint: what is seen, or what
     * the policy expects if that is more.
     *
     * @param value the check
     * @return this builder
     */
    public Builder capacity(Capacity value) {
      capacity = Optional.of(value);
      return this;
    }

    /**
     * Finishes the preparation.
     *
     * @return the preparation
     */
    public Preparation build() {
      return new Preparation(this);
    }
  }
}
