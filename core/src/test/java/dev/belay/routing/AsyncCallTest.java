package dev.belay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.ModelVersion;
import dev.belay.evidence.CallCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AsyncCallTest {

  private static final Duration DEADLINE = Duration.ofMillis(50);

  private final ManualRuntime runtime = new ManualRuntime();
  private final Shield shield = new Shield(DEADLINE.toNanos());
  private final Rig rig = new Rig(shield).expose(500);
  private final Caller caller = new Caller(rig.router, runtime, failure -> true);
  private final CompletableFuture<String> fromCandidate = new CompletableFuture<>();
  private final CompletableFuture<String> fromStable = new CompletableFuture<>();

  private CompletionStage<String> model(ModelVersion version) {
    return version.equals(Rig.CANDIDATE) ? fromCandidate : fromStable;
  }

  private CompletableFuture<String> call(CreditedRoute route) {
    return caller.callAsync(route, this::model).toCompletableFuture();
  }

  private void assertInFlight(long candidate, long stable) {
    assertEquals(
        List.of(candidate, stable), List.of(rig.candidateCalls.count(), rig.stableCalls.count()));
  }

  private static Throwable failureOf(CompletableFuture<?> result) {
    return Objects.requireNonNull(
        assertThrows(ExecutionException.class, result::get).getCause());
  }

  @Test
  void creditsTheAnswerOfTheCandidateAndForgetsItsDeadline() throws Exception {
    CompletableFuture<String> result = call(rig.toCandidate());
    assertInFlight(1, 0);
    assertEquals(1, runtime.waitingTimers());
    fromCandidate.complete("8");
    assertEquals("8", result.get());
    assertInFlight(0, 0);
    assertEquals(0, runtime.waitingTimers());
    assertEquals(new CallCounts(1, 0), rig.candidateCounts());
  }

  @Test
  void answersAFailedCandidateFromStable() throws Exception {
    CompletableFuture<String> result = call(rig.toCandidate());
    fromCandidate.completeExceptionally(new IOException("dead"));
    assertInFlight(0, 1);
    assertFalse(result.isDone());
    fromStable.complete("7");
    assertEquals("7", result.get());
    assertInFlight(0, 0);
    assertEquals(new CallCounts(1, 1), rig.candidateCounts());
    assertEquals(CallCounts.NONE, rig.stableCounts());
    assertEquals(1, shield.answeredCount());
  }

  @Test
  void answersALateCandidateFromStableOffTheControlThread() throws Exception {
    Queue<Runnable> calls = new ArrayDeque<>();
    runtime.callsOn(calls::add);
    CompletableFuture<String> result = call(rig.toCandidate());
    runtime.advance(DEADLINE);
    assertEquals(new CallCounts(1, 1), rig.candidateCounts());
    assertInFlight(1, 0);
    calls.remove().run();
    assertInFlight(1, 1);
    fromStable.complete("7");
    assertEquals("7", result.get());
    fromCandidate.complete("8, too late");
    assertEquals("7", result.get());
    assertInFlight(0, 0);
    assertEquals(new CallCounts(1, 1), rig.candidateCounts());
  }

  @Test
  void answersALateCandidateFromStableEvenIfNoThreadOfTheCallsIsFree() throws Exception {
    runtime.callsOn(work -> {
      throw new RejectedExecutionException("saturated");
    });
    CompletableFuture<String> result = call(rig.toCandidate());
    runtime.advance(DEADLINE);
    runtime.runIo();
    fromStable.complete("7");
    assertEquals("7", result.get());
  }

  @Test
  void countsAnAnswerAfterTheDeadlineAsFailedEvenIfTheTimerIsLate() throws Exception {
    CompletableFuture<String> result = call(rig.toCandidate());
    runtime.spend(DEADLINE.plusNanos(1));
    fromCandidate.complete("8, too late");
    fromStable.complete("7");
    assertEquals("7", result.get());
    assertEquals(new CallCounts(1, 1), rig.candidateCounts());
    assertEquals(1, shield.answeredCount());
    assertInFlight(0, 0);
  }

  @Test
  void keepsBothStoriesWhenBothFail() {
    CompletableFuture<String> result = call(rig.toCandidate());
    fromCandidate.completeExceptionally(new IOException("8"));
    fromStable.completeExceptionally(new CompletionException(new IOException("7")));
    Throwable failure = assertInstanceOf(IOException.class, failureOf(result));
    assertEquals("7", failure.getMessage());
    assertEquals("8", failure.getSuppressed()[0].getMessage());
    assertEquals(1, shield.lostCount());
    assertInFlight(0, 0);
  }

  @Test
  void tellsThatTheCandidateWasLateWhenStableFailsToo() {
    CompletableFuture<String> result = call(rig.toCandidate());
    runtime.advance(DEADLINE);
    runtime.runIo();
    fromStable.completeExceptionally(new IOException("7"));
    assertInstanceOf(TimeoutException.class, failureOf(result).getSuppressed()[0]);
    fromCandidate.completeExceptionally(new IOException("8"));
    assertInFlight(0, 0);
  }

  @Test
  void takesACallThatThrowsInsteadOfStartingForAFailedOne() throws Exception {
    CompletableFuture<String> result = caller
        .<String>callAsync(rig.toCandidate(), version -> {
          if (version.equals(Rig.CANDIDATE)) {
            throw new IllegalStateException("not loaded");
          }
          return CompletableFuture.completedFuture("7");
        })
        .toCompletableFuture();
    assertEquals("7", result.get());
    assertEquals(new CallCounts(1, 1), rig.candidateCounts());
    assertInFlight(0, 0);
  }

  @Test
  @SuppressWarnings("NullAway")
  void takesACallThatReturnsNoStageForAFailedOne() throws Exception {
    CompletableFuture<String> result = caller
        .<String>callAsync(
            rig.toCandidate(),
            version ->
                version.equals(Rig.CANDIDATE) ? null : CompletableFuture.completedFuture("7"))
        .toCompletableFuture();
    assertEquals("7", result.get());
    assertEquals(new CallCounts(1, 1), rig.candidateCounts());
    assertInFlight(0, 0);
    assertEquals(0, runtime.waitingTimers());
  }

  @Test
  void creditsStableAndArmsNoDeadlineForIt() throws Exception {
    CompletableFuture<String> result = call(rig.toStable());
    assertEquals(0, runtime.waitingTimers());
    runtime.advance(DEADLINE.multipliedBy(100));
    fromStable.complete("7");
    assertEquals("7", result.get());
    assertEquals(new CallCounts(1, 0), rig.stableCounts());
    assertInFlight(0, 0);
  }

  @Test
  void passesAFailureOfTheCandidateOnWithoutAShield() {
    Rig bare = new Rig(null).expose(500);
    CompletableFuture<String> result = new Caller(bare.router, runtime, failure -> true)
        .callAsync(bare.toCandidate(), this::model)
        .toCompletableFuture();
    fromCandidate.completeExceptionally(new CompletionException(new IOException("8")));
    assertInstanceOf(IOException.class, failureOf(result));
    assertEquals(new CallCounts(1, 1), bare.candidateCounts());
    assertEquals(0, bare.candidateCalls.count());
  }

  @Test
  void passesOnWhatDoesNotCountAndCreditsNoInterruption() {
    Caller lenient = new Caller(rig.router, runtime, failure -> !(failure instanceof IOException));
    CompletableFuture<String> result =
        lenient.callAsync(rig.toCandidate(), this::model).toCompletableFuture();
    fromCandidate.completeExceptionally(new IOException("a bad request"));
    assertInstanceOf(IOException.class, failureOf(result));
    assertEquals(new CallCounts(1, 0), rig.candidateCounts());
    CompletableFuture<String> interrupted = lenient
        .<String>callAsync(
            rig.toCandidate(),
            version -> CompletableFuture.failedFuture(new InterruptedException()))
        .toCompletableFuture();
    assertInstanceOf(InterruptedException.class, failureOf(interrupted));
    assertEquals(new CallCounts(1, 0), rig.candidateCounts());
    assertInFlight(0, 0);
  }
}
