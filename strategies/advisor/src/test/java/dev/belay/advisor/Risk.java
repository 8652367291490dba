package dev.belay.advisor;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.RolloutPolicy;
import dev.belay.strategy.Course;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a plan risks. One is no riskier than another if it is not riskier in any of these.
 *
 * @param firstShare the first share of live traffic, in basis points
 * @param beforeLiveProof the largest share before live traffic has proven the candidate; all, if only the shadow has
 * @param failuresPerStep what a step may cost
 * @param failures the cap on failures
 * @param unprovenCutover whether it may get everything, or all but a hold-back, without any proof
 * @param wayBack how long stable is kept after the cutover
 */
record Risk(
    int firstShare,
    int beforeLiveProof,
    double failuresPerStep,
    long failures,
    boolean unprovenCutover,
    Duration wayBack) {

  static Risk of(Advice advice) {
    Course course = advice.strategy().orElseThrow().course();
    RolloutPolicy policy = advice.policy().orElseThrow();
    BlastRadius radius = policy.blastRadius();
    List<Course.Leg> legs = course.legs();
    int last = legs.stream().mapToInt(Course.Leg::share).max().orElse(BasisPoints.WHOLE);
    boolean source = !legs.isEmpty() || policy.shadow().isPresent();
    return new Risk(
        legs.isEmpty() ? course.cutover() : legs.get(0).share(),
        last,
        radius.failuresPerStep(),
        radius.maxFailures(),
        !source || (course.holdBack() > 0 && legs.isEmpty()),
        course.bake());
  }

  /** In which respects this is riskier. */
  List<String> riskierThan(Risk other) {
    List<String> riskier = new ArrayList<>();
    note(riskier, "first share", firstShare > other.firstShare);
    note(riskier, "share before a live proof", beforeLiveProof > other.beforeLiveProof);
    note(riskier, "failures per step", failuresPerStep > other.failuresPerStep);
    note(riskier, "failures", failures > other.failures);
    note(riskier, "cutover without a proof", unprovenCutover && !other.unprovenCutover);
    note(riskier, "way back", wayBack.compareTo(other.wayBack) < 0);
    return riskier;
  }

  private static void note(List<String> riskier, String name, boolean set) {
    if (set) {
      riskier.add(name);
    }
  }
}
