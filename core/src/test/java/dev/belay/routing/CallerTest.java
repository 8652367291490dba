package dev.belay.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.ModelVersion;
import dev.belay.evidence.CallCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallerTest {

  private final ManualRuntime runtime = new ManualRuntime();
  private final Shield shield = new Shield(Long.MAX_VALUE);
  private final Rig shielded = new Rig(shield).expose(500);
  private final Rig bare = new Rig(null).expose(500);
  private final List<ModelVersion> called = new ArrayList<>();

  private Caller caller(Rig rig) {
    return new Caller(rig.router, runtime, failure -> true);
  }

  @AfterEach
  void leavesNoCallInFlight() {
    for (Rig rig : List.of(shielded, bare)) {
      assertEquals(0, rig.candidateCalls.count());
      assertEquals(0, rig.stableCalls.count());
    }
  }

  @Test
  void creditsAnAnswerToItsVersion() {
    assertEquals("fraud:8", caller(shielded).call(shielded.toCandidate(), ModelVersion::toString));
    assertEquals("fraud:7", caller(shielded).call(shielded.toStable(), ModelVersion::toString));
    assertEquals(new CallCounts(1, 0), shielded.candidateCounts());
    assertEquals(new CallCounts(1, 0), shielded.stableCounts());
  }

  @Test
  void countsACallAsInFlightWhileItRuns() {
    long during = caller(bare).call(bare.toCandidate(), version -> bare.candidateCalls.count());
    assertEquals(1, during);
  }

  @Test
  void answersAFailedCandidateFromStable() {
    assertEquals("fraud:7", caller(shielded).call(shielded.toCandidate(), this::failOnCandidate));
    assertEquals(List.of(Rig.CANDIDATE, Rig.STABLE), called);
    assertEquals(new CallCounts(1, 1), shielded.candidateCounts());
    assertEquals(1, shield.answeredCount());
    assertEquals(0, shield.lostCount());
  }

  @Test
  void doesNotCreditAFallbackToStable() {
    caller(shielded).call(shielded.toCandidate(), this::failOnCandidate);
    assertEquals(CallCounts.NONE, shielded.stableCounts());
  }

  @Test
  void countsTheCandidateOutBeforeStableIsAsked() {
    caller(shielded).call(shielded.toCandidate(), version -> {
      if (version.equals(Rig.CANDIDATE)) {
        throw new IllegalStateException("dead");
      }
      assertEquals(0, shielded.candidateCalls.count());
      assertEquals(1, shielded.stableCalls.count());
      return 0;
    });
  }

  @Test
  void keepsBothStoriesWhenBothFail() {
    IOException failure = assertThrows(
        IOException.class,
        () -> caller(shielded).call(shielded.toCandidate(), version -> {
          throw new IOException(version.version());
        }));
    assertEquals("7", failure.getMessage());
    assertEquals("8", failure.getSuppressed()[0].getMessage());
    assertEquals(0, shield.answeredCount());
    assertEquals(1, shield.lostCount());
    assertEquals(CallCounts.NONE, shielded.stableCounts());
  }

  @Test
  void doesNotSuppressAnExceptionByItself() {
    IllegalStateException same = new IllegalStateException("always the same");
    assertSame(
        same,
        assertThrows(
            IllegalStateException.class,
            () -> caller(shielded).call(shielded.toCandidate(), version -> {
              throw same;
            })));
    assertArrayEquals(new Throwable[0], same.getSuppressed());
  }

  @Test
  void throwsACandidatesFailureWithoutAShield() {
    assertThrows(
        IllegalStateException.class,
        () -> caller(bare).call(bare.toCandidate(), this::failOnCandidate));
    assertEquals(List.of(Rig.CANDIDATE), called);
    assertEquals(new CallCounts(1, 1), bare.candidateCounts());
  }

  @Test
  void throwsAFailureOfStableAsItIs() {
    assertThrows(
        IOException.class,
        () -> caller(shielded).call(shielded.toStable(), version -> {
          throw new IOException("down");
        }));
    assertEquals(new CallCounts(1, 1), shielded.stableCounts());
  }

  @Test
  void takesAnExceptionThatDoesNotCountForAnAnswer() {
    Caller caller = new Caller(
        shielded.router, runtime, failure -> !(failure instanceof IllegalArgumentException));
    assertThrows(
        IllegalArgumentException.class,
        () -> caller.call(shielded.toCandidate(), version -> {
          throw new IllegalArgumentException("a bad request");
        }));
    assertEquals(new CallCounts(1, 0), shielded.candidateCounts());
    assertEquals(0, shield.answeredCount() + shield.lostCount());
  }

  @Test
  void takesAnExceptionOfTheFallbackThatDoesNotCountForAnAnswer() {
    Caller caller = new Caller(
        shielded.router, runtime, failure -> !(failure instanceof IllegalArgumentException));
    assertThrows(
        IllegalArgumentException.class,
        () -> caller.call(shielded.toCandidate(), version -> {
          if (version.equals(Rig.CANDIDATE)) {
            throw new IllegalStateException("dead");
          }
          throw new IllegalArgumentException("a bad request");
        }));
    assertEquals(1, shield.answeredCount());
    assertEquals(0, shield.lostCount());
  }

  @Test
  void countsAFailureThatTheUsersOwnRuleCannotJudge() {
    Caller caller = new Caller(shielded.router, runtime, failure -> {
      throw new UnsupportedOperationException("broken rule");
    });
    assertEquals("fraud:7", caller.call(shielded.toCandidate(), this::failOnCandidate));
    assertEquals(new CallCounts(1, 1), shielded.candidateCounts());
  }

  @Test
  void creditsNothingWhenItsThreadWasInterrupted() {
    for (Rig rig : List.of(shielded, bare)) {
      assertThrows(
          InterruptedException.class,
          () -> caller(rig).call(rig.toCandidate(), version -> {
            throw new InterruptedException();
          }));
      assertEquals(CallCounts.NONE, rig.candidateCounts());
      assertEquals(0, rig.tripwire.failures());
    }
  }

  @Test
  void countsAnErrorAsAFailureToo() {
    assertEquals(
        0, caller(shielded).<Integer, RuntimeException>call(shielded.toCandidate(), version -> {
          if (version.equals(Rig.CANDIDATE)) {
            throw new OutOfMemoryError("for one tensor");
          }
          return 0;
        }));
    assertEquals(new CallCounts(1, 1), shielded.candidateCounts());
  }

  @Test
  void goesToStableWhenTheCandidateWasWithdrawnMeanwhile() {
    shielded.candidateCalls.close();
    assertEquals("fraud:7", caller(shielded).call(shielded.toCandidate(), ModelVersion::toString));
    assertEquals(CallCounts.NONE, shielded.candidateCounts());
    assertEquals(new CallCounts(1, 0), shielded.stableCounts());
  }

  @Test
  void answersTheCallThatTripsTheWireFromStableAsWell() {
    Rig rig = new Rig(shield, 1, 100).expose(500);
    assertEquals("fraud:7", caller(rig).call(rig.toCandidate(), this::failOnCandidate));
    assertEquals(0, rig.share());
  }

  private String failOnCandidate(ModelVersion version) {
    called.add(version);
    if (version.equals(Rig.CANDIDATE)) {
      throw new IllegalStateException("dead");
    }
    return version.toString();
  }
}
