package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.health.Evaluation;
import dev.belay.health.Verdict;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutInvariants;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.Transition;
import dev.belay.strategy.TransitionTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** The canary machine by itself, under random sequences of commands, evidence, time and answers of the target. */
class CanaryProperties {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  /** Every row and every phase that it leads to, as the properties have taken them. */
  private static final Set<String> TAKEN = new TreeSet<>();

  @AfterContainer
  static void everyTransitionOfTheTableWasTaken() {
    Set<String> missing = new TreeSet<>();
    for (TransitionTable.Row<?> row :
        CanaryStrategy.stagesOfPercent(1).build().table().rows()) {
      row.to().forEach(to -> missing.add(taken(row.from(), row.input(), to)));
    }
    missing.removeAll(TAKEN);
    assertEquals(Set.of(), missing, "transitions that no history took");
  }

  private static String taken(Phase from, Class<?> input, Phase to) {
    return from + " x " + input.getSimpleName() + " -> " + to;
  }

  /** Something happens some time after the last thing. */
  record Event(Duration after, Kind kind, Verdict verdict, double harm, long requests) {}

  enum Kind {
    ASSESSED,
    TICK,
    READY,
    NOT_READY,
    CONFIRMED,
    CONFIRMED_ANOTHER,
    CHANGED,
    REFUSED,
    DRAINED,
    DRAINED_IN_PART,
    DRAINED_ANOTHER,
    RELEASED,
    NOT_RELEASED,
    TRIPPED,
    PAUSE,
    RESUME,
    APPROVE,
    PROMOTE,
    ROLL_BACK
  }

  /** A machine that is driven as the engine drives it. */
  private static final class Machine {

    private final CanaryStrategy canary;
    private final RolloutContext context;
    private RolloutState state;
    private Instant now = START;
    private boolean condemned;

    Machine(CanaryStrategy canary) {
      this.canary = canary;
      RolloutPolicy policy =
          RolloutPolicy.builder().deadline(Duration.ofHours(8)).build();
      context =
          new RolloutContext("fraud:8#1", 1, STABLE, CANDIDATE, policy, Duration.ofMillis(100));
      state = canary.begin(context, now);
    }

    void take(Event event) {
      now = now.plus(event.after());
      Input input = input(event);
      RolloutState before = state;
      Transition transition = canary.decide(context, before, input, now);
      assertEquals(
          Optional.empty(),
          RolloutInvariants.check(context, before, input, transition.state(), now),
          () -> before + " on " + input + " gave " + transition.state());
      TAKEN.add(taken(before.phase(), input.getClass(), transition.state().phase()));
      if (transition.refused()) {
        assertEquals(before, transition.state(), "a refusal changes nothing");
      }
      if (!before.phase().terminal() && transition.state().phase() == Phase.PROMOTED) {
        assertTrue(
            before.holds(Hold.RELEASE) || transition.reason().contains(STABLE + " is kept"),
            () -> "promoted from " + before + ": " + transition.reason());
      }
      state = transition.state();
      if (input instanceof Input.Assessed assessed
          && assessed.evaluation().verdict() == Verdict.UNHEALTHY) {
        condemned = true;
      }
    }

    /** Takes every input from here, at once and after a long time, and goes back each time. */
    void tryEverything() {
      RolloutState here = state;
      Instant then = now;
      for (Kind kind : Kind.values()) {
        for (Verdict verdict : Verdict.values()) {
          for (Duration after : List.of(Duration.ZERO, Duration.ofDays(30))) {
            take(new Event(after, kind, verdict, .001, 1_000));
            state = here;
            now = then;
          }
        }
      }
      condemned = false;
    }

    private Input input(Event event) {
      Command.Order order = new Command.Order("id", "alice", "", OptionalLong.empty());
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
        case PAUSE -> new Command.Pause(order);
        case RESUME -> new Command.Resume(order);
        case APPROVE -> new Command.Approve(order);
        case PROMOTE -> new Command.Promote(order);
        case ROLL_BACK -> new Command.RollBack(order);
      };
    }

