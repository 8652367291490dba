package dev.belay.databricks;

import static dev.belay.databricks.Setting.CANDIDATE;
import static dev.belay.databricks.Setting.STABLE;
import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStrategy;
import dev.belay.databricks.testkit.FakeDatabricks;
import dev.belay.testkit.FakeStore;
import dev.belay.testkit.VirtualProcess;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process vanishes in the middle of a rollout on the platform: traffic stays, and the next one goes on. */
@Tag("exhaustive")
class DatabricksCrashTest {

  private static final Duration GAP = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofHours(26);
  private static final RolloutPlan PLAN = RolloutPlan.to("8")
      .strategy(CanaryStrategy.stagesOfPercent(1, 5, 10, 25, 50)
          .bake(Duration.ofMinutes(5))
          .build())
      .policy(RolloutPolicy.builder()
          .blastRadius(BlastRadius.builder()
              .maxFailures(100_000)
              .failuresPerStep(100_000)
              .build())
          .retireWithin(Duration.ofMinutes(10))
          .build())
      .build();

  private final Setting setting = new Setting();
  private final VirtualRuntime time = setting.time;
  private final FakeDatabricks platform = setting.platform;
  private final FakeStore store = FakeStore.inMemory();
  private final SplittableRandom chance = new SplittableRandom(2);

  @AfterEach
  void close() {
    setting.close();
  }

  private ModelEndpoint endpoint(VirtualProcess process) {
    return ModelEndpoint.builder("fraud")
        .live("7")
        .target(setting.another().target())
        .runtime(process)
        .store(store)
        .resume(candidate -> Optional.of(PLAN))
        .build();
  }

  private void until(ModelEndpoint endpoint, BooleanSupplier condition) {
    long end = time.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(
          time.nanoTime() < end, () -> endpoint.rollout().orElseThrow().report().toText());
      ModelVersion version = platform.draw().equals("fraud-8") ? CANDIDATE : STABLE;
      boolean fails = chance.nextDouble() < .01;
      if (endpoint.split().parts().containsKey(version)) {
        if (fails) {
          endpoint.routeOf(version).failed(2_000_000);
        } else {
          endpoint.routeOf(version).succeeded(1_000_000);
        }
      }
      time.advance(GAP);
    }
  }

  private void assertEnded(ModelEndpoint endpoint) {
    Rollout rollout = endpoint.rollout().orElseThrow();
    until(endpoint, () -> rollout.state().phase().terminal());
    time.settle();
    assertThat(rollout).isPromoted();
    assertEquals(100, platform.percent("fraud-8"));
    assertFalse(platform.serves("fraud-7"));
  }

  /** Whatever is under way arrives; from then on nothing moves, and nothing comes up or goes, for an hour. */
  private void assertNothingMovesWithoutAProcess(int before) {
    time.advance(Duration.ofMinutes(11));
    int share = platform.percent("fraud-8");
    boolean stable = platform.serves("fraud-7");
    int updates = platform.accepted();
    time.advance(Duration.ofHours(1));
    assertEquals(share, platform.percent("fraud-8"));
    assertEquals(stable, platform.serves("fraud-7"));
    assertEquals(updates, platform.accepted());
    assertTrue(share >= before, "nobody has asked for less");
  }

  /** So many updates have been taken when the process is killed, with the last of them under way or not. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 6, 7})
  void theNextProcessGoesOnWithWhatIsUnderWay(int updates) {
    VirtualProcess first = time.newProcess();
    ModelEndpoint before = endpoint(first);
    Rollout unused = before.start(PLAN, "alice");
    until(before, () -> platform.accepted() == updates);
    // Half of them a while later, with nothing under way.
    time.advance(Duration.ofSeconds(updates % 2 == 0 ? 1 : 40));
    int share = platform.percent("fraud-8");
    first.kill();
    assertNothingMovesWithoutAProcess(share);

    assertEnded(endpoint(time.newProcess()));
  }

  @Test
  void theNextProcessGoesOnTakingStableDown() {
    VirtualProcess first = time.newProcess();
    ModelEndpoint before = endpoint(first);
    Rollout unused = before.start(PLAN, "alice");
    until(before, () -> platform.accepted() == 8);
    assertTrue(platform.serves("fraud-7"));
    platform.letUpdatesFail(1);
    first.kill();
    time.advance(Duration.ofMinutes(5));
    assertTrue(platform.serves("fraud-7"), "the update came to nothing");

    ModelEndpoint next = endpoint(time.newProcess());
    time.advance(Duration.ofMinutes(2));
    assertEquals(CANDIDATE, next.live());
    assertFalse(platform.serves("fraud-7"));
  }
}
