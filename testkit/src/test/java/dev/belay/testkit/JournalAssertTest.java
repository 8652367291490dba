package dev.belay.testkit;

import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPlan;
import dev.belay.TrafficSplit;
import dev.belay.store.AppendResult;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalAssertTest {

  private static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");
  private static final RolloutContext CONTEXT =
      new RolloutContext("fraud:8#1", 1, STABLE, CANDIDATE, Trial.POLICY, BlastRadius.REACTION);
  private static final List<JournalRecord> PROMOTED =
      new Trial(Trial.failing(0)).untilItsEnd().journal();

  private static String failure(Executable assertion) {
    return String.valueOf(assertThrows(AssertionError.class, assertion).getMessage());
  }

  private static JournalRecord with(JournalRecord record, Input input, RolloutState state) {
    return new JournalRecord(
        record.sequence(),
        record.at(),
        record.strategy(),
        record.stable(),
        record.candidate(),
        input,
        state,
        record.reason());
  }

  private static JournalRecord at(JournalRecord record, long sequence) {
    return new JournalRecord(
        sequence,
        record.at(),
        record.strategy(),
        record.stable(),
        record.candidate(),
        record.input(),
        record.state(),
        record.reason());
  }

  /** Where a state is reached that has something about it. */
  private static int first(List<JournalRecord> journal, Predicate<RolloutState> wanted) {
    for (int i = 0; i < journal.size(); i++) {
      if (wanted.test(journal.get(i).state())) {
        return i;
      }
    }
    throw new AssertionError("no such state");
  }

  @Test
  void passesTheJournalOfARolloutThatWasPromoted() {
    JournalAssert begun = assertThat(PROMOTED);
    assertSame(begun, begun.isContiguous());
    begun.keepsTheInvariants(Trial.POLICY).keepsTheInvariants(CONTEXT).endsIn(Phase.PROMOTED);
  }

  @Test
  void passesSeveralRolloutsAndAnEmergencySwitch() {
    Trial trial = new Trial(Trial.failing(.2)).untilItsEnd();
    trial.endpoint.start(RolloutPlan.to("9").strategy(TwistedStrategy.honest()).build(), "alice");
    trial.lasting(Duration.ofSeconds(30));
    var unused = trial.endpoint.emergencySwitch("6", "bob", "in a hurry");
    trial.lasting(Duration.ofSeconds(30));

    assertThat(trial.journal())
        .isContiguous()
        .keepsTheInvariants(Trial.POLICY)
        .keepsTheInvariants(CONTEXT)
        .endsIn(Phase.PROMOTED);
    assertEquals(Input.Switched.class, last(trial.journal()).input().getClass());
  }

  private static JournalRecord last(List<JournalRecord> journal) {
    return journal.get(journal.size() - 1);
  }

  /** Where the traffic is sent back while a step is being written, so that the step never comes into force. */
  enum Overtaken {
    EXPOSING,
    BAKING,
    RELEASE;

    boolean is(RolloutState state) {
      return this == RELEASE ? state.holds(Hold.RELEASE) : state.phase().name().equals(name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesAStepThatWasOvertakenByARetreat(Overtaken step) {
    List<Trial> trials = new ArrayList<>();
    RolloutStore slow = new ForwardingRolloutStore(RolloutStore.inMemory()) {
      @Override
      public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
        if (step.is(record.state())) {
          trials.get(0).rollout.rollBack("alice", "no");
        }
        return super.append(lease, record);
      }
    };
    trials.add(new Trial(Trial.failing(0), Trial.POLICY, slow));
    List<JournalRecord> journal = trials.get(0).untilItsEnd().journal();

    int overtaken = first(journal, step::is);
    assertEquals(Phase.RETREATING, journal.get(overtaken + 1).state().phase());
    assertThat(trials.get(0).rollout).isRolledBack();
    assertTrue(trials.get(0).rollout.report().decisions().stream()
        .noneMatch(decision -> step.is(decision.to())));
    assertThat(journal)
        .isContiguous()
        .keepsTheInvariants(Trial.POLICY)
        .keepsTheInvariants(CONTEXT)
        .endsIn(Phase.ROLLED_BACK);
  }

  @Test
  void nothingIsOvertakenButAStep() {
    List<JournalRecord> journal = new ArrayList<>(PROMOTED);
    JournalRecord end = last(journal);
    RolloutState back = end.state()
        .with()
        .enter(Phase.RETREATING, 0, TrafficSplit.between(STABLE, CANDIDATE, 0), end.at())
        .build();
    journal.add(at(with(end, new Input.Tripped("late"), back), end.sequence() + 1));
    String message = failure(() -> assertThat(journal).keepsTheInvariants(Trial.POLICY));
    assertTrue(
        message.startsWith("the journal must keep the invariants, but does not: in record "
            + (end.sequence() + 1) + ", invariant 6 is broken: PROMOTED was left for RETREATING\n"),
        message);
  }

  @Test
  void tellsWhichRecordBreaksWhichInvariantInTheWholeJournal() {
    List<JournalRecord> journal = new ArrayList<>(PROMOTED);
    int exposing = first(journal, state -> state.phase() == Phase.EXPOSING);
    JournalRecord earned = journal.get(exposing);
    journal.set(
        exposing, with(earned, new Input.SplitConfirmed(earned.state().split()), earned.state()));
    String broken = "the journal must keep the invariants, but does not: in record "
        + earned.sequence()
        + ", invariant 2 is broken: SplitConfirmed raised the share from fraud:7 100 %, fraud:8 0 %"
        + " to fraud:7 90 %, fraud:8 10 %\n";
    String byPolicy = failure(() -> assertThat(journal).keepsTheInvariants(Trial.POLICY));
    assertTrue(byPolicy.startsWith(broken), byPolicy);
    assertEquals(byPolicy, failure(() -> assertThat(journal).keepsTheInvariants(CONTEXT)));
    assertEquals(journal.size(), byPolicy.lines().count() - 1);
    assertTrue(
        byPolicy.contains("     1. 2026-01-01T00:00:00Z fraud:8#1: Begun -> PREPARING/0, fraud:7"
            + " 100 %, fraud:8 0 %, held for [READINESS, TARGET] (started by alice)\n"),
        byPolicy);
  }

  @Test
  void tellsThatTheBeginningIsMissing() {
    List<JournalRecord> journal = PROMOTED.subList(
        first(PROMOTED, state -> state.phase() == Phase.EXPOSING), PROMOTED.size());
    String message = failure(() -> assertThat(journal).keepsTheInvariants(Trial.POLICY));
    assertTrue(
        message.contains("a rollout must begin in PREPARING with nothing on the candidate, but"
            + " began in EXPOSING/0"),
        message);
  }

  @Test
  void tellsWhereRecordsAreMissing() {
    List<JournalRecord> journal = new ArrayList<>(PROMOTED);
    journal.remove(2);
    assertTrue(failure(() -> assertThat(journal).isContiguous())
        .startsWith("the journal must be contiguous, but has the sequence 4 where it must be 3\n"));
    assertTrue(failure(() -> assertThat(PROMOTED.subList(1, 2)).isContiguous())
        .startsWith("the journal must be contiguous, but has the sequence 2 where it must be 1\n"));
  }

  @Test
  void tellsWhereItEnds() {
    assertTrue(failure(() -> assertThat(PROMOTED).endsIn(Phase.ROLLED_BACK))
        .startsWith("the journal must end in ROLLED_BACK, but ends in PROMOTED: fraud:8 is the live"
            + " version; fraud:7 is released: nothing was to be done\n"));
  }

  @Test
  void nothingHoldsOfAnEmptyJournal() {
    JournalAssert empty = assertThat(List.of());
    assertEquals("the journal must be contiguous, but is empty\n", failure(empty::isContiguous));
    assertEquals(
        "the journal must end in PROMOTED, but is empty\n",
        failure(() -> empty.endsIn(Phase.PROMOTED)));
    assertEquals(
        "the journal must have records of a rollout, but has none\n",
        failure(() -> empty.keepsTheInvariants(Trial.POLICY)));
  }

  @Test
  void aRolloutThatIsNotInTheJournalKeepsNothing() {
    RolloutContext another =
        new RolloutContext("fraud:9#1", 1, STABLE, CANDIDATE, Trial.POLICY, BlastRadius.REACTION);
    assertTrue(failure(() -> assertThat(PROMOTED).keepsTheInvariants(another))
        .startsWith("the journal must have records of fraud:9#1, but has none\n"));
  }
}
