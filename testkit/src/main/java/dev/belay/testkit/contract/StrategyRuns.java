package dev.belay.testkit.contract;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.strategy.Command;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutInvariants;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A strategy under one policy, with what its contract says about what it does. */
final class StrategyRuns {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int HISTORIES = 100;
  private static final int THREADS = 4;

  private final RolloutStrategy strategy;
  private final RolloutPolicy policy;
  private final String when;

  StrategyRuns(RolloutStrategy strategy, RolloutPolicy policy, String when) {
    this.strategy = strategy;
    this.policy = policy;
    this.when = when;
  }

  /** Under which policy. */
  String when() {
    return when;
  }

  RolloutContext context() {
    return context(1, ModelVersion.of("model", "1"), ModelVersion.of("model", "2"));
  }

  private RolloutContext context(int attempt, ModelVersion stable, ModelVersion candidate) {
    return new RolloutContext(
        candidate + "#" + attempt, attempt, stable, candidate, policy, BlastRadius.REACTION);
  }

  /** Whether the strategy can run such a rollout. */
  boolean possible() {
    try {
      RolloutState unused = strategy.begin(context(), START);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  void requireDarkBeginnings() {
    ModelVersion odd = ModelVersion.of("a/b:c", "0");
    ModelVersion longest = ModelVersion.of("m", "v".repeat(128));
    for (int attempt : new int[] {1, 2, 1_000}) {
      for (Instant now : List.of(START, Instant.EPOCH, START.plusNanos(1))) {
        requireDarkBeginning(context(attempt, odd, longest), now);
        requireDarkBeginning(context(attempt, longest, odd), now);
      }
    }
  }

  private void requireDarkBeginning(RolloutContext context, Instant now) {
    RolloutState first = strategy.begin(context, now);
    TrafficSplit dark = TrafficSplit.between(context.stable(), context.candidate(), 0);
    boolean right = first.phase() == Phase.PREPARING
        && first.split().equals(dark)
        && first.rollout().equals(context.rollout())
        && first.attempt() == context.attempt()
        && first.startedAt().equals(now)
        && first.since().equals(now)
        && first.deadline().isAfter(now)
        && !first.ready()
        && !first.proven()
        && !first.urged();
    if (!right) {
      throw new AssertionError(when + ", a rollout must begin now, at " + now + ", as "
          + context.rollout() + " in PREPARING with " + dark
          + ", not ready, not proven and not urged, but began as " + first);
    }
    if (!first.equals(strategy.begin(context, now))) {
      throw new AssertionError(when + ", two equal rollouts must begin the same");
    }
  }

  /** Draws histories as they are decided. */
  List<List<DrawnHistory.Step>> histories() {
    List<List<DrawnHistory.Step>> histories = new ArrayList<>();
    for (long seed = 1; seed <= HISTORIES; seed++) {
      histories.add(new DrawnHistory(
              strategy,
              context(
                  (int) (1 + seed % 3),
                  ModelVersion.of("model", "1"),
                  ModelVersion.of("model", "2")),
              START,
              seed)
          .steps());
    }
    return histories;
  }

  void requireInvariants() {
    for (List<DrawnHistory.Step> history : histories()) {
      for (int i = 0; i < history.size(); i++) {
        DrawnHistory.Step step = history.get(i);
        Transition transition = step.transition();
        Optional<RolloutInvariants.Violation> broken = RolloutInvariants.check(
            step.context(), step.before(), step.input(), transition.state(), step.now());
        if (broken.isPresent()) {
          throw new AssertionError(
              when + ", " + broken.get() + DrawnHistory.story(history.subList(0, i + 1)));
        }
        boolean refusedWrongly = transition.refused()
            && !(step.input() instanceof Command && transition.state().equals(step.before()));
        if (refusedWrongly) {
          throw new AssertionError(
              when + ", only a command may be refused, and a refusal must change nothing"
                  + DrawnHistory.story(history.subList(0, i + 1)));
        }
        if (transition.reason().isBlank()) {
          throw new AssertionError(when + ", a transition must have a reason"
              + DrawnHistory.story(history.subList(0, i + 1)));
        }
      }
    }
  }

  void requireSharesOfTheCourse() {
    Set<Integer> course = new HashSet<>(strategy.course().shares());
    course.add(0);
    for (List<DrawnHistory.Step> history : histories()) {
      for (int i = 0; i < history.size(); i++) {
        DrawnHistory.Step step = history.get(i);
        int share = step.transition().state().share(step.context());
        if (!course.contains(share)) {
          throw new AssertionError(when + ", every share must be one of the course, "
              + strategy.course().shares() + ", but " + share + " basis points were asked for"
              + DrawnHistory.story(history.subList(0, i + 1)));
        }
      }
    }
  }

  void requireTheSameDecisions(RolloutStrategy equal) throws Exception {
    List<List<DrawnHistory.Step>> histories = histories();
    List<Threads.Task> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      RolloutStrategy asked = thread % 2 == 0 ? strategy : equal;
      tasks.add(() -> {
        for (List<DrawnHistory.Step> history : histories) {
          for (DrawnHistory.Step step : history) {
            requireTheSame(asked, step);
          }
        }
      });
    }
    Threads.run(tasks);
  }

  private void requireTheSame(RolloutStrategy asked, DrawnHistory.Step step) {
    Transition again = asked.decide(step.context(), step.before(), step.input(), step.now());
    if (!again.equals(step.transition())) {
      throw new AssertionError(
          when + ", asked again with equal arguments it must decide the same, but" + " of " + step
              + ", " + Difference.between(step.transition(), again));
    }
  }
}
