package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.runtime.BelayRuntime;
import dev.belay.store.RolloutStore;
import dev.belay.strategy.Phase;
import dev.belay.testkit.VirtualProcess;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The restart that docs/testing.md shows. */
@Timeout(60)
class RestartChapterTest {

  // testing begins: restart
  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final RolloutStore journal = RolloutStore.inMemory();

  private ModelEndpoint fraudIn(BelayRuntime process) {
    return ModelEndpoint.builder("fraud")
        .live("7")
        .runtime(process)
        .store(journal)
        .resume(candidate -> Optional.of(plan(candidate.version())))
        .build();
  }

  private static RolloutPlan plan(String version) {
    return RolloutPlan.to(version)
        .strategy(CanaryStrategy.stagesOfPercent(5, 25).build())
        .build();
  }

  private void serve(ModelEndpoint fraud, Duration duration) throws Exception {
    for (long ms = 0; ms < duration.toMillis(); ms += 20) {
      String unused = fraud.call(version -> "a score");
      time.advance(Duration.ofMillis(20));
    }
  }

  @Test
  void theRolloutGoesOnInTheNextProcess() throws Exception {
    VirtualProcess first = time.newProcess();
    ModelEndpoint before = fraudIn(first);
    before.start(plan("8"), "alice");
    serve(before, Duration.ofMinutes(5));
    assertEquals(1, before.rollout().orElseThrow().state().stage(), "it is at 25 %");
    first.kill();

    ModelEndpoint after = fraudIn(time.newProcess());
    Rollout rollout = after.rollout().orElseThrow();
    serve(after, Duration.ofSeconds(5));
    assertEquals(2_500, after.split().basisPoints(rollout.candidate()), "it goes on at 25 %");
    serve(after, Duration.ofHours(2));
    assertEquals(Phase.PROMOTED, rollout.state().phase());
    assertEquals("8", after.live().version());
  }
  // testing ends
}
