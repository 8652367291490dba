package dev.belay.advisor;

import dev.belay.advisor.Advice.Kind;
import dev.belay.advisor.Advice.Reason;
import dev.belay.advisor.Advice.Recommendation;
import java.util.List;
import java.util.Optional;

/**
 * Recommends how to roll out, from what a rollout has to live up to.
 *
 * <p>In the order of {@link DecisionStep}: everything begins with the blast radius. Then
 *
 * <ul>
 *   <li>a near-instant cutover, or versions that must coexist, make a blue-green; whoever also needs a slice first, or has no
 *       other source of evidence, gets one with a slice;
 *   <li>where partial exposure is ruled out, a blue-green is all that is left;
 *   <li>everything else is a canary.
 * </ul>
 *
 * <p>Needs that contradict each other get no recommendation but the reasons why. The same needs always get the same advice.
 */
public final class RolloutAdvisor {

  private static final Reason TOO_LITTLE_TRAFFIC = new Reason(
      DecisionStep.EVIDENCE,
      "There is too little traffic: a proof could take longer than a year. Compare the versions on recorded requests, or set a"
          + " wider margin by hand.");

  private RolloutAdvisor() {}

  /**
   * Recommends a strategy and the policy to begin with.
   *
   * @param needs what the rollout has to live up to
   * @return the advice; the {@linkplain dev.belay.PlanCheck check} of its plan has no errors
   */
  public static Advice advise(RolloutNeeds needs) {
    List<Reason> contradictions = Contradictions.in(needs);
    if (!contradictions.isEmpty()) {
      return new Advice(Kind.NONE, Optional.empty(), contradictions);
    }
    StartingNumbers numbers = new StartingNumbers(needs, kind(needs));
    if (numbers.takesTooLong()) {
      return new Advice(Kind.NONE, Optional.empty(), List.of(TOO_LITTLE_TRAFFIC));
    }
    return new Advice(
        numbers.kind(),
        Optional.of(new Recommendation(numbers.strategy(), numbers.policy())),
        Reasons.of(needs, numbers));
  }

  private static Kind kind(RolloutNeeds needs) {
    boolean atOneInstant = needs.nearInstantCutover()
        || needs.mustCoexist()
        || needs.partialExposure() == PartialExposure.RULED_OUT;
    if (!atOneInstant) {
      return Kind.CANARY;
    }
    return needs.partialExposure() == PartialExposure.NEEDED || !needs.callsMayBeRepeated()
        ? Kind.BLUE_GREEN_AFTER_SLICE
        : Kind.BLUE_GREEN;
  }
}
