package dev.belay.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.simulation.Rule.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Latency, quality and drift: candidates at the edge of their tolerance are seldom rolled back (a promise used up exactly
 * fails for one seed in 10,000), bad ones always, after about what the large simulation says, with a third on top.
 */
class SignalsTest {

  private static final int RUNS = 60;
  private static final int LOOKS = 1000;

  @Test
  void noticesSlowness() {
    assertNotices(Latencies.race(new Latencies.Slowdown(1, 1.5), RUNS, LOOKS, 1), 510);
    assertNotices(Latencies.race(new Latencies.Slowdown(.03, 5), RUNS, LOOKS, 2), 3000);
    assertSeldom(Latencies.race(new Latencies.Slowdown(1, 1.2), RUNS, LOOKS, 3));
  }

  @Test
  void noticesWorseScores() {
    assertNotices(Scores.race(.05, RUNS, LOOKS, 4), 780);
    assertSeldom(Scores.race(Scores.TOLERANCE, RUNS, LOOKS, 5));
  }

  @Test
  void noticesOtherPredictions() {
    assertNotices(Drift.race(.08, .16, RUNS, LOOKS, 6), 1080);
    assertNotices(Drift.race(.01, .05, RUNS, LOOKS, 7), 560);
    assertSeldom(Drift.race(.08, .102, RUNS, LOOKS, 8));
  }

  private static void assertNotices(List<Result> results, double most) {
    Result belay = results.get(0);
    assertTrue(belay.share(Verdict.ROLL_BACK) >= .95, "noticed " + belay.share(Verdict.ROLL_BACK));
    assertTrue(belay.cost() <= most, "took " + belay.cost());
  }

  private static void assertSeldom(List<Result> results) {
    long errors = results.get(0).count(Verdict.ROLL_BACK);
    assertTrue(errors <= Promise.mostErrors(RUNS, .01, 1e-4), "false alarms " + errors);
  }
}
