package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.EmergencySwitch;
import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutDecision;
import dev.belay.RolloutListener;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.health.Evaluation;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that throw, overflow the stack, never return, or call back into what they listen to. */
@Timeout(120)
class HostileListenersTest {

  @BeforeEach
  void listen() {
    LogLines.begin();
  }

  @AfterEach
  void stopListening() {
    LogLines.end();
  }

  /** Throws whenever it is told anything. */
  private record Thrower(Supplier<? extends Throwable> failure) implements RolloutListener {

    @Override
    public void onDecision(Rollout rollout, RolloutDecision decision) {
      sneak(failure.get());
    }

    @Override
    public void onEvaluation(Rollout rollout, Evaluation evaluation) {
      sneak(failure.get());
    }

    @Override
    public void onEmergencySwitch(EmergencySwitch made) {
      sneak(failure.get());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> void sneak(Throwable failure) throws X {
      throw (X) failure;
    }
  }

  @Test
  void whateverAListenerThrowsTheOthersHearEverything() {
    List<Supplier<? extends Throwable>> failures = new ArrayList<>(Evil.exceptions());
    failures.add(() -> new StackOverflowError(Evil.TEXT));
    failures.add(() -> new OutOfMemoryError(Evil.TEXT));
    failures.add(() -> new InterruptedException(Evil.TEXT));
    for (Supplier<? extends Throwable> failure : failures) {
      List<RolloutDecision> heard = new ArrayList<>();
      RolloutListener whole = new RolloutListener() {
        @Override
        public void onDecision(Rollout rollout, RolloutDecision decision) {
          heard.add(decision);
        }
      };
      Simulation simulation = new Simulation(
              1, builder -> builder.listener(new Thrower(failure)).listener(whole))
          .requestsPerSecond(200);
      Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10, 50).build());
      simulation.untilPhase(rollout, Phase.EXPOSING);
      var unused = rollout.rollBack("alice", "enough");
      simulation.untilEnd(rollout);
      assertEquals(rollout.report().decisions(), heard);
      simulation.endpoint.emergencySwitch("9", "alice", "to see that it works");
      simulation.time.settle();
      assertEquals("9", simulation.endpoint.live().version());
    }
    Evil.assertLogIsClean();
  }

  @Test
  void aListenerThatNeverReturnsHoldsNothingUp() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    RolloutListener stuck = new RolloutListener() {
      @Override
      public void onDecision(Rollout rollout, RolloutDecision decision) {
        told.countDown();
        try {
          never.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
    try (ModelEndpoint endpoint =
        ModelEndpoint.builder("fraud").live("7").listener(stuck).build()) {
      Rollout rollout = endpoint.start(
          RolloutPlan.to("8")
              .strategy(CanaryStrategy.stagesOfPercent(10).build())
              .policy(RolloutPolicy.builder()
                  .evaluationInterval(Duration.ofMillis(100))
                  .build())
              .build(),
          "alice");
      assertTrue(told.await(30, TimeUnit.SECONDS), "told of the start");
      for (int i = 0; i < 200; i++) {
        assertEquals("fraud", endpoint.call(version -> version.model()));
        Thread.sleep(1);
      }
      var unused = rollout.rollBack("alice", "enough");
      assertEquals("7", endpoint.call(version -> version.version()));
      assertEquals(
          Phase.ROLLED_BACK,
          rollout.completion().toCompletableFuture().get(30, TimeUnit.SECONDS).phase());
    } finally {
      never.countDown();
    }
  }

  @Test
  void aListenerMayCallBack() {
    AtomicReference<Simulation> world = new AtomicReference<>();
    List<String> refusals = new ArrayList<>();
    RolloutListener caller = new RolloutListener() {
      @Override
      public void onDecision(Rollout rollout, RolloutDecision decision) {
        ModelEndpoint endpoint = world.get().endpoint;
        endpoint.route("a key").succeeded(1);
        refusals.add(assertThrows(
                IllegalStateException.class,
                () -> endpoint.start(
                    RolloutPlan.to("9")
                        .strategy(CanaryStrategy.stagesOfPercent(10).build())
                        .build(),
                    "the listener"))
            .toString());
        if (decision.to().phase() == Phase.EXPOSING) {
          var unused = rollout.rollBack("the listener", rollout.report().toText());
          endpoint.close();
        }
      }
    };
    Simulation simulation =
        new Simulation(2, builder -> builder.listener(caller)).requestsPerSecond(200);
    world.set(simulation);
    Rollout rollout = simulation.start(CanaryStrategy.stagesOfPercent(10).build());
    simulation.untilEnd(rollout);
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(refusals.size() > 1, refusals::toString);
    Evil.assertLogIsClean();
  }
}
