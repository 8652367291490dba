package dev.belay.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.health.Assessment;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.Verdict;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutInvariants;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** A machine that is driven as the engine drives it: each transition is held to the invariants. */
final class Machine {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  /** Every row and every phase that it led to, of all machines. */
  static final Set<String> TAKEN = new TreeSet<>();

  private static final Command.Order ALICE =
      new Command.Order("id", "alice", "", OptionalLong.empty());

  /** How far a rollout has come, in order. */
  enum Place {
    STARTED,
    READY,
    SLICE,
    BAKE,
    CLOSING,
    DRAIN,
    RELEASE,
    PROMOTED,
    RETREATING,
    ROLLED_BACK
  }

  private final BlueGreenStrategy strategy;
  private final RolloutContext context;
  private RolloutState state;
  private Instant now = START;
  private double requestsPerSecond = 100;
  private Transition last;

  Machine(BlueGreenStrategy strategy) {
    this(strategy, RolloutPolicy.builder().deadline(Duration.ofHours(8)).build());
  }

  Machine(BlueGreenStrategy strategy, RolloutPolicy policy) {
    this.strategy = strategy;
    context = new RolloutContext("fraud:8#1", 1, STABLE, CANDIDATE, policy, Duration.ofMillis(100));
    state = strategy.begin(context, now);
    last = Transition.stay(state, "begun");
  }

  static String taken(BlueGreenStrategy strategy, Phase from, Class<?> input, Phase to) {
    return strategy.name() + ": " + from + " x " + input.getSimpleName() + " -> " + to;
  }

  Transition take(Event event) {
    now = now.plus(event.after());
    Input input = input(event);
    RolloutState before = state;
    Transition transition = strategy.decide(context, before, input, now);
    assertEquals(
        Optional.empty(),
        RolloutInvariants.check(context, before, input, transition.state(), now),
        () -> before + " on " + input + " gave " + transition.state());
    TAKEN.add(
        taken(strategy, before.phase(), input.getClass(), transition.state().phase()));
    if (transition.refused()) {
      assertEquals(before, transition.state(), "a refusal changes nothing");
    }
    state = transition.state();
    last = transition;
    return transition;
  }

  Transition take(Event.Kind kind) {
    return take(Event.now(kind));
  }

  /** Takes every input from here, at once and after a long time, and goes back each time. */
  void tryEverything() {
    RolloutState here = state;
    Instant then = now;
    for (Event.Kind kind : Event.Kind.values()) {
      for (Verdict verdict : Verdict.values()) {
        for (Duration after : List.of(Duration.ZERO, Duration.ofDays(30))) {
          take(new Event(after, kind, verdict, .001, 1_000));
          state = here;
          now = then;
        }
      }
    }
  }

  /** Goes on as if all went well, until it has come so far or further. */
  Machine leadTo(Place place, Event evaluation) {
    for (int i = 0; i < 100 && place().compareTo(place) < 0; i++) {
      take(next(evaluation));
    }
    assertTrue(place().compareTo(place) >= 0, () -> "stuck: " + last);
    return this;
  }

  Machine leadTo(Place place) {
    return leadTo(place, Event.healthy());
  }

  private Event next(Event evaluation) {
    if (state.holds(Hold.TARGET)) {
      return Event.now(Event.Kind.CONFIRMED);
    }
    if (state.holds(Hold.APPROVAL)) {
      return Event.now(Event.Kind.APPROVE);
    }
    return switch (place()) {
      case STARTED -> Event.now(Event.Kind.READY);
      case DRAIN -> Event.now(Event.Kind.DRAINED);
      case RELEASE -> Event.now(Event.Kind.RELEASED);
      default -> evaluation;
    };
  }

  Place place() {
    return switch (state.phase()) {
      case PREPARING -> state.ready() ? Place.READY : Place.STARTED;
      case EXPOSING -> Place.SLICE;
      case BAKING -> baking();
      case PROMOTED -> Place.PROMOTED;
      case RETREATING -> Place.RETREATING;
      case ROLLED_BACK -> Place.ROLLED_BACK;
    };
  }

  private Place baking() {
    if (state.holds(Hold.RELEASE)) {
      return Place.RELEASE;
    }
    if (state.holds(Hold.DRAIN)) {
      return Place.DRAIN;
    }
    boolean all = share() == BasisPoints.WHOLE;
    return all && strategy.course().holdBack() > 0 ? Place.CLOSING : Place.BAKE;
  }

  private Input input(Event event) {
    return switch (event.kind()) {
      case ASSESSED -> new Input.Assessed(evaluation(event));
      case TICK -> new Input.Tick();
      case READY -> new Input.Readiness(true, "");
      case NOT_READY -> new Input.Readiness(false, "");
      case CONFIRMED -> new Input.SplitConfirmed(state.split());
      case CONFIRMED_ANOTHER ->
        new Input.SplitConfirmed(TrafficSplit.between(STABLE, CANDIDATE, 1_234));
      case CHANGED -> new Input.TargetChanged(TrafficSplit.between(STABLE, CANDIDATE, 1_234));
      case REFUSED -> new Input.SplitRefused(state.split(), "no");
      case DRAINED -> new Input.Drained(STABLE, 0);
      case DRAINED_IN_PART -> new Input.Drained(STABLE, 3);
      case DRAINED_ANOTHER -> new Input.Drained(CANDIDATE, 0);
      case RELEASED -> new Input.Released(true, "unloaded");
      case NOT_RELEASED -> new Input.Released(false, "the hook failed");
      case TRIPPED -> new Input.Tripped("dead");
      case PAUSE -> new Command.Pause(ALICE);
      case RESUME -> new Command.Resume(ALICE);
      case APPROVE -> new Command.Approve(ALICE);
      case PROMOTE -> new Command.Promote(ALICE);
      case ROLL_BACK -> new Command.RollBack(ALICE);
    };
  }

  private Evaluation evaluation(Event event) {
    ArmCounts calls = new ArmCounts(new CallCounts(event.requests(), 0), CallCounts.NONE);
    Assessment assessment =
        Assessment.builder(event.verdict()).reason("as it was said").build();
    return new Evaluation(
        now,
        1,
        event.verdict(),
        List.of(new SignalResult("failure rate", true, 1, 1, assessment)),
        0,
        4.6,
        0,
        3,
        event.harm(),
        requestsPerSecond,
        calls,
        calls,
        calls);
  }

  /** No request comes. */
  Machine quiet() {
    requestsPerSecond = 0;
    return this;
  }

  RolloutState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  String reason() {
    return last.reason();
  }

  int share() {
    return state.share(context);
  }
}
