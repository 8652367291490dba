package dev.belay;

import static dev.belay.PlanCheck.Trap.NO_DEADLINE;

import dev.belay.strategy.Course;
import java.time.Duration;
import java.util.Locale;

/** Whether whatever is waited for has an end that people would still expect. */
final class WaitRules {

  private static final Duration LONG = Duration.ofDays(7);

  private WaitRules() {}

  static void apply(PlanUnderCheck plan) {
    RolloutPolicy policy = plan.policy();
    if (policy.shield() && policy.callDeadline().isEmpty() && !policy.longestCallStated()) {
      plan.warning(
          NO_DEADLINE,
          "the shield is up but calls have no deadline: a candidate that hangs is never answered from stable, and counts as"
              + " failed only when its calls end. Set callDeadline; or, if calls end by themselves, say by when with"
              + " longestCall.");
    }
    boolean gate = plan.course().legs().stream().anyMatch(Course.Leg::approval);
    if (gate
        && policy.whenUndecided() == Undecided.ROLL_BACK
        && policy.deadline().compareTo(LONG) > 0) {
      plan.warning(
          NO_DEADLINE,
          String.format(
              Locale.ROOT,
              "a stage waits for an approval, and if nobody gives it the rollout ends by its deadline alone, after %d days: the"
                  + " candidate keeps its share so long. Set a deadline within which somebody will look.",
              policy.deadline().toDays()));
    }
  }
}
