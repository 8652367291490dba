package dev.belay;

import dev.belay.PlanCheck.Finding;
import dev.belay.PlanCheck.Severity;
import dev.belay.PlanCheck.Trap;
import dev.belay.health.HealthSignal;
import dev.belay.strategy.Course;
import dev.belay.target.TrafficTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A plan, what the rules of its check ask about it, and what they have found. */
final class PlanUnderCheck {

  private final RolloutPlan plan;
  private final Course course;
  private final TrafficTarget.Capabilities target;
  private final List<Finding> findings = new ArrayList<>();
  private Optional<Forecast> forecast = Optional.empty();

  PlanUnderCheck(RolloutPlan plan, TrafficTarget.Capabilities target) {
    this.plan = plan;
    this.course = plan.strategy().course();
    this.target = target;
  }

  // --- what the rules ask

  String title() {
    return "the rollout of " + plan.candidate() + " by " + plan.strategy().name();
  }

  RolloutPolicy policy() {
    return plan.policy();
  }

  BlastRadius blastRadius() {
    return policy().blastRadius();
  }

  Course course() {
    return course;
  }

  TrafficTarget.Capabilities target() {
    return target;
  }

  Duration reaction() {
    return BlastRadius.REACTION.plus(target.retreatTime());
  }

  /** The first share of the candidate that needs no proof; empty if it takes nothing before the proof. */
  OptionalInt firstShare() {
    if (!course.legs().isEmpty()) {
      return OptionalInt.of(course.legs().get(0).share());
    }
    return course.holdBack() > 0 ? OptionalInt.of(course.cutover()) : OptionalInt.empty();
  }

  /** The deciding signals that gather evidence about calls. */
  List<HealthSignal> sequential() {
    return policy().signals().stream().filter(HealthSignal::sequential).toList();
  }

  boolean hasShadow() {
    return policy().shadow().isPresent();
  }

  /** Whether shadow calls alone can prove the candidate. */
  boolean provableInTheShadow() {
    return hasShadow() && sequential().stream().allMatch(HealthSignal::learnsFromShadow);
  }

  // --- what they find

  void error(Trap trap, String message) {
    findings.add(new Finding(Severity.ERROR, trap, message));
  }

  void warning(Trap trap, String message) {
    findings.add(new Finding(Severity.WARNING, trap, message));
  }

  void forecast(Forecast value) {
    forecast = Optional.of(value);
  }

  Optional<Forecast> forecast() {
    return forecast;
  }

  /** Errors first, otherwise in the order in which they were found. */
  List<Finding> findings() {
    return findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
  }
}
