package dev.belay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.evidence.CallCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DeadlineCallTest {

  private static final Duration DEADLINE = Duration.ofMillis(50);

  private final ManualRuntime runtime = new ManualRuntime();
  private final Shield shield = new Shield(DEADLINE.toNanos());
  private final Rig rig = new Rig(shield).expose(500);
  private final Caller caller = new Caller(rig.router, runtime, failure -> true);

  private void assertNothingInFlight() {
    assertEquals(0, rig.candidateCalls.count());
    assertEquals(0, rig.stableCalls.count());
  }

  @Test
  void creditsAnAnswerWithinTheDeadline() {
    assertEquals("fraud:8", caller.call(rig.toCandidate(), version -> {
      runtime.spend(DEADLINE);
      return version.toString();
    }));
    assertEquals(new CallCounts(1, 0), rig.candidateCounts());
    assertEquals(0, shield.answeredCount());
    assertNothingInFlight();
  }

  @Test
  void answersACandidateThatIsLateFromStable() {
    assertEquals("fraud:7", caller.call(rig.toCandidate(), version -> {
      runtime.spend(DEADLINE.plusNanos(1));
      return version.toString();
    }));
    assertEquals(new CallCounts(1, 1), rig.candidateCounts());
    assertEquals(CallCounts.NONE, rig.stableCounts());
    assertEquals(1, shield.answeredCount());
    assertNothingInFlight();
  }

  @Test
  void givesUpACallThatNoThreadEndsInTimeAndKeepsItInFlightUntilItEnds() {
    Rig quick = new Rig(new Shield(1)).expose(500);
    Queue<Runnable> waiting = new ArrayDeque<>();
    runtime.callsOn(waiting::add);
    Caller impatient = new Caller(quick.router, runtime, failure -> true);
    assertEquals("fraud:7", impatient.call(quick.toCandidate(), ModelVersion::toString));
    assertEquals(new CallCounts(1, 1), quick.candidateCounts());
    assertEquals(1, quick.candidateCalls.count());
    waiting.remove().run();
    assertEquals(0, quick.candidateCalls.count());
    assertEquals(new CallCounts(1, 1), quick.candidateCounts());
  }

  @Test
  void saysHowLateTheCandidateWasWhenStableFailsToo() {
    IOException failure = assertThrows(
        IOException.class,
        () -> caller.call(rig.toCandidate(), version -> {
          if (version.equals(Rig.STABLE)) {
            throw new IOException("down");
          }
          runtime.spend(DEADLINE.multipliedBy(2));
          return version;
        }));
    Throwable late = assertInstanceOf(TimeoutException.class, failure.getSuppressed()[0]);
    assertEquals("fraud:8 did not answer within 50 ms", late.getMessage());
    assertEquals(1, shield.lostCount());
    assertNothingInFlight();
  }

  @Test
  void answersFromStableAndCreditsNothingWhenNoThreadIsFree() {
    runtime.callsOn(work -> {
      throw new RejectedExecutionException("saturated");
    });
    assertEquals("fraud:7", caller.call(rig.toCandidate(), ModelVersion::toString));
    assertEquals(CallCounts.NONE, rig.candidateCounts());
    assertEquals(0, rig.tripwire.failures());
    assertEquals(0, shield.answeredCount());
    assertNothingInFlight();
  }

  @Test
  void answersACandidateThatThrowsFromStable() throws IOException {
    assertEquals("fraud:7", caller.call(rig.toCandidate(), version -> {
      if (version.equals(Rig.CANDIDATE)) {
        throw new IOException("dead");
      }
      return version.toString();
    }));
    assertEquals(new CallCounts(1, 1), rig.candidateCounts());
    assertNothingInFlight();
  }

  @Test
  void throwsExactlyWhatTheCallThrewIfThatDoesNotCount() {
    Caller lenient = new Caller(rig.router, runtime, failure -> !(failure instanceof IOException));
    IOException thrown = new IOException("a bad request");
    assertEquals(
        thrown,
        assertThrows(
            IOException.class,
            () -> lenient.call(rig.toCandidate(), version -> {
              throw thrown;
            })));
    assertEquals(new CallCounts(1, 0), rig.candidateCounts());
    assertNothingInFlight();
  }

  @Test
  void creditsNothingWhenTheCallersThreadIsInterrupted() {
    runtime.callsOn(work -> {});
    Thread.currentThread().interrupt();
    String answer = caller.call(rig.toCandidate(), ModelVersion::toString);
    assertTrue(Thread.interrupted(), "the interruption must be passed on");
    assertEquals("fraud:7", answer);
    assertEquals(CallCounts.NONE, rig.candidateCounts());
    assertEquals(0, rig.tripwire.failures());
  }

  @Test
  void creditsNothingWhenTheCallItselfWasInterrupted() {
    assertThrows(
        InterruptedException.class,
        () -> caller.call(rig.toCandidate(), version -> {
          throw new InterruptedException();
        }));
    assertEquals(CallCounts.NONE, rig.candidateCounts());
    assertNothingInFlight();
  }

  @Test
  void leavesTheStableVersionOnTheThreadOfTheCallerWithoutADeadline() {
    runtime.callsOn(work -> {
      throw new AssertionError("stable needs no thread of its own");
    });
    assertEquals("fraud:7", caller.call(rig.toStable(), version -> {
      runtime.spend(DEADLINE.multipliedBy(100));
      return version.toString();
    }));
    assertEquals(new CallCounts(1, 0), rig.stableCounts());
    assertNothingInFlight();
  }
}
