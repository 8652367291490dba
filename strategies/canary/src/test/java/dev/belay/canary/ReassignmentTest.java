package dev.belay.canary;

import static dev.belay.canary.Simulation.CANDIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.Route;
import dev.belay.StickyUsers;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sticky keys that are drawn anew every minute, in whole rollouts. Users differ: one in ten fails ten times as often. */
class ReassignmentTest {

  private static final int USERS = 4_000;
  private static final Duration EPOCH = Duration.ofMinutes(1);
  private static final Duration GAP = Duration.ofMillis(5);

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final SplittableRandom chance = new SplittableRandom(2);
  private final ModelEndpoint endpoint =
      ModelEndpoint.builder("fraud").live("7").runtime(time).build();

  private Rollout start(boolean reassign) {
    RolloutPolicy.Builder policy = RolloutPolicy.builder().deadline(Duration.ofHours(8));
    if (reassign) {
      policy.stickyUsers(StickyUsers.reassignedEvery(EPOCH));
    }
    return endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stages(
                    CanaryStage.percent(10).lasting(Duration.ofMinutes(4)), CanaryStage.percent(50))
                .bake(Duration.ofMinutes(1))
                .build())
            .policy(policy.build())
            .salt("spring")
            .build(),
        "alice");
  }

  private void request(double ratio) {
    long user = chance.nextInt(USERS);
    Route route = endpoint.route(user);
    double rate = (user % 10 == 0 ? .05 : .005) * (route.version().equals(CANDIDATE) ? ratio : 1);
    if (chance.nextDouble() < rate) {
      route.failed(2_000_000);
    } else {
      route.succeeded(1_000_000);
    }
    time.advance(GAP);
  }

  private void run(Rollout rollout, double ratio, Duration most) {
    long end = time.nanoTime() + most.toNanos();
    while (!rollout.state().phase().terminal() && time.nanoTime() < end) {
      request(ratio);
    }
    time.settle();
  }

  private void untilExposed(Rollout rollout) {
    while (onCandidate().isEmpty()) {
      request(1);
      assertTrue(!rollout.state().phase().terminal());
    }
  }

  /** The users whose next request would go to the candidate. */
  private BitSet onCandidate() {
    BitSet users = new BitSet(USERS);
    for (int user = 0; user < USERS; user++) {
      users.set(user, endpoint.route((long) user).version().equals(CANDIDATE));
    }
    return users;
  }

  @Test
  void movesKeysAtTheEndOfEachEpochAndNotBefore() {
    Rollout rollout = start(true);
    untilExposed(rollout);
    BitSet first = onCandidate();
    long revision = rollout.revision();
    run(rollout, 1, Duration.ofSeconds(50));
    assertEquals(first, onCandidate());
    run(rollout, 1, Duration.ofSeconds(15));
    BitSet second = onCandidate();
    assertEquals(400, second.cardinality(), 80);
    BitSet both = (BitSet) second.clone();
    both.and(first);
    assertTrue(both.cardinality() < 80, "of 400 keys, about 40 stay: " + both.cardinality());
    run(rollout, 1, Duration.ofSeconds(60));
    assertNotEquals(second, onCandidate());
    assertEquals(1_000, rollout.state().split().basisPoints(CANDIDATE));
    assertTrue(rollout.revision() <= revision + 1, "a draw is no decision");
  }

  /** The first draw is the one that every process with the plan's salt would make. */
  @Test
  void beginsWithThePlansSalt() {
    untilExposed(start(true));
    BitSet drawn = onCandidate();
    ReassignmentTest other = new ReassignmentTest();
    other.untilExposed(other.start(false));
    assertEquals(other.onCandidate(), drawn);
  }

  @Test
  void promotesAHealthyVersion() {
    Rollout rollout = start(true);
    run(rollout, 1, Duration.ofHours(8));
    assertEquals(Phase.PROMOTED, rollout.state().phase(), rollout.report()::toText);
    assertTrue(rollout.report().toText().contains("drawn anew"), rollout.report()::toText);
  }

  @Test
  void rollsBackABadVersion() {
    Rollout rollout = start(true);
    run(rollout, 5, Duration.ofHours(8));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase(), rollout.report()::toText);
    assertEquals(0, onCandidate().cardinality());
  }

  /** Whenever a retreat comes, before a draw, at it or after it, no later draw brings traffic back. */
  @Test
  void neverDrawsAfterARetreat() {
    for (int moment = 0; moment < 24; moment++) {
      ReassignmentTest world = new ReassignmentTest();
      Rollout rollout = world.start(true);
      world.untilExposed(rollout);
      world.run(rollout, 1, EPOCH.minusMillis(600).plusMillis(50L * moment));
      rollout.rollBack("alice", "at moment " + moment);
      assertEquals(0, world.onCandidate().cardinality(), "at once, at moment " + moment);
      for (int i = 0; i < 100; i++) {
        world.request(1);
        world.time.advance(Duration.ofSeconds(3));
      }
      assertEquals(0, world.onCandidate().cardinality());
      assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
    }
  }

  @Test
  void watchesTheUsersBeforeTheCandidateTakesAny() {
    Rollout rollout = endpoint.start(
        RolloutPlan.to("8")
            .strategy(
                CanaryStrategy.stagesOfPercent(10).bake(Duration.ofMinutes(1)).build())
            .policy(RolloutPolicy.builder()
                .stickyUsers(StickyUsers.calibratedFor(Duration.ofMinutes(10)))
                .build())
            .build(),
        "alice");
    run(rollout, 5, Duration.ofSeconds(595));
    assertEquals(Phase.PREPARING, rollout.state().phase());
    assertTrue(rollout.state().holds(Hold.TIME));
    assertEquals(0, onCandidate().cardinality());
    run(rollout, 5, Duration.ofSeconds(10));
    assertEquals(Phase.EXPOSING, rollout.state().phase());
    run(rollout, 5, Duration.ofHours(8));
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase(), rollout.report()::toText);
  }

  /** When a draw ends must not depend on what it shows, or lucky draws would end early. */
  @Test
  void takesStepsAtTheEndOfADrawOnly() {
    Rollout rollout = endpoint.start(
        RolloutPlan.to("8")
            .strategy(CanaryStrategy.stagesOfPercent(1, 2, 3)
                .bake(Duration.ofMinutes(1))
                .build())
            .policy(RolloutPolicy.builder()
                .stickyUsers(StickyUsers.reassignedEvery(EPOCH))
                .build())
            .build(),
        "alice");
    untilExposed(rollout);
    for (int percent = 1; percent <= 3; percent++) {
      run(rollout, 1, Duration.ofSeconds(30));
      assertEquals(100 * percent, rollout.state().split().basisPoints(CANDIDATE));
      assertEquals(percent < 3, rollout.state().holds(Hold.TIME), rollout.report()::toText);
      run(rollout, 1, Duration.ofSeconds(31));
    }
  }
}
