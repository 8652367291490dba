package dev.belay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads: a cutover and the return from it are in force for everybody at once. */
class CutoverTest {

  private static final int THREADS = 4;
  private static final int ROUNDS = 200;

  /**
   * The stage is raised by whoever sees what is next, after having seen it; whoever has read a stage before asking for a route
   * must never get what an earlier stage would have given. 0: blue, 1: somebody has seen green, 2: somebody has seen the return.
   */
  @Test
  @Timeout(120)
  void nobodySeesGreenAfterAnybodySawTheReturnAndBlueBetween() throws InterruptedException {
    Set<String> wrong = ConcurrentHashMap.newKeySet();
    for (int round = 0; round < ROUNDS; round++) {
      Rig rig = new Rig(null).expose(0);
      RoutingTable cutover = rig.table(10_000);
      AtomicInteger stage = new AtomicInteger();
      CountDownLatch running = new CountDownLatch(THREADS);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int key = i;
        Thread thread = new Thread(() -> {
          running.countDown();
          while (stage.get() < 3) {
            int before = stage.get();
            ModelVersion version = switch (key % 3) {
              case 0 -> rig.router.route().version();
              case 1 -> rig.router.route(key).version();
              default -> rig.router.route("user").version();
            };
            int after = stage.get();
            boolean green = version.equals(Rig.CANDIDATE);
            if (green && before >= 2) {
              wrong.add("green after the return");
            }
            if (green) {
              stage.compareAndSet(0, 1);
            } else if (before == 1) {
              // The cutover was seen by somebody before this request: blue can only be the return.
              stage.compareAndSet(1, 2);
              if (after == 1 && rig.tripwire.cause() == null) {
                wrong.add("blue although the cutover was seen and nothing has gone back");
              }
            }
          }
        });
        threads.add(thread);
        thread.start();
      }
      running.await();
      if (!rig.router.publish(rig.router.table(), cutover)) {
        wrong.add("not published");
      }
      awaitStage(stage, 1);
      rig.tripwire.trip(Tripwire.Cause.RETREAT);
      awaitStage(stage, 2);
      if (rig.router.publish(cutover, rig.table(10_000))) {
        wrong.add("published over a return");
      }
      if (!rig.router.route().version().equals(Rig.STABLE)) {
        wrong.add("not back");
      }
      stage.set(3);
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertEquals(Set.of(), wrong);
  }

  private static void awaitStage(AtomicInteger stage, int wanted) {
    while (stage.get() < wanted) {
      Thread.onSpinWait();
    }
  }
}
