package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.Preparation;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.rehearsal.Outcomes;
import dev.belay.testkit.rehearsal.Regression;
import dev.belay.testkit.rehearsal.Rehearsal;
import dev.belay.testkit.rehearsal.RehearsalResult;
import dev.belay.testkit.simulation.Traffic;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the demo's canary would do, found out without servers: version 3 fails on the rows of which the device is missing. */
class RehearsalOfTheDemoTest {

  private static final int REQUESTS_PER_SECOND = 1_000;

  private static final Logger LOGGER = Logger.getLogger("dev.belay");

  /** Each of the rollouts would log its steps. */
  @BeforeAll
  static void beQuiet() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    LOGGER.setLevel(null);
  }

  private static Rehearsal rehearsal() {
    Plans plans = new Plans(
        Strategy.CANARY,
        Target.ROUTER,
        REQUESTS_PER_SECOND,
        Preparation.builder().build(),
        version -> {});
    return Rehearsal.of(plans.toPromote("2"))
        .traffic(Traffic.perSecond(REQUESTS_PER_SECOND))
        .stable(FakeModel.healthy())
        .regression(Regression.failingAt(GeneratedRows.MISSING_DEVICES))
        .runs(60);
  }

  @Test
  void promotesInTimeAndLosesFewCalls() {
    RehearsalResult result = rehearsal().rehearse();
    result
        .requireFalseRollbacksAtMost(.05)
        .requireMissedAtMost(0)
        .requirePromotedWithin(Duration.ofSeconds(40), .95)
        .requireFailuresAtMost(20, .95)
        .requireFailuresSeenAtMost(1, .95);
    Outcomes broken = result.regressions().get(0);
    assertTrue(broken.secondsToRetreat().quantile(.95) < 10, result::toText);
  }
}
