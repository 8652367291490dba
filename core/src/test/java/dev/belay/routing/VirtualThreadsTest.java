package dev.belay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.runtime.BelayRuntime;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Calls from virtual threads, of which there are far more than threads that carry them. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
class VirtualThreadsTest {

  /** More than the scheduler would add to its threads for those that are pinned, which are 256 by default. */
  private static final int CALLS = 20_000;

  /** If a call held on to the thread that carries it, no more calls could begin than there are such threads. */
  @Test
  @Timeout(120)
  void aCallThatWaitsHoldsNoThread() throws Exception {
    Rig rig = new Rig(null).expose(5_000);
    Caller caller = new Caller(rig.router, BelayRuntime.system(), failure -> true);
    CountDownLatch begun = new CountDownLatch(CALLS);
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger onCandidate = new AtomicInteger();
    ExecutorService threads = perCall();
    for (int i = 0; i < CALLS; i++) {
      CreditedRoute route = rig.router.route(i);
      var unused = threads.submit(() -> {
        ModelVersion version = caller.call(route, asked -> {
          begun.countDown();
          answer.await();
          return asked;
        });
        if (version.equals(Rig.CANDIDATE)) {
          onCandidate.incrementAndGet();
        }
        return version;
      });
    }
    begun.await();
    assertEquals(CALLS, rig.stableCalls.count() + rig.candidateCalls.count());
    answer.countDown();
    threads.shutdown();
    assertTrue(threads.awaitTermination(100, TimeUnit.SECONDS));

    assertEquals(0, rig.stableCalls.count() + rig.candidateCalls.count());
    assertEquals(onCandidate.get(), rig.candidateCounts().requests());
    assertEquals(CALLS - onCandidate.get(), rig.stableCounts().requests());
  }

  /** Belay is compiled for Java 17, which has no word for it. */
  private static ExecutorService perCall() throws ReflectiveOperationException {
    Object executor =
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    return (ExecutorService) Objects.requireNonNull(executor);
  }
}
