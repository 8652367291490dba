package dev.belay.testkit;

import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.RolloutPolicy;
import dev.belay.RolloutReport;
import dev.belay.health.FailureRate;
import dev.belay.store.AppendResult;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RolloutAssertTest {

  private static final Rollout PROMOTED = new Trial(Trial.failing(0)).untilItsEnd().rollout;
  private static final Rollout SENT_BACK = new Trial(Trial.failing(.2)).untilItsEnd().rollout;
  private static final Rollout EXPOSED =
      new Trial(Trial.failing(0)).until(Phase.EXPOSING).lasting(Duration.ofSeconds(10)).rollout;

  /** Fails for the rollout and for its report alike, with what was expected and found, and the story. */
  private static void assertFails(
      Rollout rollout, String message, Consumer<AbstractRolloutAssert<?>> assertion) {
    for (AbstractRolloutAssert<?> begun :
        List.of(assertThat(rollout), assertThat(rollout.report()))) {
      AssertionError error = assertThrows(AssertionError.class, () -> assertion.accept(begun));
      assertEquals(
          rollout.id() + " must " + message + "\n" + rollout.report().toText().stripTrailing(),
          error.getMessage());
    }
  }

  @Test
  void passesWhatIsRightOnARolloutThatWasPromoted() {
    RolloutAssert begun = assertThat(PROMOTED);
    assertSame(begun, begun.isPromoted());
    begun
        .isIn(Phase.PROMOTED)
        .hasShare(10_000)
        .hasSharePercent(100)
        .showedCallersNoFailure()
        .failedAtMost(0)
        .askedCandidateAtLeast(1_000)
        .askedCandidateAtMost(1_000_000)
        .endedWithin(Duration.ofHours(24))
        .saysWhy("fraud:8 is the live version; fraud:7 is released")
        .wentThrough(Phase.PREPARING, Phase.EXPOSING, Phase.BAKING, Phase.PROMOTED);
  }

  @Test
  void passesWhatIsRightOnAReportOfARolloutThatWasSentBack() {
    RolloutReport report = SENT_BACK.report();
    ReportAssert begun = assertThat(report);
    assertSame(begun, begun.isRolledBack());
    begun
        .isIn(Phase.ROLLED_BACK)
        .hasShare(0)
        .hasSharePercent(0)
        .showedCallersNoFailure()
        .showedCallersAtMost(0)
        .failedAtMost(report.candidateCalls().all().failures())
        .askedCandidateAtLeast(report.candidateCalls().all().requests())
        .askedCandidateAtMost(report.candidateCalls().all().requests())
        .retreatedWithin(report.firstFailureToRetreat().orElseThrow())
        .endedWithin(Duration.between(report.startedAt(), report.endedAt().orElseThrow()))
        .saysWhy("unhealthy: failure rate")
        .wentThrough(Phase.PREPARING, Phase.EXPOSING, Phase.RETREATING, Phase.ROLLED_BACK);
  }

  @Test
  void passesWhatIsRightOnARolloutThatRuns() {
    assertThat(EXPOSED)
        .isIn(Phase.EXPOSING)
        .isHeldFor(Hold.TIME)
        .hasSharePercent(10)
        .saysWhy("a tenth: 10 % for the candidate")
        .saysWhy("waiting for [TIME")
        .wentThrough(Phase.PREPARING, Phase.EXPOSING);
  }

  @Test
  void tellsHowFarItCameAndWhy() {
    String why = SENT_BACK.report().decisions().stream()
        .filter(decision -> decision.to().phase() == Phase.RETREATING)
        .findFirst()
        .orElseThrow()
        .reason();
    assertTrue(why.startsWith("unhealthy: failure rate: "), why);
    assertFails(
        SENT_BACK,
        "be in PROMOTED, but was in ROLLED_BACK: " + why,
        AbstractRolloutAssert::isPromoted);
    assertFails(
        SENT_BACK,
        "be in EXPOSING, but was in ROLLED_BACK: " + why,
        begun -> begun.isIn(Phase.EXPOSING));
    assertFails(
        PROMOTED,
        "be in ROLLED_BACK, but was in PROMOTED: fraud:8 is the live version; fraud:7 is released:"
            + " nothing was to be done",
        AbstractRolloutAssert::isRolledBack);
  }

  @Test
  void aRetreatThatIsNotConfirmedIsNotRolledBack() {
    Trial trial = new Trial(Trial.failing(0)).until(Phase.EXPOSING);
    trial.rollout.rollBack("alice", "complaints");
    AssertionError error =
        assertThrows(AssertionError.class, () -> assertThat(trial.rollout).isRolledBack());
    assertTrue(
        String.valueOf(error.getMessage()).contains("be in ROLLED_BACK, but was in EXPOSING"));

    trial.time.settle();
    assertThat(trial.rollout).isRolledBack().saysWhy("rolled back by alice (complaints)");
  }

  @Test
  void tellsWhatItWaitsForInstead() {
    assertFails(
        EXPOSED,
        "be held for APPROVAL, but was held for [TIME, EVIDENCE] in EXPOSING/0: waiting for [TIME,"
            + " EVIDENCE]",
        begun -> begun.isHeldFor(Hold.APPROVAL));
    assertFails(
        PROMOTED,
        "be held for TIME, but was not held in PROMOTED/4: fraud:8 is the live version; fraud:7 is"
            + " released: nothing was to be done",
        begun -> begun.isHeldFor(Hold.TIME));
  }

  @Test
  void aRolloutTellsThatTheStoreIsBehindWhichItsReportCannot() {
    RolloutStore down = new ForwardingRolloutStore(RolloutStore.inMemory()) {
      @Override
      public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
        throw new StoreException("down");
      }
    };
    Trial trial = new Trial(Trial.failing(0), Trial.POLICY, down);
    trial.time.settle();
    assertThat(trial.rollout).isHeldFor(Hold.STORE);
    assertThrows(
        AssertionError.class, () -> assertThat(trial.rollout.report()).isHeldFor(Hold.STORE));
  }

  @Test
  void tellsWhichShareItHas() {
    assertFails(
        EXPOSED,
        "have a share of 10.01 %, but had one of 10 % in EXPOSING",
        begun -> begun.hasShare(1_001));
    assertFails(
        EXPOSED,
        "have a share of 20 %, but had one of 10 % in EXPOSING",
        begun -> begun.hasSharePercent(20));
  }

  @Test
  void tellsTheDamage() {
    RolloutReport report = SENT_BACK.report();
    long requests = report.candidateCalls().all().requests();
    long failures = report.candidateCalls().all().failures();
    assertFails(
        SENT_BACK,
        "have failed at most 1 request to the candidate, but failed " + failures,
        begun -> begun.failedAtMost(1));
    assertFails(
        SENT_BACK,
        "have given the candidate at most 2 requests, but gave it " + requests,
        begun -> begun.askedCandidateAtMost(2));
    assertFails(
        SENT_BACK,
        "have given the candidate at least 1,000,000 requests, but gave it " + requests,
        begun -> begun.askedCandidateAtLeast(1_000_000));
  }

  @Test
  void tellsWhatCallersSaw() {
    Rollout unshielded = new Trial(
            Trial.failing(.2), RolloutPolicy.builder().shield(false).build())
        .untilItsEnd()
        .rollout;
    long seen = unshielded.report().failuresSeenByCallers();
    assertTrue(seen > 1);
    assertThat(unshielded).showedCallersAtMost(seen);
    assertFails(
        unshielded,
        "have shown callers at most 0 failures of the candidate, but showed " + seen,
        AbstractRolloutAssert::showedCallersNoFailure);
    assertFails(
        unshielded,
        "have shown callers at most 1 failure of the candidate, but showed " + seen,
        begun -> begun.showedCallersAtMost(1));
  }

  @Test
  void tellsHowLongTheRetreatTook() {
    Duration took = SENT_BACK.report().firstFailureToRetreat().orElseThrow();
    assertFails(
        SENT_BACK,
        "have retreated within PT0S after the first failure, but it took " + took,
        begun -> begun.retreatedWithin(Duration.ZERO));
    assertFails(
        PROMOTED,
        "have retreated within PT1S after the first failure, but the candidate has not failed",
        begun -> begun.retreatedWithin(Duration.ofSeconds(1)));
    Rollout running = new Trial(Trial.failing(.2)).until(Phase.EXPOSING).rollout;
    assertEquals(Optional.empty(), running.report().firstFailureToRetreat());
  }

  @Test
  void aRolloutThatFailedAndWasNotSentBackHasNotRetreated() {
    RolloutPolicy tolerant =
        RolloutPolicy.builder().signal(FailureRate.atMost(.9)).build();
    Rollout promoted = new Trial(Trial.failing(.2), tolerant).untilItsEnd().rollout;
    assertThat(promoted).isPromoted();
    assertFails(
        promoted,
        "have retreated within PT1S after the first failure, but was not sent back",
        begun -> begun.retreatedWithin(Duration.ofSeconds(1)));
  }

  @Test
  void tellsHowLongItTook() {
    RolloutReport report = PROMOTED.report();
    Duration took = Duration.between(report.startedAt(), report.endedAt().orElseThrow());
    assertFails(
        PROMOTED,
        "have ended within PT1S, but it took " + took,
        begun -> begun.endedWithin(Duration.ofSeconds(1)));
    assertFails(
        EXPOSED,
        "have ended within PT24H, but is still running in EXPOSING",
        begun -> begun.endedWithin(Duration.ofHours(24)));
  }

  @Test
  void tellsWhyInstead() {
    assertFails(
        PROMOTED,
        "say \"luck\", but said \"fraud:8 is the live version; fraud:7 is released: nothing was to"
            + " be done\"",
        begun -> begun.saysWhy("luck"));
    AssertionError error = assertThrows(
        AssertionError.class, () -> assertThat(EXPOSED).saysWhy("the retreat is over"));
    assertTrue(
        String.valueOf(error.getMessage()).contains("\" and \"waiting for [TIME"),
        error.getMessage());
  }

  @Test
  void theReasonOfARetreatIsNotThatItIsOver() {
    assertThrows(
        AssertionError.class, () -> assertThat(SENT_BACK).saysWhy("all traffic is on fraud:7"));
  }

  @Test
  void tellsWhichWayItWent() {
    assertFails(
        PROMOTED,
        "have gone through [PREPARING, PROMOTED], but went through [PREPARING, EXPOSING, BAKING,"
            + " PROMOTED]",
        begun -> begun.wentThrough(Phase.PREPARING, Phase.PROMOTED));
  }

  @Test
  void nothingHoldsBeforeTheFirstDecision() {
    RolloutReport none = new Trial(Trial.failing(0)).rollout.report();
    assertEquals(List.of(), none.decisions());
    String story = "\n" + none.toText().stripTrailing();
    assertEquals(
        "fraud:8#1 must be held for TIME, but nothing is decided yet" + story,
        assertThrows(AssertionError.class, () -> assertThat(none).isHeldFor(Hold.TIME))
            .getMessage());
    assertEquals(
        "fraud:8#1 must have a share of 0 %, but nothing is decided yet" + story,
        assertThrows(AssertionError.class, () -> assertThat(none).hasShare(0)).getMessage());
    assertEquals(
        "fraud:8#1 must say \"\", but said nothing" + story,
        assertThrows(AssertionError.class, () -> assertThat(none).saysWhy("")).getMessage());
    assertThat(none).isIn(Phase.PREPARING).wentThrough();
  }

  @Test
  void refusesWhatCannotBe() {
    RolloutAssert begun = assertThat(PROMOTED);
    List<Runnable> refused = List.of(
        () -> begun.hasShare(10_001),
        () -> begun.hasSharePercent(.001),
        () -> begun.showedCallersAtMost(-1),
        () -> begun.askedCandidateAtMost(-1),
        () -> begun.askedCandidateAtLeast(-1),
        () -> begun.failedAtMost(-1),
        () -> begun.retreatedWithin(Duration.ofNanos(-1)),
        () -> begun.endedWithin(Duration.ofNanos(-1)));
    for (Runnable each : refused) {
      assertThrows(IllegalArgumentException.class, each::run);
    }
  }
}
