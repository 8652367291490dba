package dev.belay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.AnswerComparison;
import dev.belay.ModelVersion;
import dev.belay.ShadowCalls;
import dev.belay.evidence.PairCounts;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The candidate in the shadow of stable: nothing of it may ever reach a caller. */
class ShadowTest {

  private static final Duration DEADLINE = Duration.ofMillis(50);

  private SplittableRandom chance = new SplittableRandom(1);
  private final ManualRuntime time = new ManualRuntime(() -> chance.nextInt());
  private final InFlight stableCalls = new InFlight();
  private final InFlight candidateCalls = new InFlight();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private Predicate<Throwable> countsAsFailure = failure -> true;
  private Shadow shadow = shadow(ShadowCalls.ofPercent(100).deadline(DEADLINE));

  private Shadow shadow(ShadowCalls.Builder calls) {
    Shadow made = new Shadow(Rig.CANDIDATE, calls.build(), time, candidateCalls);
    made.open();
    return made;
  }

  private CreditedRoute route() {
    return new CreditedRoute(
        Rig.STABLE, "r", new CallRecorder(null), stableCalls, null, null, shadow);
  }

  private Caller caller() {
    Router router = new Router(
        RoutingTable.atRest(new RoutingTable.Arm(route(), route(), route(), route(), null)), time);
    return new Caller(router, time, failure -> countsAsFailure.test(failure));
  }

  private String call() {
    return caller().call(route(), ModelVersion::version);
  }

  /** Lets shadow calls wait for a thread. */
  private void noThreadFor(Deque<Runnable> queue) {
    time.callsOn(queue::add);
  }

  private void runWaiting() {
    for (Runnable work = waiting.poll(); work != null; work = waiting.poll()) {
      work.run();
    }
  }

  private PairCounts pairs() {
    return shadow.take().plus(shadow.take());
  }

  @Test
  void asksTheCandidateAfterStableHasAnswered() {
    List<String> story = new ArrayList<>();
    caller().call(route(), version -> {
      story.add(version.version());
      return story.add("end of " + version.version());
    });

    assertEquals(List.of("7", "end of 7", "8", "end of 8"), story);
    assertEquals(new PairCounts(1, 0, 0, 0, 0, 0), pairs());
  }

  @Test
  void asksTheCandidateAfterTheCallerHasTheAnswerOfAnAsynchronousCall() {
    List<String> story = new ArrayList<>();
    CompletableFuture<String> stable = new CompletableFuture<>();
    CompletableFuture<String> candidate = new CompletableFuture<>();
    CompletableFuture<String> answer = caller()
        .callAsync(route(), version -> {
          story.add("asked " + version.version());
          return version.equals(Rig.STABLE) ? stable : candidate;
        })
        .toCompletableFuture();
    CompletableFuture<@Nullable Void> heard =
        answer.thenAccept(value -> story.add("heard " + value));
    assertEquals(List.of("asked 7"), story);
    stable.complete("fine");

    assertTrue(heard.isDone());
    assertEquals(List.of("asked 7", "heard fine", "asked 8"), story);
    assertEquals(1, candidateCalls.count());
    assertEquals(PairCounts.NONE, pairs());
    candidate.completeExceptionally(new IllegalStateException());
    assertEquals(0, candidateCalls.count());
    assertEquals(new PairCounts(1, 1, 0, 0, 0, 0), pairs());
  }

