package dev.belay.testkit;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.health.Verdict;
import dev.belay.strategy.Command;
import dev.belay.strategy.Command.Order;
import dev.belay.strategy.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Inputs of rollouts, for records. */
final class SampleInputs {

  private static final TrafficSplit SPLIT =
      TrafficSplit.between(SampleStates.STABLE, SampleStates.CANDIDATE, 500);

  private SampleInputs() {}

  /** Each input and each command, with everything that it may hold. */
  static List<Input> all() {
    List<Input> inputs =
        new ArrayList<>(commanded(new Order("1", "alice", "", OptionalLong.empty())));
    inputs.addAll(commanded(new Order("2", "bob", "complaints", OptionalLong.of(0))));
    inputs.addAll(commanded(new Order("3", "bob", "no", OptionalLong.of(Long.MAX_VALUE))));
    for (Verdict verdict : Verdict.values()) {
      inputs.add(new Input.Assessed(SampleEvaluations.of(verdict, SampleStates.START)));
    }
    inputs.add(new Input.Assessed(SampleEvaluations.withoutSignals()));
    inputs.addAll(List.of(
        new Input.Tick(),
        new Input.Readiness(true, "200 OK"),
        new Input.Readiness(false, ""),
        new Input.SplitConfirmed(SPLIT),
        new Input.SplitConfirmed(TrafficSplit.all(SampleStates.CANDIDATE)),
        new Input.SplitConfirmed(ofThree()),
        new Input.SplitRefused(SPLIT, "no capacity"),
        new Input.Drained(SampleStates.STABLE, 0),
        new Input.Drained(SampleStates.CANDIDATE, 17),
        new Input.Released(true, "unloaded"),
        new Input.Released(false, "java.lang.IllegalStateException: busy"),
        new Input.Tripped("20 calls in a row failed"),
        new Input.Restarted(Duration.ZERO, Duration.ofNanos(1)),
        new Input.Restarted(Duration.ofDays(1), Duration.ofSeconds(3)),
        new Input.TargetChanged(ofThree())));
    return inputs;
  }

  /** Everything that a person can ask for. */
  private static List<Input> commanded(Order order) {
    return List.of(
        new Input.Begun(order, "to 8 by canary"),
        new Input.Switched(order),
        new Command.Pause(order),
        new Command.Resume(order),
        new Command.Approve(order),
        new Command.Promote(order),
        new Command.RollBack(order));
  }

  /** What a target may tell that somebody else has touched. */
  private static TrafficSplit ofThree() {
    return TrafficSplit.builder()
        .basisPoints(SampleStates.CANDIDATE, 3_333)
        .basisPoints(ModelVersion.of("another", "1"), 1)
        .basisPoints(SampleStates.STABLE, 6_666)
        .build();
  }

  /** Inputs that hold a text, each in one place. */
  static List<Input> saying(String text) {
    List<Input> inputs = new ArrayList<>(List.of(
        new Input.Begun(new Order("1", "alice", "", OptionalLong.empty()), text),
        new Input.Readiness(true, text),
        new Input.SplitRefused(SPLIT, text),
        new Input.Released(false, text),
        new Input.Tripped(text),
        new Input.Assessed(SampleEvaluations.saying(text))));
    return inputs;
  }

  /** Commands that hold a text that a command may hold, each in one place. */
  static List<Input> ordered(String text) {
    return List.of(
        new Command.RollBack(new Order(text, "alice", "", OptionalLong.empty())),
        new Command.RollBack(new Order("1", text, "", OptionalLong.empty())),
        new Command.RollBack(new Order("1", "alice", text, OptionalLong.empty())));
  }

  /** Evaluations and counts at the edges of their ranges. */
  static List<Input> withOddNumbers() {
    List<Input> inputs = new ArrayList<>();
    SampleEvaluations.withOddNumbers().forEach(each -> inputs.add(new Input.Assessed(each)));
    inputs.add(new Input.Drained(SampleStates.STABLE, Long.MAX_VALUE));
    return inputs;
  }

  /** The longest names, and texts as long as they get. */
  static List<Input> ofLongTexts() {
    Order order = new Order(
        OddTexts.ofLength(400),
        OddTexts.ofLength(200),
        OddTexts.ofLength(Order.LONGEST_REASON),
        OptionalLong.empty());
    return List.of(
        new Input.Begun(order, OddTexts.LONG),
        new Command.RollBack(order),
        new Input.Readiness(false, OddTexts.LONG),
        new Input.SplitRefused(
            TrafficSplit.between(SampleStates.LONG_STABLE, SampleStates.LONG_CANDIDATE, 1),
            OddTexts.LONG),
        new Input.Assessed(SampleEvaluations.ofManySignals()));
  }
}
