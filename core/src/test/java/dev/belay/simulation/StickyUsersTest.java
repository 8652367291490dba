package dev.belay.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.simulation.Rule.Verdict;
import dev.belay.simulation.StickyUsers.Users;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sticky users do to a test for independent calls, and what the noise floor does about it. */
class StickyUsersTest {

  private static final int RUNS = 40;
  private static final int LOOKS = 72;

  @Test
  void theFloorPreventsFalseRollbacks() {
    List<Result> results = StickyUsers.race(new Users(2.1, 10), 1, RUNS, LOOKS, 1);
    double without = results.get(0).share(Verdict.ROLL_BACK);
    long with = results.get(1).count(Verdict.ROLL_BACK);
    assertTrue(without > .05, "without floor " + without);
    assertTrue(with <= Promise.mostErrors(RUNS, .01, 1e-4), "with floor " + with);
  }

  @Test
  void theFloorLetsBadCandidatesBeFound() {
    List<Result> results = StickyUsers.race(new Users(2.1, 1), 5, RUNS, LOOKS, 2);
    double found = results.get(1).share(Verdict.ROLL_BACK);
    assertTrue(found > .9, "found " + found);
  }
}
