package dev.belay.testkit.jqwik;

import dev.belay.BasisPoints;
import dev.belay.TrafficSplit;
import dev.belay.health.Verdict;
import dev.belay.strategy.Command;
import dev.belay.strategy.Course;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/**
 * What happens to rollouts. Nearly half of it is what a rollout waits for, so that histories get to their ends; what sends one back
 * is rare, so that they get far.
 */
final class Events {

  /** How long stages last, where no strategy says it. */
  private static final Duration USUAL_STAGE = Duration.ofMinutes(10);

  /** Longer than most deadlines. */
  private static final Duration LONG = Duration.ofDays(30);

  private Events() {}

  /** What happens, whenever. */
  private record What(String text, RolloutEvent.News news) {}

  static Arbitrary<RolloutEvent> all() {
    return lasting(USUAL_STAGE);
  }

  /** With as much time between them as the stages of a course last. */
  static Arbitrary<RolloutEvent> during(Course course) {
    Duration longest = course.bake();
    for (Course.Leg leg : course.legs()) {
      longest = leg.atLeast().compareTo(longest) > 0 ? leg.atLeast() : longest;
    }
    return lasting(longest);
  }

  private static Arbitrary<RolloutEvent> lasting(Duration stage) {
    return Combinators.combine(times(stage), whats())
        .as((after, what) -> new RolloutEvent(after, what.text(), what.news()));
  }

  private static Arbitrary<Duration> times(Duration stage) {
    return Arbitraries.frequencyOf(
        Tuple.of(40, Arbitraries.just(Duration.ZERO)),
        Tuple.of(40, Numbers.durations(Duration.ZERO, stage.plusSeconds(1))),
        Tuple.of(19, Arbitraries.just(stage)),
        Tuple.of(1, Arbitraries.just(LONG)));
  }

  private static Arbitrary<What> whats() {
    return Arbitraries.frequencyOf(
        Tuple.of(40, Arbitraries.just(new What("what it waits for", Events::awaited))),
        Tuple.of(20, assessed()),
        Tuple.of(1, ofAnotherAttempt()),
        Tuple.of(14, plain()),
        Tuple.of(2, drained()),
        Tuple.of(10, commands()),
        Tuple.of(2, sendingBack()));
  }

  /** What the engine, the target or a person says next if all goes well. */
  private static Input awaited(RolloutContext context, RolloutState state, Instant now) {
    if (state.holds(Hold.TARGET) || state.phase().retreat()) {
      return new Input.SplitConfirmed(state.split());
    }
    if (state.holds(Hold.PAUSED)) {
      return new Command.Resume(order("resume"));
    }
    if (state.holds(Hold.APPROVAL)) {
      return new Command.Approve(order("approve"));
    }
    if (state.holds(Hold.DRAIN)) {
      return new Input.Drained(context.stable(), 0);
    }
    if (state.holds(Hold.RELEASE)) {
      return new Input.Released(true, "it is stopped");
    }
    return state.phase() == Phase.PREPARING && !state.ready()
        ? new Input.Readiness(true, "it answers")
        : new Input.Assessed(Evaluations.proof().under(context.policy(), context.attempt(), now));
  }

  private static Command.Order order(String id) {
    return new Command.Order(id, "alice", "", OptionalLong.empty());
  }

  private static Arbitrary<What> assessed() {
    Arbitrary<Verdict> verdicts = Arbitraries.frequency(
        Tuple.of(8, Verdict.INSUFFICIENT),
        Tuple.of(6, Verdict.HEALTHY),
        Tuple.of(2, Verdict.UNAVAILABLE),
        Tuple.of(1, Verdict.UNHEALTHY));
    return Evaluations.findings(verdicts)
        .map(finding -> new What(
            "an evaluation that says " + finding.verdict(),
            (context, state, now) ->
                new Input.Assessed(finding.under(context.policy(), context.attempt(), now))));
  }

  private static Arbitrary<What> ofAnotherAttempt() {
    return Combinators.combine(Evaluations.findings(Evaluations.verdicts()), Numbers.either())
        .as((finding, later) -> new What(
            "an evaluation of another attempt that says " + finding.verdict(),
            (context, state, now) -> new Input.Assessed(
                finding.under(context.policy(), Inputs.another(context.attempt(), later), now))));
  }

  private static Arbitrary<What> plain() {
    return Arbitraries.frequencyOf(
        what(4, "a tick", new Input.Tick()),
        what(1, "the candidate is ready", new Input.Readiness(true, "it answers")),
        what(2, "the candidate is not ready", new Input.Readiness(false, "it is silent")),
        Tuple.of(
            3,
            Arbitraries.just(new What(
                "the split is in force",
                (context, state, now) -> new Input.SplitConfirmed(state.split())))),
        Tuple.of(
            1,
            Numbers.basisPoints()
                .map(share -> new What(
                    "a share of " + BasisPoints.toPercent(share) + " is in force",
                    (context, state, now) -> new Input.SplitConfirmed(
                        TrafficSplit.between(context.stable(), context.candidate(), share))))),
        Tuple.of(
            1,
            Numbers.basisPoints()
                .map(share -> new What(
                    "somebody else has set a share of " + BasisPoints.toPercent(share),
                    (context, state, now) -> new Input.TargetChanged(
                        TrafficSplit.between(context.stable(), context.candidate(), share))))),
        what(1, "stable is released", new Input.Released(true, "it is stopped")),
        what(2, "stable is not released", new Input.Released(false, "the hook failed")));
  }

  private static Tuple2<Integer, Arbitrary<? extends What>> what(
      int weight, String text, Input input) {
    return Tuple.of(weight, Arbitraries.just(new What(text, (context, state, now) -> input)));
  }

  private static Arbitrary<What> drained() {
    return Combinators.combine(Numbers.either(), Numbers.requests())
        .as((candidate, inFlight) -> new What(
            inFlight + " calls are in flight on " + (candidate ? "the candidate" : "stable"),
            (context, state, now) ->
                new Input.Drained(candidate ? context.candidate() : context.stable(), inFlight)));
  }

  private static Arbitrary<What> commands() {
    return Arbitraries.frequencyOf(
        command(2, "pause", Command.Pause::new),
        command(3, "resume", Command.Resume::new),
        command(3, "approve", Command.Approve::new),
        command(2, "promote", Command.Promote::new));
  }

  private static Tuple2<Integer, Arbitrary<? extends What>> command(
      int weight, String text, Function<Command.Order, Input> command) {
    return Tuple.of(
        weight,
        Inputs.orders()
            .map(order ->
                new What(text + " by " + order, (context, state, now) -> command.apply(order))));
  }

  /** By the request path, by a person, or by the target; a verdict does it as well. */
  private static Arbitrary<What> sendingBack() {
    return Arbitraries.frequencyOf(
        what(1, "the tripwire", new Input.Tripped("20 failures in a row")),
        command(1, "roll back", Command.RollBack::new),
        Tuple.of(
            1,
            Arbitraries.just(new What(
                "the target refuses the split",
                (context, state, now) -> new Input.SplitRefused(state.split(), "not like that")))));
  }
}
