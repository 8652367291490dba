package dev.belay.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.RolloutPolicy;
import dev.belay.Undecided;
import dev.belay.bluegreen.Event.Kind;
import dev.belay.bluegreen.Machine.Place;
import dev.belay.health.Verdict;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.Transition;
import dev.belay.strategy.TransitionTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** Both blue-green machines by themselves, under random sequences of commands, evidence, time and answers. */
class BlueGreenProperties {

  @AfterContainer
  static void everyTransitionOfTheTablesWasTaken() {
    Set<String> missing = new TreeSet<>();
    for (BlueGreenStrategy strategy : List.of(
        BlueGreenStrategy.atOnce().build(),
        BlueGreenStrategy.afterSlice(Slice.percent(5)).build())) {
      for (TransitionTable.Row<?> row : strategy.table().rows()) {
        row.to().forEach(to -> missing.add(Machine.taken(strategy, row.from(), row.input(), to)));
      }
    }
    missing.removeAll(Machine.TAKEN);
    assertEquals(Set.of(), missing, "transitions that no history took");
  }

  /**
   * A blue-green with what it was made of.
   *
   * @param slice share in basis points, 0 for none
   * @param holdBack in basis points
   */
  record Setup(
      int slice,
      int holdBack,
      boolean approval,
      Duration minimum,
      long requests,
      Duration bake,
      RolloutPolicy policy) {

    BlueGreenStrategy strategy() {
      BlueGreenStrategy.Builder builder = slice == 0
          ? BlueGreenStrategy.atOnce()
          : BlueGreenStrategy.afterSlice(
              Slice.basisPoints(slice).lasting(minimum).withRequests(requests));
      if (approval) {
        builder.approvedCutover();
      }
      return builder.bake(bake).holdBackPercent(holdBack / 100.0).build();
    }

    /** A machine that all went well with up to here; by the blast radius alone where that is enough. */
    Machine machine(Place start) {
      Machine machine = new Machine(strategy(), policy);
      if (holdBack > 0 && start.compareTo(Place.BAKE) >= 0) {
        machine.leadTo(Place.BAKE, Event.assessed(Verdict.INSUFFICIENT));
      }
      return machine.leadTo(start);
    }
  }

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  @StatisticsReport(StatisticsReportMode.OFF)
  @Label(
      "invariants 1 to 10 hold on every transition, and no share is between the slice and the cutover")
  void keepsTheInvariants(
      @ForAll("setups") Setup setup,
      @ForAll("starts") Place start,
      @ForAll("histories") List<Event> history) {
    Set<Integer> shares = new TreeSet<>(
        List.of(0, setup.slice(), BasisPoints.WHOLE - setup.holdBack(), BasisPoints.WHOLE));
    Machine machine = setup.machine(start);
    Place deepest = machine.place();
    boolean condemned = false;
    for (Event event : history) {
      RolloutState before = machine.state();
      int share = machine.share();
      Transition transition = machine.take(event);
      assertTrue(shares.contains(machine.share()), () -> "a share between: " + machine.state());
      if (condemned) {
        assertTrue(machine.share() <= share, "invariant 3: the share rose after UNHEALTHY");
      }
      condemned |= event.kind() == Kind.ASSESSED && event.verdict() == Verdict.UNHEALTHY;
      if (before.phase() != Phase.PROMOTED && machine.state().phase() == Phase.PROMOTED) {
        assertTrue(
            before.holds(Hold.RELEASE)
                || transition.reason().contains(Machine.STABLE + " is kept and not released"),
            () -> "promoted from " + before + ": " + transition.reason());
      }
      Place place = machine.place();
      deepest =
          place.compareTo(deepest) > 0 && place.compareTo(Place.PROMOTED) <= 0 ? place : deepest;
    }
    Statistics.label("deepest").collect(deepest).coverage(checker -> {
      checker.check(Place.BAKE).percentage(percent -> percent > 5);
      checker.check(Place.DRAIN).percentage(percent -> percent > 5);
      checker.check(Place.RELEASE).percentage(percent -> percent > 3);
      checker.check(Place.PROMOTED).percentage(percent -> percent > 5);
    });
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  @Label("invariant 4: a retreat is enabled in every state that is no end, until blue is released")
  void retreatsFromWhereverItIs(
      @ForAll("setups") Setup setup,
      @ForAll("starts") Place start,
      @ForAll("histories") List<Event> history,
      @ForAll("retreats") Event retreat) {
    Machine machine = setup.machine(start);
    for (Event event : history) {
      machine.take(event);
    }
    if (machine.state().phase().terminal()) {
      return;
    }
    RolloutState before = machine.state();
    machine.take(retreat);
    if (before.holds(Hold.RELEASE)) {
      assertEquals(before, machine.state(), "invariant 7: nothing goes back to a released version");
      machine.take(Kind.NOT_RELEASED);
      assertEquals(Phase.PROMOTED, machine.state().phase());
      return;
    }
    assertTrue(machine.state().phase().retreat(), () -> retreat + " left it in " + machine.state());
    assertEquals(0, machine.share());
    machine.tryEverything();
    machine.take(Kind.CONFIRMED);
    assertEquals(Phase.ROLLED_BACK, machine.state().phase());
    machine.tryEverything();
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  @Label("invariant 10: whatever happened, time alone ends it, or a person is asked")
  void endsByItself(
      @ForAll("setups") Setup setup,
      @ForAll("starts") Place start,
      @ForAll("histories") List<Event> history) {
    Machine machine = setup.machine(start);
    history.forEach(machine::take);
    for (Kind kind : List.of(Kind.TICK, Kind.DRAINED_IN_PART, Kind.NOT_RELEASED)) {
      machine.take(Event.after(Duration.ofDays(30), kind));
    }
    assertTrue(
        machine.state().phase().terminal()
            || machine.state().phase() == Phase.RETREATING
            || machine.state().holds(Hold.PAUSED),
        () -> "still " + machine.state());
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  @Label("invariant 8: a slice and a bake last as long as they must, unless a person is in a hurry")
  void neverShortensASliceOrABake(
      @ForAll("setups") Setup setup,
      @ForAll @IntRange(max = 25) int rounds,
      @ForAll("histories") List<Event> history) {
    Machine machine = setup.machine(Place.READY);
    Instant inForce = Instant.MAX;
    boolean bakeBegun = false;
    for (Event event : after(rounds, history)) {
      if (event.kind() == Kind.PROMOTE) {
        continue;
      }
      RolloutState before = machine.state();
      machine.take(event);
      RolloutState after = machine.state();
      Duration lasted = Duration.between(inForce, machine.now());
      if (before.phase() == Phase.EXPOSING && after.phase() == Phase.BAKING) {
        assertTrue(lasted.compareTo(setup.minimum()) >= 0, () -> "the slice lasted " + lasted);
      }
      if (!before.holds(Hold.DRAIN) && after.holds(Hold.DRAIN)) {
        assertTrue(lasted.compareTo(setup.bake()) >= 0, () -> "the bake lasted " + lasted);
      }
      boolean confirmed = before.holds(Hold.TARGET) && !after.holds(Hold.TARGET);
      if (confirmed && !bakeBegun) {
        inForce = machine.now();
        bakeBegun = after.phase() == Phase.BAKING;
      }
    }
  }

  /** Rounds in which all goes well, before what may happen: a bake must be watched from its first moment. */
  private static List<Event> after(int rounds, List<Event> then) {
    List<Event> all = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      all.add(Event.now(Kind.CONFIRMED));
      all.add(Event.now(Kind.APPROVE));
      all.add(Event.healthy());
    }
    all.addAll(then);
    return all;
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  @Label("where a person is asked, nothing is cut over before an answer")
  void waitsForThePerson(@ForAll("setups") Setup setup, @ForAll("histories") List<Event> history) {
    Setup asking = new Setup(
        setup.slice(),
        setup.holdBack(),
        true,
        setup.minimum(),
        setup.requests(),
        setup.bake(),
        setup.policy());
    Machine machine = asking.machine(Place.READY);
    boolean answered = false;
    for (Event event : history) {
      Phase before = machine.state().phase();
      boolean refused = machine.take(event).refused();
      answered |= !refused && Set.of(Kind.APPROVE, Kind.PROMOTE).contains(event.kind());
      if (before != Phase.BAKING && machine.state().phase() == Phase.BAKING) {
        assertTrue(answered, "cut over without an answer");
      }
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  @Label("a candidate that stays healthy is promoted, through rising shares")
  void promotesTheHealthy(@ForAll("setups") Setup setup) {
    Machine machine = new Machine(setup.strategy(), setup.policy());
    int share = 0;
    for (Place place : Place.values()) {
      if (place.compareTo(Place.PROMOTED) <= 0) {
        machine.leadTo(place);
        machine.tryEverything();
        assertTrue(machine.share() >= share);
        share = machine.share();
      }
    }
    assertEquals(Phase.PROMOTED, machine.state().phase());
    assertEquals(BasisPoints.WHOLE, share);
    RolloutState end = machine.state();
    for (Kind kind : Kind.values()) {
      machine.take(new Event(Duration.ofHours(1), kind, Verdict.UNHEALTHY, 1, 10));
      assertEquals(end, machine.state(), "invariant 6: an end is final");
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  @Label("a candidate that is never proven never takes everything")
  void neverGivesEverythingToTheUnproven(
      @ForAll("setups") Setup setup, @ForAll("histories") List<Event> history) {
    Machine machine = new Machine(setup.strategy(), setup.policy());
    for (Event event : history) {
      Verdict verdict = event.verdict() == Verdict.HEALTHY ? Verdict.INSUFFICIENT : event.verdict();
      machine.take(new Event(event.after(), event.kind(), verdict, event.harm(), event.requests()));
      assertFalse(machine.share() == BasisPoints.WHOLE, () -> "unproven: " + machine.state());
    }
  }

  @Provide
  Arbitrary<Setup> setups() {
    return Combinators.combine(
            Arbitraries.of(0, 0, 1, 500, 5_000),
            Arbitraries.of(0, 0, 100, 500, 4_999),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 20).map(Duration::ofMinutes),
            Arbitraries.longs().between(0, 500),
            Arbitraries.integers().between(1, 1_800).map(Duration::ofSeconds),
            policies())
        .as(Setup::new);
  }

  private static Arbitrary<RolloutPolicy> policies() {
    return Combinators.combine(
            Arbitraries.of(Undecided.class),
            Arbitraries.of(true, false),
            Arbitraries.of(BlastRadius.UNLIMITED, 150_000L))
        .as((undecided, impatient, maxRequests) -> {
          RolloutPolicy.Builder policy = RolloutPolicy.builder()
              .deadline(Duration.ofHours(8))
              .whenUndecided(undecided)
              .blastRadius(BlastRadius.builder().maxRequests(maxRequests).build());
          return impatient
              ? policy.rollBackWhenUnavailableFor(Duration.ofMinutes(10)).build()
              : policy.build();
        });
  }

  @Provide
  Arbitrary<Place> starts() {
    return Arbitraries.of(
        Place.STARTED,
        Place.READY,
        Place.SLICE,
        Place.BAKE,
        Place.CLOSING,
        Place.DRAIN,
        Place.RELEASE);
  }

  /** Mostly what a rollout sees when all goes well, so that histories go on to the later phases. */
  @Provide
  Arbitrary<List<Event>> histories() {
    Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.just(Kind.ASSESSED)),
        Tuple.of(5, Arbitraries.just(Kind.CONFIRMED)),
        Tuple.of(2, Arbitraries.just(Kind.READY)),
        Tuple.of(2, Arbitraries.of(Kind.APPROVE, Kind.RESUME, Kind.TICK)),
        Tuple.of(2, Arbitraries.of(Kind.DRAINED, Kind.RELEASED)),
        Tuple.of(2, Arbitraries.of(Kind.class)));
    return events(kinds).list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<Event> retreats() {
    return Arbitraries.of(
        Event.now(Kind.ROLL_BACK), Event.now(Kind.TRIPPED), Event.assessed(Verdict.UNHEALTHY));
  }

  private static Arbitrary<Event> events(Arbitrary<Kind> kinds) {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1_200).map(Duration::ofSeconds),
            kinds,
            Arbitraries.frequency(
                Tuple.of(10, Verdict.HEALTHY),
                Tuple.of(6, Verdict.INSUFFICIENT),
                Tuple.of(2, Verdict.UNAVAILABLE),
                Tuple.of(1, Verdict.UNHEALTHY)),
            Arbitraries.of(0.0, .001, .05, 1.0),
            Arbitraries.of(0L, 50L, 1_000L, 200_000L))
        .as(Event::new);
  }
}
