package dev.belay.testkit;

import dev.belay.BasisPoints;
import dev.belay.TrafficSplit;
import dev.belay.health.Evaluation;
import dev.belay.strategy.Command;
import dev.belay.strategy.Course;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Everything that can happen to a rollout at a moment. Immutable. */
final class Stimuli {

  private static final Command.Order ALICE =
      new Command.Order("id", "alice", "", OptionalLong.empty());

  private final RolloutContext context;
  private final List<Evidence> evidence;
  private final List<Stimulus> always;

  Stimuli(RolloutContext context, Course course) {
    this.context = context;
    evidence = Evidence.all(context, course);
    always = List.of(
        new Stimulus("a tick", new Input.Tick()),
        new Stimulus("the candidate is ready", new Input.Readiness(true, "it answers")),
        new Stimulus("the candidate is not ready", new Input.Readiness(false, "it is silent")),
        new Stimulus("stable is drained", new Input.Drained(context.stable(), 0)),
        new Stimulus("3 calls stay in flight on stable", new Input.Drained(context.stable(), 3)),
        new Stimulus("the candidate is drained", new Input.Drained(context.candidate(), 0)),
        new Stimulus("stable is released", new Input.Released(true, "done")),
        new Stimulus("stable is not released", new Input.Released(false, "the hook failed")),
        new Stimulus("the tripwire", new Input.Tripped("the tripwire")),
        new Stimulus("pause", new Command.Pause(ALICE)),
        new Stimulus("resume", new Command.Resume(ALICE)),
        new Stimulus("approve", new Command.Approve(ALICE)),
        new Stimulus("promote", new Command.Promote(ALICE)),
        new Stimulus("roll back", new Command.RollBack(ALICE)));
  }

  List<Stimulus> at(RolloutState state, Instant now) {
    List<Stimulus> all = new ArrayList<>(always);
    all.add(confirmed(state));
    int share = state.share(context) == BasisPoints.WHOLE / 2 ? 1 : BasisPoints.WHOLE / 2;
    all.add(new Stimulus(
        "another split is in force",
        new Input.SplitConfirmed(
            TrafficSplit.between(context.stable(), context.candidate(), share))));
    all.add(new Stimulus(
        "somebody else changes the target",
        new Input.TargetChanged(
            TrafficSplit.between(context.stable(), context.candidate(), share))));
    all.add(new Stimulus(
        "the target refuses the split", new Input.SplitRefused(state.split(), "not like that")));
    for (Evidence each : evidence) {
      all.add(each.at(now));
    }
    return all;
  }

  /** What the target says when it has done what it should. */
  static Stimulus confirmed(RolloutState state) {
    return new Stimulus("the split is in force", new Input.SplitConfirmed(state.split()));
  }

  /** An evaluation that was made at another moment than it was imagined for. */
  static Evaluation made(Evaluation evaluation, Instant now) {
    return new Evaluation(
        now,
        evaluation.attempt(),
        evaluation.verdict(),
        evaluation.signals(),
        evaluation.rollbackEvidence(),
        evaluation.rollbackThreshold(),
        evaluation.promotionEvidence(),
        evaluation.promotionThreshold(),
        evaluation.harm(),
        evaluation.requestsPerSecond(),
        evaluation.stable(),
        evaluation.candidate(),
        evaluation.candidateInStage(),
        evaluation.shadow());
  }
}