    private Evaluation evaluation(Event event) {
      ArmCounts calls = new ArmCounts(new CallCounts(event.requests(), 0), CallCounts.NONE);
      return new Evaluation(
          now, 1, event.verdict(), List.of(), 0, 4.6, 0, 3, event.harm(), 100, calls, calls, calls);
    }

    int share() {
      return state.share(context);
    }
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  @Label("invariants 1 to 10 hold on every transition")
  void keepsTheInvariants(
      @ForAll("canaries") CanaryStrategy canary, @ForAll("histories") List<Event> history) {
    Machine machine = new Machine(canary);
    for (Event event : history) {
      int before = machine.share();
      boolean wasCondemned = machine.condemned;
      machine.take(event);
      if (wasCondemned) {
        assertTrue(machine.share() <= before, "invariant 3: the share rose after UNHEALTHY");
      }
    }
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  @Label("invariant 2: the share is never above what the stage allows")
  void neverTakesMoreThanItsStage(
      @ForAll("canaries") CanaryStrategy canary, @ForAll("histories") List<Event> history) {
    Machine machine = new Machine(canary);
    for (Event event : history) {
      machine.take(event);
      int allowed = switch (machine.state.phase()) {
        case PREPARING, RETREATING, ROLLED_BACK -> 0;
        case EXPOSING -> canary.ladder().get(machine.state.stage()).share();
        case BAKING, PROMOTED -> BasisPoints.WHOLE;
      };
      assertTrue(machine.share() <= allowed, () -> "above the stage in " + machine.state);
    }
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  @Label(
      "invariant 4: a retreat is enabled in every state that is no end, until stable is released")
  void retreatsFromWhereverItIs(
      @ForAll("canaries") CanaryStrategy canary,
      @ForAll("histories") List<Event> history,
      @ForAll("retreats") Event retreat) {
    Machine machine = new Machine(canary);
    history.forEach(machine::take);
    if (machine.state.phase().terminal()) {
      return;
    }
    if (machine.state.holds(Hold.RELEASE)) {
      RolloutState before = machine.state;
      machine.take(retreat);
      assertEquals(before, machine.state, "invariant 7: nothing goes back to a released version");
      machine.take(new Event(Duration.ZERO, Kind.RELEASED, Verdict.HEALTHY, 0, 0));
      assertEquals(Phase.PROMOTED, machine.state.phase());
      return;
    }
    machine.take(retreat);
    assertTrue(machine.state.phase().retreat(), () -> retreat + " left it in " + machine.state);
    assertEquals(0, machine.share());
    machine.take(new Event(Duration.ZERO, Kind.CONFIRMED, Verdict.HEALTHY, 0, 0));
    assertEquals(Phase.ROLLED_BACK, machine.state.phase());
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  @Label("invariant 10: whatever happened, time alone ends it, or a person is asked")
  void endsByItself(
      @ForAll("canaries") CanaryStrategy canary, @ForAll("histories") List<Event> history) {
    Machine machine = new Machine(canary);
    history.forEach(machine::take);
    for (Kind kind : List.of(Kind.TICK, Kind.DRAINED_IN_PART, Kind.NOT_RELEASED)) {
      machine.take(new Event(Duration.ofDays(30), kind, Verdict.HEALTHY, 0, 0));
    }
    assertTrue(
        machine.state.phase().terminal()
            || machine.state.phase() == Phase.RETREATING
            || machine.state.holds(Hold.PAUSED),
        () -> "still " + machine.state);
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  @Label("invariant 8: a bake lasts as long as it must")
  void neverShortensABake(@ForAll("histories") List<Event> history) {
    Duration bake = Duration.ofHours(1);
    Machine machine = new Machine(CanaryStrategy.stagesOfPercent(10).bake(bake).build());
    Instant inForce = Instant.MAX;
    for (Event event : history) {
      if (event.kind() == Kind.PROMOTE) {
        continue;
      }
      RolloutState before = machine.state;
      machine.take(event);
      if (before.phase() != Phase.BAKING && machine.state.phase() == Phase.BAKING) {
        inForce = machine.now;
      }
      if (!before.holds(Hold.DRAIN) && machine.state.holds(Hold.DRAIN)) {
        assertTrue(Duration.between(inForce, machine.now).compareTo(bake) >= 0);
      }
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  @Label("a candidate that stays healthy is promoted, through rising shares")
  void promotesTheHealthy(@ForAll("canaries") CanaryStrategy canary) {
    Machine machine = new Machine(canary);
    Kind[] round = {
      Kind.READY, Kind.CONFIRMED, Kind.APPROVE, Kind.ASSESSED, Kind.DRAINED, Kind.RELEASED
    };
    int share = 0;
    for (int i = 0; i < 200 && !machine.state.phase().terminal(); i++) {
      machine.tryEverything();
      machine.take(new Event(
          Duration.ofMinutes(2), round[i % round.length], Verdict.HEALTHY, .0001, 100_000));
      assertTrue(machine.share() >= share);
      share = machine.share();
    }
    assertEquals(Phase.PROMOTED, machine.state.phase());
    assertEquals(BasisPoints.WHOLE, share);
    RolloutState end = machine.state;
    for (Kind kind : Kind.values()) {
      machine.take(new Event(Duration.ofHours(1), kind, Verdict.UNHEALTHY, 1, 10));
      assertEquals(end, machine.state, "invariant 6: an end is final");
    }
  }

  @Provide
  Arbitrary<CanaryStrategy> canaries() {
    Arbitrary<List<Integer>> shares = Arbitraries.integers()
        .between(1, 9_000)
        .set()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(set -> set.stream().sorted().toList());
    return Combinators.combine(
            shares,
            Arbitraries.integers().between(0, 20),
            Arbitraries.integers().between(0, 500),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 30),
            Arbitraries.of(0.0, 1.0, 5.0))
        .as((list, minutes, requests, approval, paced, bake, holdBack) -> {
          CanaryStage[] stages = list.stream()
              .map(share -> new CanaryStage(share, Duration.ofMinutes(minutes), requests, approval))
              .toArray(CanaryStage[]::new);
          return (paced ? CanaryStrategy.pacedThrough(stages) : CanaryStrategy.stages(stages))
              .bake(Duration.ofMinutes(bake))
              .holdBackPercent(holdBack)
              .build();
        });
  }

  /** Mostly what a rollout sees when all goes well, so that histories reach the later phases. */
  @Provide
  Arbitrary<List<Event>> histories() {
    Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.just(Kind.ASSESSED)),
        Tuple.of(5, Arbitraries.just(Kind.CONFIRMED)),
        Tuple.of(3, Arbitraries.just(Kind.READY)),
        Tuple.of(2, Arbitraries.of(Kind.APPROVE, Kind.RESUME, Kind.TICK)),
        Tuple.of(1, Arbitraries.of(Kind.DRAINED, Kind.RELEASED)),
        Tuple.of(1, Arbitraries.of(Kind.class)));
    return events(kinds).list().ofMaxSize(60);
  }

  @Provide
  Arbitrary<Event> retreats() {
    return Arbitraries.of(
        new Event(Duration.ZERO, Kind.ROLL_BACK, Verdict.HEALTHY, 0, 0),
        new Event(Duration.ZERO, Kind.TRIPPED, Verdict.HEALTHY, 0, 0),
        new Event(Duration.ZERO, Kind.ASSESSED, Verdict.UNHEALTHY, 1, 10));
  }

  private static Arbitrary<Event> events(Arbitrary<Kind> kinds) {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1_200).map(Duration::ofSeconds),
            kinds,
            Arbitraries.frequency(
                Tuple.of(8, Verdict.HEALTHY),
                Tuple.of(6, Verdict.INSUFFICIENT),
                Tuple.of(2, Verdict.UNAVAILABLE),
                Tuple.of(1, Verdict.UNHEALTHY)),
            Arbitraries.of(0.0, .001, .05, 1.0),
            Arbitraries.of(0L, 50L, 1_000L))
        .as(Event::new);
  }
}
