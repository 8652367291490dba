package dev.belay;

import dev.belay.strategy.RolloutStrategy;
import dev.belay.target.TrafficTarget;
import dev.belay.text.Printable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which version to roll out, by which strategy, under which policy. Immutable; may be started any number of times. */
public final class RolloutPlan {

  private static final int LONGEST_SALT = 200;

  private final String candidate;
  private final RolloutStrategy strategy;
  private final RolloutPolicy policy;
  private final boolean retry;
  private final Optional<String> salt;
  private final Preparation preparation;
  private final Optional<VersionAction> release;

  private RolloutPlan(Builder builder, RolloutStrategy strategy) {
    this.candidate = builder.candidate;
    this.strategy = strategy;
    this.policy = builder.policy;
    this.retry = builder.retry;
    this.salt = builder.salt;
    this.preparation = builder.preparation;
    this.release = builder.release;
  }

  /**
   * Starts a plan.
   *
   * @param candidate the version of the endpoint's model to roll out
   * @return a builder with the default policy
   * @throws IllegalArgumentException if the version is not a valid name; see {@link ModelVersion}
   */
  public static Builder to(String candidate) {
    return new Builder(ModelVersion.requireName("candidate", candidate));
  }

  /**
   * Returns the version to roll out.
   *
   * @return the version, without the model
   */
  public String candidate() {
    return candidate;
  }

  /**
   * Returns how it is rolled out.
   *
   * @return the strategy
   */
  public RolloutStrategy strategy() {
    return strategy;
  }

  /**
   * Returns when it advances and when it retreats.
   *
   * @return the policy
   */
  public RolloutPolicy policy() {
    return policy;
  }

  /**
   * Tells whether a candidate that was rolled back may be started again.
   *
   * @return true if it may
   */
  public boolean retry() {
    return retry;
  }

  /**
   * Returns the salt of sticky assignment.
   *
   * @return the salt, empty for the rollout's id
   */
  public Optional<String> salt() {
    return salt;
  }

  /**
   * Returns what makes the candidate ready.
   *
   * @return the preparation
   */
  public Preparation preparation() {
    return preparation;
  }

  /**
   * Returns what releases the stable version once it is not needed any more.
   *
   * @return the action, empty for none
   */
  public Optional<VersionAction> release() {
    return release;
  }

  /**
   * Starts a changed copy.
   *
   * @return a builder with everything as it is here
   */
  public Builder toBuilder() {
    Builder builder = new Builder(candidate);
    builder.strategy = strategy;
    builder.policy = policy;
    builder.retry = retry;
    builder.salt = salt;
    builder.preparation = preparation;
    builder.release = release;
    return builder;
  }

  /**
   * Checks the plan for this process's router, without starting it.
   *
   * @return what is wrong with it, if anything; see {@link PlanCheck#of(RolloutPlan, TrafficTarget.Capabilities)} for other
   *     targets
   */
  public PlanCheck check() {
    return PlanCheck.of(this);
  }

  /**
   * Says what the plan does, in one line, with every setting that a decision depends on. Hooks are left out. A rollout that its
   * process has left goes on only with a plan that says the same.
   */
  @Override
  public String toString() {
    return PlanText.of(this);
  }

  /** Collects a plan. Not thread-safe. */
  public static final class Builder {

    private final String candidate;
    private @Nullable RolloutStrategy strategy;
    private RolloutPolicy policy = RolloutPolicy.builder().build();
    private boolean retry;
    private Optional<String> salt = Optional.empty();
    private Preparation preparation = Preparation.builder().build();
    private Optional<VersionAction> release = Optional.empty();

    private Builder(String candidate) {
      this.candidate = candidate;
    }

    /**
     * Sets how the candidate is rolled out.
     *
     * @param value the strategy, for example a canary
     * @return this builder
     */
    public Builder strategy(RolloutStrategy value) {
      strategy = value;
      return this;
    }

    /**
     * Sets when to advance and when to retreat.
     *
     * @param value the policy
     * @return this builder
     */
    public Builder policy(RolloutPolicy value) {
      policy = value;
      return this;
    }

    /**
     * Allows to start a candidate again that was rolled back on this endpoint.
     *
     * @return this builder
     */
    public Builder retry() {
      retry = true;
      return this;
    }

    /**
     * Sets the salt of sticky assignment, for processes that must agree on who gets the candidate. By default each rollout
     * has a salt of its own, so that the same users are not always first.
     *
     * <p>It is no secret: it is written down with the plan, and whoever knows it can tell who gets the candidate.
     *
     * @param value the salt, 1 to 200 printable characters, not blank
     * @return this builder
     * @throws IllegalArgumentException if the salt is blank, too long or not printable
     */
    public Builder salt(String value) {
      salt = Optional.of(Printable.require("salt", value, LONGEST_SALT));
      return this;
    }

    /**
     * Sets what makes the candidate ready before it takes any traffic.
     *
     * @param value the preparation; default none, beyond what the target says
     * @return this builder
     */
    public Builder prepare(Preparation value) {
      preparation = value;
      return this;
    }

    /**
     * Sets what releases the stable version: stops its server, frees its memory. It is called at most once, when the candidate
     * is proven, has baked, and the last call on stable has ended; from then on nothing can go back. If it throws, or does not
     * end within the policy's {@code retireWithin}, the candidate is promoted all the same, and the report says so.
     *
     * @param value what to do with the stable version; default nothing
     * @return this builder
     */
    public Builder release(VersionAction value) {
      release = Optional.of(value);
      return this;
    }

    /**
     * Finishes the plan.
     *
     * @return the plan
     * @throws IllegalArgumentException if no strategy was set, or its name is not 1 to 100 printable characters
     */
    public RolloutPlan build() {
      if (strategy == null) {
        throw new IllegalArgumentException("strategy must be set, but was not");
      }
      Printable.require("strategy name", strategy.name(), Settings.LONGEST_NAME);
      return new RolloutPlan(this, strategy);
    }
  }
}
