package dev.belay.bluegreen;

import static dev.belay.bluegreen.Stage.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.Preparation;
import dev.belay.Rollout;
import dev.belay.RolloutPolicy;
import dev.belay.RolloutReport;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What must hold before the candidate takes any traffic, on the real engine. */
class PreparationTest {

  private final Stage world = new Stage(1);

  private Rollout start(Preparation.Builder preparation) {
    return world.start(Stage.plan(Stage.atOnce())
        .policy(Stage.shadowing().readyWithin(Duration.ofMinutes(2)).build())
        .prepare(preparation.build()));
  }

  private void assertNeverReady(Rollout rollout) {
    world.forDuration(Duration.ofSeconds(110));
    assertEquals(Phase.PREPARING, rollout.state().phase());
    assertTrue(rollout.state().holds(Hold.READINESS));
    assertEquals(0, rollout.report().shadow().pairs(), "nobody asks a candidate that is not ready");
    world.forDuration(Duration.ofSeconds(20));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertTrue(
        rollout.report().toText().contains("the candidate was not ready within PT2M"),
        rollout.report()::toText);
  }

  private static boolean decided(Rollout rollout, String reason) {
    return rollout.report().decisions().stream()
        .anyMatch(decision -> decision.reason().contains(reason));
  }

  @Test
  void aProbeThatSaysNoIsAskedOnceInEachInterval() {
    List<ModelVersion> asked = new ArrayList<>();
    Rollout rollout = start(Preparation.builder().probe(version -> {
      asked.add(version);
      return false;
    }));
    world.forDuration(Duration.ofSeconds(60));
    assertEquals(List.of(GREEN), asked.stream().distinct().toList());
    assertEquals(60, asked.size(), 2);

    world.forDuration(Duration.ofSeconds(70));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    int last = asked.size();
    world.forDuration(Duration.ofSeconds(20));
    assertEquals(last, asked.size(), "asked after the end");
  }

  @Test
  void aProbeThatSaysNoEndsInARetreat() {
    assertNeverReady(start(Preparation.builder().probe(version -> false)));
  }

  @Test
  void aProbeThatThrowsIsANo() {
    assertNeverReady(start(Preparation.builder().probe(version -> {
      throw new NoClassDefFoundError("client");
    })));
  }