  /** What a call can come to. */
  private static @Nullable Throwable outcome(int kind) {
    return switch (kind) {
      case 1 -> new IllegalStateException("broken");
      case 2 -> new NoClassDefFoundError("broken");
      case 3 -> new StackOverflowError();
      default -> null;
    };
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  @Label("no caller sees a shadow: same answer, same exception, no time")
  void changesNothingForTheCaller(
      @ForAll @IntRange(max = 3) int stable,
      @ForAll @IntRange(max = 3) int candidate,
      @ForAll @IntRange(max = 3) int comparator,
      @ForAll @IntRange(max = 4) int executor,
      @ForAll @IntRange(max = 2) int filter,
      @ForAll boolean async) {
    ShadowTest world = new ShadowTest();
    world.shadow = world.shadow(ShadowCalls.ofPercent(100).deadline(DEADLINE).comparing((a, b) -> {
      Throwable failure = outcome(comparator);
      if (failure != null) {
        throw Sneaky.<RuntimeException>as(failure);
      }
      return true;
    }));
    Executor calls = switch (executor) {
      case 1 ->
        work -> {
          throw new RejectedExecutionException("full");
        };
      case 2 ->
        work -> {
          throw new OutOfMemoryError("no thread");
        };
      case 3 -> world.waiting::add;
      case 4 ->
        work -> {
          throw new IllegalStateException("shut down");
        };
      default -> Runnable::run;
    };
    world.time.callsOn(calls);
    Throwable failing = outcome(stable);
    if (failing == null) {
      world.countsAsFailure = failure -> {
        Throwable broken = outcome(filter);
        if (broken != null) {
          throw Sneaky.<RuntimeException>as(broken);
        }
        return true;
      };
    }
    long before = world.time.nanoTime();
    @Nullable Throwable thrown = null;
    @Nullable String answer = null;
    try {
      answer = async
          ? world
              .caller()
              .callAsync(route(world), version -> {
                Throwable failure = version.equals(Rig.STABLE) ? failing : outcome(candidate);
                return failure == null
                    ? CompletableFuture.completedFuture(version.version())
                    : CompletableFuture.<String>failedFuture(failure);
              })
              .toCompletableFuture()
              .join()
          : world.caller().call(route(world), version -> {
            Throwable failure = version.equals(Rig.STABLE) ? failing : outcome(candidate);
            if (failure != null) {
              throw Sneaky.<RuntimeException>as(failure);
            }
            return version.version();
          });
    } catch (CompletionException failure) {
      thrown = failure.getCause();
    } catch (Throwable failure) {
      thrown = failure;
    }

    assertEquals(before, world.time.nanoTime(), "time passed for the caller");
    if (failing == null) {
      assertEquals("7", answer);
      assertNull(thrown);
    } else {
      assertSame(failing, thrown);
      assertEquals(0, failing.getSuppressed().length);
    }
    world.runWaiting();
    assertEquals(0, world.candidateCalls.count(), "a call is counted for ever");
    // All places are free again, and no set is held back by a pair that never ends.
    long dropped = world.shadow.droppedCount();
    world.time.callsOn(Runnable::run);
    world.countsAsFailure = failure -> true;
    world.pairs();
    for (int i = 0; i < 5; i++) {
      world.call();
    }
    assertEquals(5, world.pairs().pairs());
    assertEquals(dropped, world.shadow.droppedCount());
  }

  private static CreditedRoute route(ShadowTest world) {
    return world.route();
  }

  /** The number of samples is binomial; six standard deviations are passed by chance less than once in 10^8 runs. */
  @Test
  void samplesTheShareThatIsAskedFor() {
    for (double percent : new double[] {.5, 10, 37.5, 99}) {
      chance = new SplittableRandom(7);
      shadow = shadow(ShadowCalls.ofPercent(percent).deadline(DEADLINE));
      int calls = 100_000;
      for (int i = 0; i < calls; i++) {
        call();
      }
      double p = percent / 100;
      assertEquals(calls * p, pairs().pairs(), 6 * Math.sqrt(calls * p * (1 - p)));
      assertEquals(0, shadow.droppedCount());
    }
  }

  @Test
  void dropsAndCountsWhatIsTooMuchAndPlacesComeBack() {
    shadow = shadow(ShadowCalls.ofPercent(100).deadline(DEADLINE).maxConcurrent(3));
    noThreadFor(waiting);
    for (int i = 0; i < 10; i++) {
      call();
    }
    assertEquals(3, waiting.size());
    assertEquals(7, shadow.droppedCount());
    assertEquals(3, candidateCalls.count());

    runWaiting();
    for (int i = 0; i < 3; i++) {
      call();
    }
    assertEquals(3, waiting.size());
    runWaiting();
    assertEquals(7, shadow.droppedCount());
    assertEquals(6, pairs().pairs());
    assertEquals(0, candidateCalls.count());
  }

  /** One place: the call that hangs is a failure at its deadline, is interrupted, and holds its place until it has ended. */
  @Test
  @Timeout(60)
  void aCallThatHangsFailsAtItsDeadlineAndKeepsItsPlaceUntilItEnds() throws InterruptedException {
    shadow = shadow(ShadowCalls.ofPercent(100).deadline(DEADLINE).maxConcurrent(1));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    time.callsOn(work -> {
      Thread thread = new Thread(work);
      threads.add(thread);
      thread.start();
    });
    caller().call(route(), version -> {
      if (version.equals(Rig.CANDIDATE)) {
        asked.countDown();
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          interrupted.countDown();
        }
        awaitQuietly(end);
      }
      return version.version();
    });
    asked.await();
    assertEquals(PairCounts.NONE, pairs());
    time.advance(DEADLINE);
    interrupted.await();

    assertEquals(new PairCounts(1, 1, 0, 0, 0, 0), pairs());
    assertEquals(1, candidateCalls.count());
    call();
    assertEquals(1, shadow.droppedCount(), "its place was given away");
    end.countDown();
    threads.get(0).join();
    assertEquals(0, candidateCalls.count());
    call();
    threads.get(1).join();
    assertEquals(1, shadow.droppedCount());
    assertEquals(1, pairs().pairs(), "the late end is no second pair");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    boolean waiting = true;
    while (waiting) {
      try {
        latch.await();
        waiting = false;
      } catch (InterruptedException again) {
        // It ends when it is told to.
      }
    }
  }

