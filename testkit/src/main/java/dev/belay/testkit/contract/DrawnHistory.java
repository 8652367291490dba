package dev.belay.testkit.contract;

import dev.belay.BasisPoints;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Assessment;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.Verdict;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * One history of a rollout, drawn by chance. Some histories are kind, so that they get far, and some are not. Used once, by one
 * thread.
 */
final class DrawnHistory {

  private static final int LENGTH = 80;
  private static final int LAST_STEPS = 12;
  private static final Command.Order ALICE =
      new Command.Order("id", "alice", "", OptionalLong.empty());

  private final RolloutStrategy strategy;
  private final RolloutContext context;
  private final SplittableRandom chance;
  private final double trouble;
  private Instant now;
  private RolloutState state;

  DrawnHistory(RolloutStrategy strategy, RolloutContext context, Instant start, long seed) {
    this.strategy = strategy;
    this.context = context;
    this.chance = new SplittableRandom(seed);
    this.trouble = chance.nextInt(4) == 0 ? .4 : .03;
    this.now = start;
    this.state = strategy.begin(context, start);
  }

  /** One decision, with everything that it was made on. */
  record Step(
      RolloutContext context,
      RolloutState before,
      Input input,
      Instant now,
      Transition transition) {

    @Override
    public String toString() {
      RolloutState after = transition.state();
      String holds = after.holds().isEmpty() ? "" : ", held for " + after.holds();
      return now + " " + DrawnHistory.name(input) + " -> " + after.phase() + "/" + after.stage()
          + ", " + after.split() + holds + " (" + transition.reason() + ")";
    }
  }

  /** The last steps of a history, in lines. */
  static String story(List<Step> history) {
    StringBuilder story = new StringBuilder();
    int from = Math.max(0, history.size() - LAST_STEPS);
    for (int i = from; i < history.size(); i++) {
      story.append("\n  ").append(i + 1).append(". ").append(history.get(i));
    }
    return story.toString();
  }

  private static String name(Input input) {
    if (input instanceof Input.Assessed assessed) {
      Evaluation evaluation = assessed.evaluation();
      return evaluation.verdict() + " of attempt " + evaluation.attempt() + " on "
          + evaluation.candidate().all().requests() + " requests and "
          + evaluation.shadow().pairs() + " pairs, harm " + evaluation.harm() + " at "
          + evaluation.requestsPerSecond() + " requests a second";
    }
    return input.toString();
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < LENGTH; i++) {
      now = now.plus(pause());
      RolloutState before = state;
      Input input = input();
      Transition transition;
      try {
        transition = strategy.decide(context, before, input, now);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "a strategy must throw nothing, but on " + name(input) + " threw " + e + story(steps),
            e);
      }
      steps.add(new Step(context, before, input, now, transition));
      state = transition.state();
    }
    return steps;
  }

  /** Mostly as long as an evaluation, and now and then as long as anything may last. */
  private Duration pause() {
    return switch (chance.nextInt(12)) {
      case 0 -> Duration.ZERO;
      case 1 -> Duration.ofMinutes(chance.nextLong(1, 60));
      case 2 -> chance.nextDouble() < trouble ? Duration.ofHours(chance.nextLong(1, 30)) : second();
      default -> second();
    };
  }

  private Duration second() {
    return Duration.ofMillis(chance.nextLong(1, 30_000));
  }

  /** What the rollout waits for, or trouble, or anything. */
  private Input input() {
    if (chance.nextDouble() < trouble) {
      return trouble();
    }
    if (state.holds(Hold.READINESS) && chance.nextBoolean()) {
      return new Input.Readiness(true, "it answers");
    }
    if (state.holds(Hold.TARGET) && chance.nextBoolean()) {
      return new Input.SplitConfirmed(state.split());
    }
    if (state.holds(Hold.DRAIN) && chance.nextBoolean()) {
      return new Input.Drained(context.stable(), chance.nextInt(4) == 0 ? 2 : 0);
    }
    if (state.holds(Hold.RELEASE) && chance.nextBoolean()) {
      return new Input.Released(chance.nextBoolean(), "asked");
    }
    return switch (chance.nextInt(16)) {
      case 0, 1 -> new Input.Tick();
      case 2 -> new Command.Approve(ALICE);
      case 3 -> new Command.Promote(ALICE);
      case 4 -> new Command.Resume(ALICE);
      default -> new Input.Assessed(evaluation());
    };
  }

  private Input trouble() {
    TrafficSplit another = TrafficSplit.between(
        context.stable(), context.candidate(), chance.nextInt(BasisPoints.WHOLE + 1));
    return switch (chance.nextInt(12)) {
      case 0 -> new Input.Readiness(false, "it is silent");
      case 1 -> new Input.SplitConfirmed(another);
      case 2 -> new Input.SplitRefused(state.split(), "not like that");
      case 3 -> new Input.SplitRefused(another, "not like that");
      case 4 -> new Input.Drained(context.candidate(), 0);
      case 5 -> new Input.Drained(context.stable(), 0);
      case 6 -> new Input.Released(true, "nobody asked");
      case 7 -> new Input.Tripped("the tripwire");
      case 8 -> new Command.Pause(ALICE);
      case 9 -> new Command.RollBack(ALICE);
      case 10 -> new Input.TargetChanged(another);
      default -> new Input.Assessed(evaluation());
    };
  }

  private Evaluation evaluation() {
    Verdict verdict = switch (chance.nextInt(20)) {
      case 0 -> chance.nextDouble() < 4 * trouble ? Verdict.UNHEALTHY : Verdict.INSUFFICIENT;
      case 1, 2 -> Verdict.UNAVAILABLE;
      case 3, 4, 5, 6, 7, 8 -> Verdict.INSUFFICIENT;
      default -> Verdict.HEALTHY;
    };
    boolean foreign = chance.nextDouble() < trouble / 4;
    return new Evaluation(
        now,
        foreign ? context.attempt() + 1 : context.attempt(),
        verdict,
        List.of(new SignalResult(
            "drawn", true, 1, 1, Assessment.builder(verdict).reason("drawn").build())),
        0,
        1,
        0,
        1,
        chance.nextInt(3) == 0 ? 1 : Math.pow(10, -chance.nextDouble(6)),
        chance.nextInt(8) == 0 ? 0 : Math.pow(10, chance.nextDouble(5) - 1),
        arm(),
        arm(),
        arm(),
        new PairCounts(count(), 0, 0, 0, 0, 0));
  }

  private ArmCounts arm() {
    return new ArmCounts(new CallCounts(count(), 0), new CallCounts(count(), 0));
  }

  private long count() {
    return chance.nextInt(6) == 0 ? 0 : (long) Math.pow(10, chance.nextDouble(6));
  }
}
