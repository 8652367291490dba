package dev.belay.testkit.contract;

import dev.belay.TrafficSplit;
import dev.belay.health.Verdict;
import dev.belay.strategy.Command;
import dev.belay.strategy.Course;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.StandardRules;
import dev.belay.strategy.Transition;
import dev.belay.strategy.TransitionTable;
import dev.belay.testkit.TwistedStrategy;
import dev.belay.testkit.Twists;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Strategies with one fault each. */
final class BrokenStrategies {

  private static final String SOUND = "isSoundInEveryState";

  private BrokenStrategies() {}

  static Stream<Fault<BrokenStrategy>> faults() {
    return Stream.of(invariants(), rules(), beginnings(), descriptions(), histories())
        .flatMap(faults -> faults);
  }

  private static Fault<BrokenStrategy> twisted(
      String name, TwistedStrategy.Twist twist, String test, String message) {
    return new Fault<>(name, new BrokenStrategy(TwistedStrategy.by(twist)), test, message);
  }

  private static Stream<Fault<BrokenStrategy>> invariants() {
    return Stream.of(
        twisted(
            "1: gives a share to a third version",
            Twists.THIRD_VERSION,
            SOUND,
            "invariant 1 is broken: another version has a part in model:1 90 %, model:3 10 %"),
        twisted(
            "2: raises the share before the candidate is ready",
            Twists.UNREADY,
            SOUND,
            "invariant 2 is broken: the share rose from model:1 100 %, model:2 0 % to model:1 90 %,"
                + " model:2 10 % while held for [READINESS, TARGET]"),
        twisted(
            "3: goes on with an unhealthy candidate",
            Twists.UNHEALTHY,
            SOUND,
            "invariant 3 is broken: Assessed did not lead to a retreat but to PREPARING"),
        twisted(
            "4: refuses to roll back",
            Twists.NO_ROLL_BACK,
            SOUND,
            "invariant 4 is broken: RollBack did not lead to a retreat but to BAKING"),
        twisted(
            "5: takes too little for a proof",
            Twists.NO_PROOF,
            SOUND,
            "invariant 5 is broken: Assessed was taken for a proof"),
        twisted(
            "6: undoes a promotion",
            Twists.LEFT_END,
            SOUND,
            "invariant 6 is broken: PROMOTED was left for RETREATING"),
        twisted(
            "7: releases stable with calls in flight",
            Twists.RELEASED_IN_FLIGHT,
            SOUND,
            "invariant 7 is broken: Drained released stable with model:1 0 %, model:2 100 %"),
        twisted(
            "8: moves the stage on a tick",
            Twists.TICKING,
            SOUND,
            "invariant 8 is broken: a tick led to EXPOSING/1"),
        twisted(
            "9: counts the evidence of another attempt",
            Twists.ANOTHER_ATTEMPT,
            SOUND,
            "invariant 9 is broken: evidence of attempt 2 raised the share"),
        twisted(
            "10: has no deadline",
            Twists.NO_DEADLINE,
            SOUND,
            "invariant 10 is broken: no deadline in EXPOSING"));
  }

  private static Stream<Fault<BrokenStrategy>> rules() {
    AtomicInteger ticks = new AtomicInteger();
    return Stream.of(
        twisted(
            "does not keep its deadline",
            Twists.DEADLINE_NOT_KEPT,
            SOUND,
            "deadline is broken: time alone does not end it: with nothing but ticks, it is still"),
        twisted(
            "never ends a retreat",
            Twists.NO_END,
            SOUND,
            "end is broken: no end can be reached from RETREATING/0"),
        twisted(
            "promotes nothing",
            Twists.NO_PROMOTION,
            SOUND,
            "promotion is broken: no state is PROMOTED, whatever the evidence"),
        twisted(
            "throws",
            Twists.THROWING,
            SOUND,
            "exception is broken: the strategy threw"
                + " java.lang.UnsupportedOperationException: released"),
        twisted(
            "refuses and changes something",
            Twists.CHANGING_REFUSAL,
            SOUND,
            "refusal is broken: a refusal changes nothing"),
        twisted(
            "counts",
            (context, state, input, now, right) -> input instanceof Input.Tick
                ? Transition.stay(state, "tick " + ticks.incrementAndGet())
                : right,
            SOUND,
            "purity is broken: asked again with equal arguments, the strategy answered"),
        new Fault<>(
            "has a row for what never happens",
            new BrokenStrategy() {
              @Override
              TransitionTable table() {
                return TransitionTable.builder("twisted")
                    .standardRows()
                    .on(
                        Phase.BAKING,
                        Command.Approve.class,
                        (context, state, input, now) -> Transition.stay(state, "never"),
                        Phase.PROMOTED)
                    .build();
              }
            },
            "takesEveryRowOfItsTable",
            "each row of the table must be taken under some policy, but never were [BAKING x Approve"
                + " -> PROMOTED]"));
  }

