package dev.belay.advisor;

import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.strategy.RolloutStrategy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a {@link RolloutAdvisor} recommends, and why. Immutable and thread-safe. */
public final class Advice {

  private final Kind kind;
  private final Optional<Recommendation> recommendation;
  private final List<Reason> reasons;

  /** A strategy with the policy to begin with. */
  record Recommendation(RolloutStrategy strategy, RolloutPolicy policy) {}

  Advice(Kind kind, Optional<Recommendation> recommendation, List<Reason> reasons) {
    this.kind = kind;
    this.recommendation = recommendation;
    this.reasons =
        List.copyOf(reasons.stream().sorted(Comparator.comparing(Reason::step)).toList());
  }

  /** What is recommended. */
  public enum Kind {
    /** A growing share of the traffic. */
    CANARY("a canary"),
    /** Everything at one instant, after a proof from shadow calls. */
    BLUE_GREEN("a blue-green"),
    /** Everything at one instant, after a proof on a slice of the traffic. */
    BLUE_GREEN_AFTER_SLICE("a blue-green after a slice"),
    /** Nothing: the needs contradict each other, and the reasons say how. */
    NONE("nothing");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /**
   * Why something is as it is. Immutable.
   *
   * @param step the step of the decision that it belongs to
   * @param text one or two sentences
   */
  public record Reason(DecisionStep step, String text) {}

  /**
   * Returns what is recommended.
   *
   * @return the kind of rollout
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the strategy.
   *
   * @return the strategy, empty if the needs contradict each other
   */
  public Optional<RolloutStrategy> strategy() {
    return recommendation.map(Recommendation::strategy);
  }

  /**
   * Returns the policy to begin with. Change what you know better.
   *
   * @return the policy, empty if the needs contradict each other
   */
  public Optional<RolloutPolicy> policy() {
    return recommendation.map(Recommendation::policy);
  }

  /**
   * Returns why.
   *
   * @return the reasons in the order of the decision; those of a contradiction say what would resolve it
   */
  public List<Reason> reasons() {
    return reasons;
  }

  /**
   * Makes a plan of the strategy and the policy.
   *
   * @param candidate the version to roll out
   * @return the plan; its {@linkplain RolloutPlan#check check} has no errors
   * @throws IllegalStateException if the needs contradict each other
   * @throws IllegalArgumentException if the version is not a valid name
   */
  public RolloutPlan plan(String candidate) {
    Recommendation recommended = recommendation.orElseThrow(() ->
        new IllegalStateException("there is no plan, because the needs contradict each other: "
            + reasons.stream().map(Reason::text).collect(Collectors.joining(" "))));
    return RolloutPlan.to(candidate)
        .strategy(recommended.strategy())
        .policy(recommended.policy())
        .build();
  }

  /**
   * Writes the advice as a person reads it.
   *
   * @return a line for what is recommended and one for each reason
   */
  public String toText() {
    return reasons.stream()
        .map(reason -> "  " + reason.step() + ": " + reason.text())
        .collect(Collectors.joining("\n", "recommended: " + kind.text + "\n", ""));
  }

  @Override
  public String toString() {
    return toText();
  }
}
