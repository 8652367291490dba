package dev.belay.testkit;

import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.health.Verdict;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutInvariants;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import dev.belay.testkit.jqwik.BelayArbitraries;
import dev.belay.testkit.jqwik.RolloutEvent;
import dev.belay.testkit.jqwik.Situation;
import dev.belay.testkit.jqwik.Smallest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** Where a strategy gets to, as far as jqwik draws it. */
class SituationsProperties {

  private static final RolloutStrategy STRATEGY = TwistedStrategy.honest();

  @Provide
  Arbitrary<Situation> situations() {
    return BelayArbitraries.situations(STRATEGY);
  }

  @Provide
  Arbitrary<RolloutPlan> plans() {
    return BelayArbitraries.plans(STRATEGY);
  }

  @Property(tries = 2_000, seed = "1")
  void everyPhaseIsReachedAndEveryHold(@ForAll("situations") Situation situation) {
    RolloutState state = situation.state();
    assertFalse(situation.now().isBefore(state.since()));
    assertEquals(situation.context().rollout(), state.rollout());
    Statistics.label("phase").collect(state.phase());
    Statistics.label("phase").coverage(phases -> {
      for (Phase phase : Phase.values()) {
        phases.check(phase).percentage(share -> share > 5);
      }
    });
    for (Hold hold : Hold.values()) {
      Statistics.label("held for " + hold).collect(state.holds(hold));
    }
    // The store is the engine's to wait for, and this strategy asks nobody.
    for (Hold hold : Hold.values()) {
      if (hold != Hold.STORE && hold != Hold.APPROVAL) {
        Statistics.label("held for " + hold)
            .coverage(held -> held.check(true).percentage(share -> share > .5));
      }
    }
    Statistics.label("proven").collect(state.proven());
    Statistics.label("urged").collect(state.urged());
    for (String known : List.of("proven", "urged")) {
      Statistics.label(known).coverage(either -> {
        either.check(true).percentage(share -> share > 1);
        either.check(false).percentage(share -> share > 5);
      });
    }
  }

  /** What is drawn is good for what it is there for: going on from wherever a rollout stands, with whatever comes next. */
  @Property(tries = 1_000, seed = "1")
  void aSoundStrategyGoesOnFromAnywhere(
      @ForAll("situations") Situation situation, @ForAll("histories") List<RolloutEvent> history) {
    RolloutState state = situation.state();
    Instant now = situation.now();
    for (RolloutEvent event : history) {
      now = now.plus(event.after());
      Input input = event.input(situation.context(), state, now);
      Transition transition = STRATEGY.decide(situation.context(), state, input, now);
      assertEquals(
          Optional.empty(),
          RolloutInvariants.check(situation.context(), state, input, transition.state(), now));
      state = transition.state();
    }
  }

  @Provide
  Arbitrary<List<RolloutEvent>> histories() {
    return BelayArbitraries.histories(STRATEGY);
  }

