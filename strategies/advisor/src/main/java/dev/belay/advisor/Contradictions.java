package dev.belay.advisor;

import dev.belay.advisor.Advice.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Needs that no rollout can meet together. They are told, never settled by a guess. */
final class Contradictions {

  /** A version that has made room for another is not back sooner: it must be loaded and warmed up again. */
  static final Duration TIME_TO_COME_BACK = Duration.ofMinutes(1);

  private final RolloutNeeds needs;
  private final List<Reason> found = new ArrayList<>();

  private Contradictions(RolloutNeeds needs) {
    this.needs = needs;
  }

  static List<Reason> in(RolloutNeeds needs) {
    Contradictions contradictions = new Contradictions(needs);
    contradictions.room();
    contradictions.evidence();
    return contradictions.found;
  }

  private void room() {
    if (needs.twoFullCopiesFit()) {
      return;
    }
    if (needs.returnWithin().compareTo(TIME_TO_COME_BACK) < 0) {
      add(
          DecisionStep.BLAST_RADIUS,
          "A return within " + needs.returnWithin()
              + " needs the old version at full size until the end, but two full copies"
              + " do not fit. Make room for both, or allow a minute for the return.");
    }
    if (needs.nearInstantCutover()) {
      add(
          DecisionStep.EXPOSURE,
          "A near-instant cutover needs the new version at full size beside the old one, but two full copies do not fit. Make"
              + " room for both, or let the traffic move in steps.");
    }
    if (needs.mustCoexist()) {
      add(
          DecisionStep.EXPOSURE,
          "Old and new must stand complete beside each other, but two full copies do not fit. Make room for both, or let one"
              + " grow while the other shrinks.");
    }
    if (needs.partialExposure() == PartialExposure.RULED_OUT && !needs.nearInstantCutover()) {
      add(
          DecisionStep.EXPOSURE,
          "Without partial exposure everything changes over at once, which needs both versions at full size, but two full"
              + " copies do not fit. Make room for both, or let a slice go first.");
    }
  }

  private void evidence() {
    if (needs.partialExposure() != PartialExposure.RULED_OUT || needs.callsMayBeRepeated()) {
      return;
    }
    add(
        DecisionStep.EVIDENCE,
        "No slice may go first and calls may not be repeated, so that nothing can be learned of the new version before everyone"
            + " is served by it; a hold-back would compare only afterwards. Let a slice go first, or find calls that may be"
            + " repeated for the shadow.");
    if (needs.broadFailure() == Tolerance.NONE) {
      add(
          DecisionStep.BLAST_RADIUS,
          "A broad failure must not happen, but without a slice and without shadow calls the first to find one would be"
              + " everyone.");
    }
  }

  private void add(DecisionStep step, String text) {
    found.add(new Reason(step, text));
  }
}
