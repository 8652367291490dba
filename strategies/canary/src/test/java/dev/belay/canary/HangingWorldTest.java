package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Verdict;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.testkit.ForwardingRuntime;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Everything that the engine waits for hangs: signals, store and target. */
class HangingWorldTest {

  /** Virtual time whose input and output can be made to hang. */
  private static final class HangingRuntime extends ForwardingRuntime {

    private final VirtualRuntime time;
    private final List<Runnable> hung = new ArrayList<>();
    private boolean hanging;

    HangingRuntime(VirtualRuntime time) {
      super(time);
      this.time = time;
    }

    void release() {
      hanging = false;
      hung.forEach(time.io()::execute);
      hung.clear();
    }

    @Override
    public Executor io() {
      return task -> {
        if (hanging) {
          hung.add(task);
        } else {
          time.io().execute(task);
        }
      };
    }
  }

  @Test
  void requestsAreServedNothingAdvancesAndARetreatWorks() {
    HangingRuntime runtime = new HangingRuntime(VirtualRuntime.seeded(1));
    Simulation simulation =
        new Simulation(1, runtime.time, builder -> builder.runtime(runtime)).requestsPerSecond(200);
    Rollout rollout = simulation.endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stages(
                    CanaryStage.percent(10).lasting(Duration.ofMinutes(1)), CanaryStage.percent(50))
                .build())
            .policy(RolloutPolicy.builder()
                .signal(FailureRate.againstStable().build())
                .signal(HealthSignal.gauge("queue", () -> 1, 10))
                .signalTimeout(Duration.ofSeconds(5))
                .build())
            .build(),
        "alice");
    simulation.untilPhase(rollout, Phase.EXPOSING);

    runtime.hanging = true;
    simulation.forDuration(Duration.ofMinutes(10));

    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE));
    assertEquals(Verdict.UNAVAILABLE, rollout.lastEvaluation().orElseThrow().verdict());
    assertTrue(rollout.lastEvaluation().orElseThrow().toString().contains("no answer within PT5S"));

    rollout.rollBack("alice", "nothing answers");
    assertEquals(0, simulation.endpoint.split().basisPoints(CANDIDATE));
    simulation.forDuration(Duration.ofMinutes(1));
    assertEquals(Phase.RETREATING, rollout.state().phase());
    assertTrue(rollout.state().holds(Hold.STORE));

    runtime.release();
    simulation.forDuration(Duration.ofSeconds(5));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
  }

  /** A step that is being written down when the traffic is sent back never comes into force. */
  @Test
  void aStepThatIsStillBeingWrittenDownIsOvertakenByARetreat() {
    HangingRuntime runtime = new HangingRuntime(VirtualRuntime.seeded(1));
    Simulation simulation =
        new Simulation(2, runtime.time, builder -> builder.runtime(runtime)).requestsPerSecond(200);
    Rollout rollout = simulation.start(CanaryStrategy.stages(
            CanaryStage.percent(10).lasting(Duration.ofMinutes(1)), CanaryStage.percent(20))
        .build());
    simulation.untilPhase(rollout, Phase.EXPOSING);
    simulation.time.settle();
    runtime.hanging = true;
    simulation.until(() -> rollout.state().holds(Hold.STORE));
    assertEquals(1_000, simulation.endpoint.split().basisPoints(CANDIDATE));

    rollout.rollBack("alice", "in the last moment");
    runtime.release();
    simulation.forDuration(Duration.ofSeconds(10));

    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(rollout.report().decisions().stream()
        .noneMatch(decision -> decision.to().split().basisPoints(CANDIDATE) == 2_000));
  }
}