  @Property(tries = 1_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void journalsAreThoseOfTheEngine(@ForAll("situations") Situation situation) {
    assertThat(situation.journal())
        .isContiguous()
        .keepsTheInvariants(situation.context())
        .endsIn(situation.state().phase());
    Statistics.collect(Math.min(10, situation.journal().size()));
    Statistics.coverage(sizes -> {
      sizes.check(1).percentage(share -> share > 5);
      sizes.check(10).percentage(share -> share > 5);
    });
  }

  /** Promotes whoever is urged, which invariant 5 forbids, and is otherwise honest. */
  private static final RolloutStrategy HASTY =
      TwistedStrategy.by((context, state, input, now, right) -> input instanceof Command.Promote
          ? Transition.to(state.with().phase(Phase.PROMOTED).noHolds().build(), "as you wish")
          : right);

  @Provide
  Arbitrary<Situation> hasty() {
    return BelayArbitraries.situations(HASTY);
  }

  @Property(tries = 500, seed = "1")
  void whatBreaksAnInvariantIsLeftOut(@ForAll("hasty") Situation situation) {
    assertThat(situation.journal()).keepsTheInvariants(situation.context());
  }

  @Property(tries = 1_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void everyKindOfEventHappens(@ForAll("histories") List<RolloutEvent> history) {
    RolloutContext context = SITUATION.context();
    RolloutState state = SITUATION.state();
    for (RolloutEvent event : history) {
      Input input = event.input(context, state, SITUATION.now());
      Statistics.label("kind").collect(input.getClass().getSimpleName());
      if (input instanceof Input.Assessed assessed) {
        Statistics.label("verdict").collect(assessed.evaluation().verdict());
        Statistics.label("attempt").collect(assessed.evaluation().attempt() == context.attempt());
        assertEquals(SITUATION.now(), assessed.evaluation().at());
      }
    }
    Statistics.label("kind").coverage(kinds -> {
      for (Class<?> kind : KINDS) {
        kinds.check(kind.getSimpleName()).percentage(share -> share > .2);
      }
    });
    Statistics.label("verdict").coverage(verdicts -> {
      for (Verdict verdict : Verdict.values()) {
        verdicts.check(verdict).percentage(share -> share > 3);
      }
    });
    Statistics.label("attempt").coverage(own -> own.check(false).percentage(share -> share > 1));
  }

  private static final List<Class<? extends Input>> KINDS = List.of(
      Input.Assessed.class,
      Input.Tick.class,
      Input.Readiness.class,
      Input.SplitConfirmed.class,
      Input.SplitRefused.class,
      Input.Drained.class,
      Input.Released.class,
      Input.Tripped.class,
      Command.Pause.class,
      Command.Resume.class,
      Command.Approve.class,
      Command.Promote.class,
      Command.RollBack.class);

  /** Where a rollout begins. */
  private static final Situation SITUATION = begun();

  private static Situation begun() {
    RolloutContext context = new RolloutContext(
        "fraud:8#1",
        1,
        ModelVersion.of("fraud", "7"),
        ModelVersion.of("fraud", "8"),
        RolloutPolicy.builder().build(),
        BlastRadius.REACTION);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Command.Order order = new Command.Order("id", "alice", "", OptionalLong.empty());
    JournalRecord record = new JournalRecord(
        1,
        now,
        STRATEGY.name(),
        context.stable(),
        context.candidate(),
        new Input.Begun(order, ""),
        STRATEGY.begin(context, now),
        "");
    return new Situation(context, List.of(record), now);
  }

  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void everyKindOfInputIsToldAsOften(@ForAll("inputs") Input input) {
    Statistics.collect(input.getClass().getSimpleName());
    Statistics.coverage(kinds -> {
      for (Class<?> kind : KINDS) {
        kinds.check(kind.getSimpleName()).percentage(share -> share > 4);
      }
    });
    Transition transition =
        STRATEGY.decide(SITUATION.context(), SITUATION.state(), input, SITUATION.now());
    assertEquals(
        Optional.empty(),
        RolloutInvariants.check(
            SITUATION.context(), SITUATION.state(), input, transition.state(), SITUATION.now()));
  }

  @Provide
  Arbitrary<Input> inputs() {
    return BelayArbitraries.inputs(SITUATION.context());
  }

  @Property(tries = 1_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void plansAreOfTheStrategyAndSomeOfThemCanBeStarted(@ForAll("plans") RolloutPlan plan) {
    assertEquals(STRATEGY, plan.strategy());
    assertTrue(plan.policy().deadline().compareTo(STRATEGY.course().least()) > 0);
    Statistics.label("startable").collect(plan.check().startable());
    Statistics.label("retry").collect(plan.retry());
    Statistics.label("salt").collect(plan.salt().isPresent());
    Statistics.label("release").collect(plan.release().isPresent());
    Statistics.label("warm up").collect(plan.preparation().warmUpCalls() > 0);
    for (String setting : List.of("startable", "retry", "salt", "release", "warm up")) {
      Statistics.label(setting).coverage(either -> {
        either.check(true).percentage(share -> share > 5);
        either.check(false).percentage(share -> share > 5);
      });
    }
  }

  @Property(tries = 300, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void plansAreOfAnyOfTheStrategies(@ForAll("plansOfTwo") RolloutPlan plan) {
    Statistics.collect(plan.strategy().equals(STRATEGY));
    Statistics.coverage(strategies -> {
      strategies.check(true).percentage(share -> share > 20);
      strategies.check(false).percentage(share -> share > 20);
    });
  }

  @Provide
  Arbitrary<RolloutPlan> plansOfTwo() {
    return BelayArbitraries.plans(Arbitraries.of(STRATEGY, HASTY));
  }

  @Example
  void theyShrinkToTheShortestWay() {
    Situation any = Smallest.of(BelayArbitraries.situations(STRATEGY), situation -> true);
    assertEquals(1, any.journal().size());
    assertEquals(any.journal().get(0).at(), any.now());

    Situation promoted = Smallest.of(
        BelayArbitraries.situations(STRATEGY),
        situation -> situation.state().phase() == Phase.PROMOTED);
    // Begun, in force, ready, exposed, in force, cut over, in force, drained, released, promoted;
    // and a wait may be in it.
    assertTrue(promoted.journal().size() <= 11, promoted::toString);
    RolloutContext context = promoted.context();
    assertTrue(context.rollout().length() <= 6, context::toString);
    assertEquals(Trial.POLICY.signals(), context.policy().signals());
    assertEquals(Trial.POLICY.minimumRequests(), context.policy().minimumRequests());
    assertEquals(Trial.POLICY.deadline(), context.policy().deadline());
  }

  @Property(tries = 300, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void statesAndJournalsAreThoseOfSituations(
      @ForAll("states") RolloutState state, @ForAll("journals") List<JournalRecord> journal) {
    assertThat(journal).isContiguous();
    Statistics.label("states").collect(state.phase().terminal());
    Statistics.label("journals").collect(journal.size() > 1);
    for (String kind : List.of("states", "journals")) {
      Statistics.label(kind).coverage(either -> {
        either.check(true).percentage(share -> share > 10);
        either.check(false).percentage(share -> share > 10);
      });
    }
  }

  @Provide
  Arbitrary<RolloutState> states() {
    return BelayArbitraries.states(STRATEGY);
  }

  @Provide
  Arbitrary<List<JournalRecord>> journals() {
    return BelayArbitraries.journals(STRATEGY);
  }
}
