package dev.belay;

import static dev.belay.PlanCheck.Trap.FULL_CUTOVER;
import static dev.belay.PlanCheck.Trap.NO_WAY_BACK;
import static dev.belay.PlanCheck.Trap.TARGET_CANNOT_EXPRESS;

import dev.belay.strategy.Course;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How much of the traffic the candidate takes, in which steps, and whether there is a way back. */
final class ExposureRules {

  private static final int HALF = BasisPoints.WHOLE / 2;

  private ExposureRules() {}

  static void apply(PlanUnderCheck plan) {
    partialExposureComesFirst(plan);
    aWayBackIsKept(plan);
    theTargetCanExpressEachShare(plan);
  }

  private static void partialExposureComesFirst(PlanUnderCheck plan) {
    List<Course.Leg> legs = plan.course().legs();
    for (int i = 0; i < legs.size(); i++) {
      if (legs.get(i).share() >= BasisPoints.WHOLE) {
        plan.error(
            FULL_CUTOVER,
            String.format(
                Locale.ROOT,
                "partial exposure comes first, but stage %d takes the whole traffic: whatever is wrong with the candidate would"
                    + " reach everyone, and nothing would be left to compare it with. End the stages below 100 %%; the cutover"
                    + " comes by itself, with the proof.",
                i));
      }
    }
    int first = plan.firstShare().orElse(0);
    boolean known = legs.isEmpty() && plan.hasShadow();
    if (first > HALF && first < BasisPoints.WHOLE && !known) {
      plan.warning(
          FULL_CUTOVER,
          String.format(
              Locale.ROOT,
              "the candidate begins with %s of the traffic, before anything is known of it: what is wrong with it would reach most"
                  + " callers. Begin with a few percent%s.",
              BasisPoints.toPercent(first),
              legs.isEmpty() ? ", or with shadow calls" : ""));
    }
  }

  private static void aWayBackIsKept(PlanUnderCheck plan) {
    if (plan.course().bake().isZero()) {
      plan.warning(
          NO_WAY_BACK,
          "the bake lasts no time: stable is retired as soon as the candidate has everything, and a regression that shows"
              + " only then finds no version to return to. Set a bake of minutes at least.");
    }
  }

  private static void theTargetCanExpressEachShare(PlanUnderCheck plan) {
    List<Integer> shares = plan.course().shares().stream()
        .filter(
            share -> share < 0 || share > BasisPoints.WHOLE || !plan.target().canExpress(share))
        .toList();
    if (!shares.isEmpty()) {
      plan.error(
          TARGET_CANNOT_EXPRESS,
          String.format(
              Locale.ROOT,
              "the target expresses shares of at least %s in steps of %s, but the strategy may ask for %s: it would be rounded, and"
                  + " the split would not be the one that was asked for. Choose shares that the target can express.",
              BasisPoints.toPercent(plan.target().smallestShare()),
              BasisPoints.toPercent(plan.target().step()),
              shares.stream().map(BasisPoints::toPercent).collect(Collectors.joining(", "))));
    }
  }
}