  @Test
  void aProbeThatHangsIsNotAskedTwiceAndEndsInARetreat() {
    int[] asked = {0};
    world.hold("Preparer");
    Rollout rollout = start(Preparation.builder().probe(version -> {
      asked[0]++;
      return true;
    }));
    world.forDuration(Duration.ofSeconds(60));
    assertEquals(1, world.held());
    world.forDuration(Duration.ofSeconds(70));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    assertEquals(1, world.held());

    world.letGo();
    world.forDuration(Duration.ofSeconds(10));
    assertEquals(1, asked[0]);
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase(), "an answer after the end is none");
    assertEquals(0, world.share());
  }

  @Test
  void theRowOfWarmUpCallsBeginsAnewAfterAFailure() {
    int[] calls = {0};
    Rollout rollout = start(Preparation.builder().warmUp(10, version -> {
      calls[0]++;
      if (calls[0] == 7) {
        throw new IllegalStateException("cold");
      }
    }));
    world.time.settle();
    assertEquals(7, calls[0]);
    assertFalse(rollout.state().ready());

    world.until(() -> rollout.state().ready());
    assertEquals(17, calls[0], "7, and 10 in a row");
    assertEquals(0, rollout.report().candidateCalls().all().requests(), "no evidence");
    world.untilPhase(rollout, Phase.BAKING);
  }

  @Test
  void aCandidateThatIsTooSmallIsNotReady() {
    for (double capacity : new double[] {0, 150, -1, Double.NaN, Double.NEGATIVE_INFINITY}) {
      Stage other = new Stage(2);
      Rollout rollout = other.start(Stage.plan(Stage.atOnce())
          .prepare(Preparation.builder()
              .probe(version -> other.time.nanoTime() > Duration.ofSeconds(5).toNanos())
              .capacity(version -> capacity)
              .build()));
      other.forDuration(Duration.ofSeconds(30));
      assertFalse(rollout.state().ready(), () -> capacity + " requests/s are enough");
    }
  }

  /** Right after the start the rate of the traffic is not known yet, and any capacity would be enough for none. */
  @Test
  void aCapacityIsNotComparedWithTrafficThatHasNotBeenSeen() {
    Rollout rollout = start(Preparation.builder().capacity(version -> 1_000));
    world.time.advance(Duration.ofSeconds(20));
    assertFalse(rollout.state().ready());

    world.until(() -> rollout.state().ready());
    assertTrue(decided(rollout, "the candidate is ready: prepared"));
  }

  @Test
  void noWarmUpCallIsMadeAfterTheRolloutHasEnded() {
    int[] calls = {0};
    Rollout[] rollout = new Rollout[1];
    rollout[0] = start(Preparation.builder().warmUp(100, version -> {
      calls[0]++;
      if (calls[0] == 10) {
        rollout[0].rollBack("alice", "wrong version");
        // The decision is taken on the thread of the control plane, while this call is running.
        world.time.settle();
      }
    }));
    world.time.settle();
    assertEquals(10, calls[0]);
    assertEquals(Phase.ROLLED_BACK, rollout[0].state().phase());
  }

  @Test
  void aCandidateThatIsLargeEnoughForWhatIsExpectedIsReady() {
    Rollout rollout = start(Preparation.builder()
        .probe(version -> world.time.nanoTime() > Duration.ofSeconds(5).toNanos())
        .capacity(version -> 250));
    world.until(() -> rollout.state().ready());
    assertTrue(decided(rollout, "the candidate is ready: prepared"));
  }

  /** What the target said last counts, not what it said before a long warm-up. */
  @Test
  void aTargetThatTakesItsWordBackDuringTheWarmUpIsHeard() {
    boolean[] there = {true};
    Stage.Remote target = new Stage.Remote() {
      @Override
      public dev.belay.target.Observation observe() {
        return new dev.belay.target.Observation(Optional.of(inForce), there[0], "evicted");
      }
    };
    Stage remote = new Stage(3, builder -> builder.target(target));
    remote.hold("Preparer");
    Rollout rollout = remote.start(Stage.plan(Stage.atOnce())
        .policy(RolloutPolicy.builder()
            .shadow(Stage.shadowing().build().shadow().orElseThrow())
            .build())
        .prepare(Preparation.builder().probe(version -> true).build()));
    remote.forDuration(Duration.ofSeconds(3));
    assertEquals(1, remote.held());
    there[0] = false;
    remote.forDuration(Duration.ofSeconds(3));
    remote.letGo();
    remote.forDuration(Duration.ofSeconds(10));
    assertFalse(rollout.state().ready());

    there[0] = true;
    remote.until(() -> rollout.state().ready());
  }

  @Test
  void previewsReachTheCandidateBeforeItHasTrafficAndAreNoEvidence() {
    Rollout rollout = start(Preparation.builder().probe(version -> false));
    world.forDuration(Duration.ofSeconds(2));
    for (int i = 0; i < 100; i++) {
      boolean failed = false;
      try {
        world.endpoint.preview("8", version -> {
          throw new IllegalStateException("failure of " + version);
        });
      } catch (IllegalStateException e) {
        failed = "failure of fraud:8".equals(e.getMessage());
      }
      assertTrue(failed, "no shield, and the candidate by name");
    }
    assertEquals("7", world.endpoint.preview("9", ModelVersion::version));
    String token = world.endpoint.preview("8").token();
    assertEquals(GREEN, world.endpoint.routeOf(token).version());
    world.forDuration(Duration.ofSeconds(2));

    RolloutReport report = rollout.report();
    assertEquals(Phase.PREPARING, report.phase(), "no tripwire");
    assertEquals(100, report.previewCalls().failures());
    assertEquals(0, report.candidateCalls().all().requests());
    assertEquals(0, world.endpoint.inFlight(GREEN));
    rollout.rollBack("alice", "no");
    assertEquals("7", world.endpoint.preview("8", ModelVersion::version));
  }
}
