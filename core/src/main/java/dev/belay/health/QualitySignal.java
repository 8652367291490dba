package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.ScoreSums;
import dev.belay.sequential.MeanDifferenceConfidence;
import dev.belay.sequential.MeanDifferenceTest;
import java.util.Locale;
import java.util.Map;

/** The mean quality score against the stable version, over the scores that arrived at the same time. */
record QualitySignal(double tolerance, double margin) implements HealthSignal {

  @Override
  public String name() {
    return "quality";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public String description() {
    return toString();
  }

  @Override
  public SignalMonitor open(SignalContext context) {
    return new Monitor(context);
  }

  /** Feeds how bad the answers were, {@code 1 - score}, of the calls that were assigned at random. */
  private final class Monitor extends ComparisonMonitor {

    private final MeanDifferenceTest rollback = MeanDifferenceTest.above(tolerance);
    private final MeanDifferenceTest promotion = MeanDifferenceTest.below(margin);
    private final MeanDifferenceConfidence difference = new MeanDifferenceConfidence();
    private final ScorePool all = new ScorePool();
    private final ScorePool settled = new ScorePool();
    private ScoreSums candidate = ScoreSums.NONE;
    private ScoreSums stable = ScoreSums.NONE;
    private long stickyLeftOut;

    Monitor(SignalContext context) {
      super(context);
      promotion.start(1);
    }

    @Override
    void start(double weight) {
      rollback.start(weight);
    }

    @Override
    void against(EvidenceIncrement increment) {
      all.add(increment, (n, sum, squares, m, baseSum, baseSquares) -> {
        rollback.update(n, sum, squares, m, baseSum, baseSquares);
        difference.update(n, sum, squares, m, baseSum, baseSquares);
      });
      candidate = candidate.plus(increment.candidate().random().scores());
      stable = stable.plus(increment.stable().random().scores());
      stickyLeftOut += increment.candidate().sticky().scores().count();
    }

    @Override
    void towards(EvidenceIncrement increment) {
      settled.add(increment, promotion::update);
    }

    @Override
    double logAgainst() {
      return rollback.logEvidence();
    }

    @Override
    double logTowards() {
      return promotion.logEvidence();
    }

    @Override
    String worse() {
      return String.format(
          Locale.ROOT, "its mean score is more than %.3f below stable's", tolerance);
    }

    @Override
    String within() {
      return String.format(Locale.ROOT, "its mean score is less than %.3f below stable's", margin);
    }

    @Override
    Seen seen() {
      return new Means(candidate, stable, stickyLeftOut, difference.save(), QualitySignal.this);
    }

    @Override
    String format() {
      return "quality/1";
    }

    @Override
    void addStates(States states) {
      states
          .add(rollback::save, rollback::restore)
          .add(promotion::save, promotion::restore)
          .add(difference::save, difference::restore)
          .add(all::save, all::restore)
          .add(settled::save, settled::restore)
          .add(this::saveSums, this::restoreSums);
    }

    private double[] saveSums() {
      return new double[] {
        candidate.count(),
        candidate.sum(),
        candidate.sumOfSquares(),
        candidate.rejected(),
        stable.count(),
        stable.sum(),
        stable.sumOfSquares(),
        stable.rejected(),
        stickyLeftOut
      };
    }

    private void restoreSums(double[] saved) {
      candidate = new ScoreSums((long) saved[0], saved[1], saved[2], (long) saved[3]);
      stable = new ScoreSums((long) saved[4], saved[5], saved[6], (long) saved[7]);
      stickyLeftOut = (long) saved[8];
    }
  }

  /** What was seen of both versions' scores, with what their difference can be bounded from. */
  private static final class Means implements ComparisonMonitor.Seen {

    private static final double BOUNDS_LEVEL = .05;

    private final ScoreSums candidate;
    private final ScoreSums stable;
    private final long stickyLeftOut;
    private final double[] differenceState;
    private final QualitySignal signal;

    Means(
        ScoreSums candidate,
        ScoreSums stable,
        long stickyLeftOut,
        double[] differenceState,
        QualitySignal signal) {
      this.candidate = candidate;
      this.stable = stable;
      this.stickyLeftOut = stickyLeftOut;
      this.differenceState = differenceState;
      this.signal = signal;
    }

    @Override
    public String text() {
      return mean("candidate", candidate) + ", " + mean("stable", stable)
          + (stickyLeftOut == 0
              ? ""
              : String.format(
                  Locale.ROOT,
                  ", %,d scores of sticky calls of the candidate not compared",
                  stickyLeftOut))
          + (candidate.rejected() == 0
              ? ""
              : String.format(
                  Locale.ROOT, ", %,d invalid scores of the candidate", candidate.rejected()))
          + String.format(
              Locale.ROOT,
              "; it scores between %.3f lower and %.3f higher",
              Math.max(0, difference().upper(BOUNDS_LEVEL)),
              Math.max(0, -difference().lower(BOUNDS_LEVEL)));
    }

    private static String mean(String who, ScoreSums scores) {
      return scores.count() == 0
          ? who + ": no scores"
          : String.format(
              Locale.ROOT, "%s: mean score %.3f of %,d", who, scores.mean(), scores.count());
    }

    private MeanDifferenceConfidence difference() {
      MeanDifferenceConfidence confidence = new MeanDifferenceConfidence();
      confidence.restore(differenceState);
      return confidence;
    }

    @Override
    public void numbers(Map<String, Double> numbers) {
      numbers.put("candidateScores", (double) candidate.count());
      numbers.put("candidateSum", candidate.sum());
      numbers.put("candidateSumOfSquares", candidate.sumOfSquares());
      numbers.put("candidateRejected", (double) candidate.rejected());
      numbers.put("stableScores", (double) stable.count());
      numbers.put("stableSum", stable.sum());
      numbers.put("stableSumOfSquares", stable.sumOfSquares());
      numbers.put("stableRejected", (double) stable.rejected());
      numbers.put("stickyScoresLeftOut", (double) stickyLeftOut);
      numbers.put("scoreLossLower", difference().lower(BOUNDS_LEVEL));
      numbers.put("scoreLossUpper", difference().upper(BOUNDS_LEVEL));
      numbers.put("tolerance", signal.tolerance);
      numbers.put("margin", signal.margin);
    }
  }
}
