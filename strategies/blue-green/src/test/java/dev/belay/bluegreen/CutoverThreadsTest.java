package dev.belay.bluegreen;

import static dev.belay.bluegreen.World.BLUE;
import static dev.belay.bluegreen.World.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.EmergencySwitch;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Threads that route while the traffic goes over and back: whoever comes after a return never sees what came before. */
class CutoverThreadsTest {

  private static final int THREADS = 4;
  private static final int FLIPS = 300;

  /** What is live since, and a number that grows with each change; read before a request is routed, and after. */
  private record Epoch(int number, ModelVersion live, boolean settled) {}

  private volatile Epoch epoch = new Epoch(0, BLUE, true);
  private volatile boolean over;

  /** Routes until it is over; what was live before and after a request, without a change between, is where it went. */
  private int route(ModelEndpoint endpoint, CountDownLatch running) {
    int certain = 0;
    long key = 0;
    while (!over || certain == 0) {
      Epoch before = epoch;
      ModelVersion routed =
          ++key % 2 == 0 ? endpoint.route().version() : endpoint.route(key).version();
      Epoch after = epoch;
      if (before.settled() && after.number() == before.number()) {
        assertEquals(before.live(), routed);
        certain++;
      } else {
        assertTrue(routed.equals(BLUE) || routed.equals(GREEN), routed::toString);
      }
      running.countDown();
    }
    return certain;
  }

  private void change(Runnable how, ModelVersion live) {
    int next = epoch.number() + 1;
    epoch = new Epoch(next, live, false);
    how.run();
    epoch = new Epoch(next + 1, live, true);
  }

  private void whileThreadsRoute(ModelEndpoint endpoint, Runnable changes) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> certain = new ArrayList<>();
      CountDownLatch running = new CountDownLatch(THREADS);
      for (int i = 0; i < THREADS; i++) {
        certain.add(threads.submit(() -> route(endpoint, running)));
      }
      running.await();
      try {
        changes.run();
      } finally {
        over = true;
      }
      for (Future<Integer> thread : certain) {
        assertTrue(thread.get() > 0);
      }
    } finally {
      over = true;
      threads.shutdownNow();
    }
  }

  @Test
  void noThreadSeesTheOtherVersionAfterASwitchHasReturned() throws Exception {
    World world = new World(1);
    whileThreadsRoute(world.endpoint, () -> {
      for (int i = 0; i < FLIPS; i++) {
        EmergencySwitch[] made = new EmergencySwitch[1];
        change(() -> made[0] = world.endpoint.emergencySwitch("8", "bob", "7 leaks data"), GREEN);
        change(() -> made[0].undo("bob"), BLUE);
      }
    });
    assertEquals(BLUE, world.endpoint.live());
    assertEquals(0, world.endpoint.inFlight(GREEN));
  }

  /** The engine publishes the cutover; a person sends the traffic back, or to green for good. */
  @Test
  void noThreadSeesGreenAfterTheReturnToBlue() throws Exception {
    for (boolean emergency : new boolean[] {false, true}) {
      epoch = new Epoch(0, BLUE, true);
      over = false;
      World world = new World(2);
      Rollout rollout = world.start("8");
      world.untilPhase(rollout, Phase.EXPOSING);
      epoch = new Epoch(1, BLUE, false);
      // Shares of blue and green until the cutover is in force.
      world.until(() -> world.endpoint.split().basisPoints(GREEN) == 10_000);
      epoch = new Epoch(2, GREEN, true);
      whileThreadsRoute(world.endpoint, () -> {
        change(() -> rollout.rollBack("bob", "complaints"), BLUE);
        if (emergency) {
          change(() -> world.endpoint.emergencySwitch("8", "bob", "7 leaks data"), GREEN);
        }
        world.time.advance(Duration.ofSeconds(5));
      });
      assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
      assertEquals(emergency ? GREEN : BLUE, world.endpoint.live());
    }
  }
}