  private static Stream<Fault<BrokenStrategy>> beginnings() {
    return Stream.of(
        begun(
            "begins with a proof",
            (context, first) -> first.with().proven(true).build(),
            "ready=false, proven=true"),
        begun(
            "begins with a ready candidate",
            (context, first) -> first.with().ready(true).build(),
            "ready=true"),
        begun(
            "begins with a share",
            (context, first) -> first
                .with()
                .enter(
                    Phase.PREPARING,
                    0,
                    TrafficSplit.between(context.stable(), context.candidate(), 100),
                    first.since())
                .build(),
            "99 %, "),
        begun(
            "takes every attempt for the first one",
            (context, first) -> StandardRules.begin(
                new RolloutContext(
                    context.rollout(),
                    1,
                    context.stable(),
                    context.candidate(),
                    context.policy(),
                    context.reaction()),
                TwistedStrategy.honest().course(),
                first.since()),
            "#2 in PREPARING with a/b:c:0 100 %"));
  }

  private static Fault<BrokenStrategy> begun(
      String name, BiFunction<RolloutContext, RolloutState, RolloutState> instead, String message) {
    return new Fault<>(
        name,
        new BrokenStrategy() {
          @Override
          public RolloutState begin(RolloutContext context, Instant now) {
            return instead.apply(context, super.begin(context, now));
          }
        },
        "beginsInTheDark",
        message);
  }

  private static Stream<Fault<BrokenStrategy>> descriptions() {
    AtomicInteger names = new AtomicInteger();
    AtomicInteger courses = new AtomicInteger();
    return Stream.of(
        new Fault<>(
            "has another name each time",
            new BrokenStrategy() {
              @Override
              public String name() {
                return "twisted " + names.incrementAndGet();
              }
            },
            "hasANameAndACourseThatStay",
            "the name ==> expected: <twisted 1> but was: <twisted 2>"),
        new Fault<>(
            "changes its course",
            new BrokenStrategy() {
              @Override
              public Course course() {
                Course right = super.course();
                return new Course(
                    right.legs(),
                    right.paced(),
                    right.cutover(),
                    Duration.ofMinutes(courses.incrementAndGet()));
              }
            },
            "hasANameAndACourseThatStay",
            "the course ==> expected: <Course[legs="),
        twisted(
            "asks for a share that it has not told of",
            (context, state, input, now, right) -> right.state().phase() == Phase.EXPOSING
                    && input instanceof Input.Assessed assessed
                    && StandardRules.mayTake(context, assessed.evaluation(), 1_500)
                    && state.phase() == Phase.PREPARING
                ? Transition.to(
                    right
                        .state()
                        .with()
                        .enter(
                            Phase.EXPOSING,
                            0,
                            TrafficSplit.between(context.stable(), context.candidate(), 1_500),
                            now)
                        .build(),
                    "a little more")
                : right,
            "asksForNoShareBesideItsCourse",
            "every share must be one of the course, [1000, 10000], but 1500 basis points were asked"
                + " for"));
  }

  private static Stream<Fault<BrokenStrategy>> histories() {
    return Stream.of(
        twisted(
            "is generous between the numbers that an explorer tries",
            (context, state, input, now, right) -> input instanceof Input.Assessed assessed
                    && assessed.evaluation().attempt() == state.attempt()
                    && assessed.evaluation().verdict() == Verdict.INSUFFICIENT
                    && assessed.evaluation().harm() > .002
                    && assessed.evaluation().harm() < 1
                    && state.phase() == Phase.PREPARING
                    && state.ready()
                    && List.of(Hold.BLAST_RADIUS).containsAll(state.holds())
                    && right.state().phase() == Phase.PREPARING
                ? TwistedStrategy.exposed(context, state, now)
                : right,
            "keepsTheInvariantsInDrawnHistories",
            "invariant 2 is broken: the share rose from model:1 100 %, model:2 0 % to model:1 90 %,"
                + " model:2 10 %, which the evaluation (INSUFFICIENT) and the blast radius do not"
                + " allow"),
        twisted(
            "has no reason",
            (context, state, input, now, right) -> input instanceof Input.Tick
                ? new Transition(right.state(), " ", right.refused())
                : right,
            "keepsTheInvariantsInDrawnHistories",
            "a transition must have a reason"),
        twisted(
            "thinks on the thread of the control plane only",
            (context, state, input, now, right) ->
                Thread.currentThread().getName().startsWith("pool-") && input instanceof Input.Tick
                    ? Transition.stay(state, "not here")
                    : right,
            "decidesTheSameOnEveryThread",
            "asked again with equal arguments it must decide the same, but of"));
  }
}
