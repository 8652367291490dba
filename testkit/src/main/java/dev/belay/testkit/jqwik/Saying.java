package dev.belay.testkit.jqwik;

import dev.belay.health.Assessment;
import dev.belay.health.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What a signal says when it has come to a verdict. Immutable.
 *
 * @param choice chooses a verdict, where there is a choice
 * @param against how far the evidence against the candidate goes within what the verdict allows, in [0, 1]; 1 is beyond all numbers
 * @param inFavour the same of the evidence for it
 * @param harm bound of the failures added, in [0, 1]
 * @param missing how many more requests it would take, empty if there is no telling
 */
record Saying(int choice, double against, double inFavour, double harm, Optional<Double> missing) {

  /** From what is best to what is worst, in what they make of an evaluation. */
  static final List<Verdict> SEVERITY =
      List.of(Verdict.HEALTHY, Verdict.INSUFFICIENT, Verdict.UNAVAILABLE, Verdict.UNHEALTHY);

  private static final String REASON = "as it was drawn";

  /** A candidate is not called healthy while the evidence against it is within this factor of condemning it. */
  private static final double WARNING = Math.log(5);

  /** How far evidence goes beyond its threshold, or below nothing, if it is a number. */
  private static final double FAR = 50;

  /** The part of the way up to a threshold in which evidence lies; the rest lies below nothing. */
  private static final double UPPER_PART = .8;

  Verdict among(List<Verdict> verdicts) {
    return verdicts.get(choice % verdicts.size());
  }

  Assessment of(Verdict verdict, Bounds bounds) {
    if (verdict == Verdict.UNAVAILABLE) {
      return Assessment.unavailable(REASON);
    }
    Assessment.Builder said = Assessment.builder(verdict).reason(REASON).number("harm", harm);
    if (!bounds.sequential()) {
      return said.build();
    }
    said.harm(harm);
    switch (verdict) {
      case UNHEALTHY ->
        said.evidence(above(bounds.alone(), against), below(bounds.promotion(), inFavour));
      case HEALTHY ->
        said.evidence(
            below(Math.min(bounds.combined(), bounds.alone() - WARNING), against),
            above(bounds.promotion(), inFavour));
      default -> {
        said.evidence(below(bounds.combined(), against), below(bounds.promotion(), inFavour));
        missing.ifPresent(said::missingRequests);
      }
    }
    return said.build();
  }

  /** Not enough alone, but enough if all signals say so. */
  Assessment nearlyUnhealthy(Bounds bounds) {
    if (!bounds.sequential()) {
      return of(Verdict.HEALTHY, bounds);
    }
    return Assessment.builder(Verdict.INSUFFICIENT)
        .reason(REASON)
        .evidence((bounds.combined() + bounds.alone()) / 2, below(bounds.promotion(), inFavour))
        .harm(harm)
        .build();
  }

  private static double above(double threshold, double part) {
    return part == 1 ? Double.POSITIVE_INFINITY : threshold + FAR * part;
  }

  /** Nothing at 0, or as little as the threshold leaves. */
  private static double below(double threshold, double part) {
    if (part == 1) {
      return Double.NEGATIVE_INFINITY;
    }
    double nothing = Math.min(0, threshold - 1e-6);
    return part < UPPER_PART && threshold > 0 ? threshold * part : nothing - FAR * part;
  }
}
