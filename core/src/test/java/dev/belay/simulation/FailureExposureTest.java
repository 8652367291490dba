package dev.belay.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.simulation.Rule.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Candidate requests until a bad candidate is rolled back, beside a test that knows both rates, and other rules. */
class FailureExposureTest {

  private static final int RUNS = 1000;

  /** Standard errors are about 3 % of the ratio, which is 1.4 to 1.9. */
  @ParameterizedTest
  @CsvSource({
    ".0001, 5",
    ".0001, 10",
    ".01, 2",
    ".01, 5",
    ".01, 10",
    ".3, 1.5",
    ".3, 2",
    ".6, 1.5",
  })
  void takesAtMostTwiceTheClairvoyantExposure(double base, double ratio) {
    List<Result> results = FailureSettings.exposure(base, ratio, RUNS, 11);
    Result belay = results.get(0);
    double times = belay.cost() / results.get(1).cost();
    assertTrue(times <= 2, times + " times the clairvoyant exposure");
    assertTrue(
        belay.share(Verdict.ROLL_BACK) >= .95, "rolled back " + belay.share(Verdict.ROLL_BACK));
  }

  @Test
  void otherRulesLeaveBadCandidatesIn() {
    List<Result> rare = FailureSettings.exposure(1e-4, 10, 30, 12);
    assertTrue(rare.get(2).count(Verdict.ROLL_BACK) == 0, "Flagger: 0.1 % is above no threshold");
    assertTrue(rare.get(4).count(Verdict.ROLL_BACK) == 0, "Kayenta: most minutes have no failure");
    List<Result> common = FailureSettings.exposure(.01, 10, 30, 13);
    for (Result peer : common.subList(2, 5)) {
      assertTrue(peer.cost() > 3 * common.get(0).cost(), "peer " + peer.cost());
    }
    List<Result> frequent = FailureSettings.exposure(.3, 1.5, 30, 14);
    assertTrue(frequent.get(3).count(Verdict.ROLL_BACK) <= 1, "Argo: 45 % is not twice 30 %");
  }
}
