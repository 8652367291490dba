package dev.belay.simulation;

import dev.belay.sequential.MeanDifferenceTest;
import dev.belay.simulation.Rule.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Quality scores in [0, 1] from a beta distribution: Belay's rule with a tolerated drop of .02, and others. */
final class Scores {

  static final double TOLERANCE = .02;

  private static final double STABLE_MEAN = .8;
  private static final double SIZE = 10;
  private static final int LABELS = 10;
  private static final int STABLE_LABELS = 190;

  private Scores() {}

  /**
   * The scores of one batch of labels.
   *
   * @param sum of the candidate
   * @param squares of the candidate
   * @param logits the sum of the candidate's log odds
   * @param stableSum of the stable version
   * @param stableSquares of the stable version
   */
  record Batch(double sum, double squares, double logits, double stableSum, double stableSquares) {}

  static Traffic<Batch> traffic(double drop) {
    double mean = STABLE_MEAN - drop;
    return (draws, look) -> {
      double[] c = new double[3];
      double[] s = new double[2];
      for (int i = 0; i < LABELS; i++) {
        double x = draws.beta(SIZE * mean, SIZE * (1 - mean));
        c[0] += x;
        c[1] += x * x;
        c[2] += Math.log(x / (1 - x));
      }
      for (int i = 0; i < STABLE_LABELS; i++) {
        double x = draws.beta(SIZE * STABLE_MEAN, SIZE * (1 - STABLE_MEAN));
        s[0] += x;
        s[1] += x * x;
      }
      return new Batch(c[0], c[1], c[2], s[0], s[1]);
    };
  }

  /** Evidence for a drop of more than is tolerated, half of the wealth kept for later starts. */
  static Rule<Batch> belay(double level) {
    MeanDifferenceTest test = MeanDifferenceTest.below(-TOLERANCE);
    test.start(.5);
    return Evidence.reaching(level, batch -> {
      test.update(
          LABELS,
          batch.sum(),
          batch.squares(),
          STABLE_LABELS,
          batch.stableSum(),
          batch.stableSquares());
      return test.logEvidence();
    });
  }

  /** Wald's test by someone who knows both distributions. */
  static Rule<Batch> clairvoyant(double drop, double level) {
    double a = SIZE * (STABLE_MEAN - drop);
    double tolerated = SIZE * (STABLE_MEAN - TOLERANCE);
    double constant = logBeta(tolerated) - logBeta(a);
    double[] evidence = {0};
    return Evidence.reaching(level, batch -> {
      evidence[0] += LABELS * constant + (a - tolerated) * batch.logits();
      return evidence[0];
    });
  }

  private static double logBeta(double a) {
    return logGamma(a) + logGamma(SIZE - a);
  }

  private static double logGamma(double x) {
    double shifted = x;
    double less = 0;
    while (shifted < 40) {
      less += Math.log(shifted);
      shifted++;
    }
    return Draws.logFactorial(shifted - 1) - less;
  }

  /** In Kayenta's way: Mann-Whitney at 98 % of the mean scores by batch, every 30 batches. */
  static Rule<Batch> kayenta() {
    List<Double> candidate = new ArrayList<>();
    List<Double> stable = new ArrayList<>();
    return batch -> {
      candidate.add(-batch.sum() / LABELS);
      stable.add(-batch.stableSum() / STABLE_LABELS);
      return candidate.size() % 30 == 0 && MannWhitney.of(candidate, stable).above(.25, 2.326348)
          ? Verdict.ROLL_BACK
          : Verdict.UNDECIDED;
    };
  }

  /** A test of two means at 1 %, one-sided, after every batch. */
  static Rule<Batch> peeked() {
    double[] t = new double[5];
    return batch -> {
      t[0]++;
      t[1] += batch.sum();
      t[2] += batch.squares();
      t[3] += batch.stableSum();
      t[4] += batch.stableSquares();
      double n = t[0] * LABELS;
      double m = t[0] * STABLE_LABELS;
      double variance = (t[2] / n - t[1] / n * t[1] / n) / n + (t[4] / m - t[3] / m * t[3] / m) / m;
      return (t[3] / m - t[1] / n) / Math.sqrt(variance) > 2.326348
          ? Verdict.ROLL_BACK
          : Verdict.UNDECIDED;
    };
  }

  /** Belay, clairvoyant, Kayenta, peeked: labels of the candidate until rollback. */
  static List<Result> race(double drop, int runs, int looks, long seed) {
    return new Race<>(() -> traffic(drop), batch -> LABELS, runs, looks, seed)
        .enter(() -> belay(.01))
        .enter(() -> clairvoyant(drop, .01))
        .enter(Scores::kayenta)
        .enter(Scores::peeked)
        .run();
  }
}