  @Test
  void anAsynchronousCallThatNeverEndsFailsAtItsDeadlineAndKeepsItsPlace() {
    shadow = shadow(ShadowCalls.ofPercent(100).deadline(DEADLINE).maxConcurrent(1));
    CompletableFuture<String> never = new CompletableFuture<>();
    for (int i = 0; i < 2; i++) {
      caller()
          .callAsync(
              route(),
              version ->
                  version.equals(Rig.STABLE) ? CompletableFuture.completedFuture("fine") : never)
          .toCompletableFuture()
          .join();
    }
    assertEquals(1, shadow.droppedCount());
    time.advance(DEADLINE);
    assertEquals(new PairCounts(1, 1, 0, 0, 0, 0), pairs());
    assertEquals(1, candidateCalls.count());

    never.complete("late");
    assertEquals(0, candidateCalls.count());
    assertEquals(PairCounts.NONE, pairs());
    assertEquals(0, time.waitingTimers());
  }

  @Test
  void anAnswerAfterTheDeadlineIsAFailureEvenIfTheTimerIsLater() {
    caller().call(route(), version -> {
      if (version.equals(Rig.CANDIDATE)) {
        time.spend(DEADLINE.plusNanos(1));
      }
      return "fine";
    });

    assertEquals(new PairCounts(1, 1, 0, 0, 0, 0), pairs());
    assertEquals(0, time.waitingTimers());
  }

  @Test
  void aFailureOfStableIsPairedAsWell() {
    assertThrows(
        IllegalStateException.class,
        () -> caller().call(route(), version -> {
          throw new IllegalStateException("both");
        }));
    assertThrows(
        IllegalStateException.class,
        () -> caller().call(route(), version -> {
          if (version.equals(Rig.STABLE)) {
            throw new IllegalStateException("stable");
          }
          return "fine";
        }));

    assertEquals(new PairCounts(2, 0, 1, 1, 0, 0), pairs());
  }

  @Test
  void anInterruptedCallOfStableGivesNoPair() {
    List<ModelVersion> asked = new ArrayList<>();
    assertThrows(
        InterruptedException.class,
        () -> caller().call(route(), version -> {
          asked.add(version);
          throw new InterruptedException();
        }));

    assertEquals(List.of(Rig.STABLE), asked);
    assertEquals(PairCounts.NONE, pairs());
  }

  @Test
  void anExceptionThatDoesNotCountIsNoFailureOfEither() {
    countsAsFailure = failure -> !(failure instanceof IllegalArgumentException);
    assertThrows(
        IllegalArgumentException.class,
        () -> caller().call(route(), version -> {
          throw new IllegalArgumentException("bad input");
        }));

    assertEquals(new PairCounts(1, 0, 0, 0, 0, 0), pairs());
  }

  @Test
  void answersAreComparedAndAComparisonThatThrowsDisagrees() {
    int[] compared = {0};
    AnswerComparison comparison = (stable, candidate) -> {
      if (compared[0]++ == 1) {
        throw new AssertionError("broken");
      }
      return "7".equals(stable) && "8".equals(candidate);
    };
    shadow = shadow(ShadowCalls.ofPercent(100).deadline(DEADLINE).comparing(comparison));
    for (int i = 0; i < 3; i++) {
      call();
    }

    assertEquals(new PairCounts(3, 0, 0, 0, 3, 2), pairs());
  }

  /** Otherwise no later pair would ever be seen. */
  @Test
  @Timeout(60)
  void aComparisonThatHangsHoldsBackNoSetAfterTheDeadline() throws InterruptedException {
    CountDownLatch comparing = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    shadow = shadow(ShadowCalls.ofPercent(100).deadline(DEADLINE).comparing((a, b) -> {
      comparing.countDown();
      awaitQuietly(end);
      return true;
    }));
    List<Thread> threads = new ArrayList<>();
    time.callsOn(work -> {
      Thread thread = new Thread(work);
      threads.add(thread);
      thread.start();
    });
    call();
    comparing.await();
    time.advance(DEADLINE);

    assertEquals(new PairCounts(1, 0, 0, 0, 1, 0), pairs());
    end.countDown();
    threads.get(0).join();
    assertEquals(PairCounts.NONE, pairs());
    assertEquals(0, candidateCalls.count());
  }

  @Test
  void aClosedShadowSamplesNothingAndDropsWhatWaits() {
    shadow.close();
    call();
    assertEquals(PairCounts.NONE, pairs());
    assertEquals(0, shadow.droppedCount());
    shadow.open();
    call();
    assertEquals(1, pairs().pairs());
  }

  @Test
  void aCandidateWhoseGateIsClosedIsNotAsked() {
    candidateCalls.close();
    List<ModelVersion> asked = new ArrayList<>();
    caller().call(route(), asked::add);

    assertEquals(List.of(Rig.STABLE), asked);
    assertEquals(1, shadow.droppedCount());
    assertEquals(0, candidateCalls.count());
  }

  @Test
  void previewsGoToTheCandidateByNameAtShareZeroAndToStableOtherwise() {
    Rig rig = new Rig(null).expose(0);
    assertEquals(Rig.CANDIDATE, rig.router.preview("8").version());
    assertEquals(Rig.STABLE, rig.router.preview("7").version());
    assertEquals(Rig.STABLE, rig.router.preview("9").version());
    rig.tripwire.trip(Tripwire.Cause.RETREAT);
    assertEquals(Rig.STABLE, rig.router.preview("8").version());
    assertFalse(rig.router.table().isAllStable() && rig.router.table().retreated() != null);
  }
}
