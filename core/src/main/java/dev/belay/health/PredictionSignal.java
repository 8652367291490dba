package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.PredictionCounts;
import dev.belay.sequential.PopulationStability;
import dev.belay.sequential.ShareShiftTest;
import java.util.Locale;
import java.util.Map;

/** How often each class or bin is predicted, against the stable version, over the same time. */
record PredictionSignal(
    int classes,
    String unit,
    double tolerance,
    double toleranceShare,
    double margin,
    double marginShare)
    implements HealthSignal {

  @Override
  public String name() {
    return "predictions";
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

  /** Feeds the predictions of the calls that were assigned at random. */
  private final class Monitor extends ComparisonMonitor {

    private final ShareShiftTest rollback =
        ShareShiftTest.above(classes, tolerance, toleranceShare);
    private final ShareShiftTest promotion = ShareShiftTest.below(classes, margin, marginShare);
    private final PredictionPool all = new PredictionPool();
    private final PredictionPool settled = new PredictionPool();
    private PredictionCounts candidate = PredictionCounts.NONE;
    private PredictionCounts stable = PredictionCounts.NONE;

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
      PredictionCounts c = increment.candidate().random().predictions();
      PredictionCounts s = increment.stable().random().predictions();
      if (c != PredictionCounts.NONE || s != PredictionCounts.NONE) {
        candidate = candidate.plus(c);
        stable = stable.plus(s);
      }
      all.add(
          increment.share(),
          c,
          s,
          (cs, ss) -> rollback.update(cs.toArray(classes), ss.toArray(classes)));
    }

    @Override
    void towards(EvidenceIncrement increment) {
      settled.add(
          increment.share(),
          increment.candidate().random().predictions(),
          increment.stable().random().predictions(),
          (cs, ss) -> promotion.update(cs.toArray(classes), ss.toArray(classes)));
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
      return "the share of a " + unit + " differs by more than "
          + Wording.multiple(1 + tolerance, toleranceShare);
    }

    @Override
    String within() {
      return "the share of every " + unit + " differs by less than "
          + Wording.multiple(1 + margin, marginShare);
    }

    @Override
    Seen seen() {
      return new Spread(candidate, stable, PredictionSignal.this);
    }

    @Override
    String format() {
      return "predictions/1";
    }

    @Override
    void addStates(States states) {
      states
          .add(rollback::save, rollback::restore)
          .add(promotion::save, promotion::restore)
          .add(all::save, all::restore)
          .add(settled::save, settled::restore)
          .add(
              () -> PredictionPool.numbers(candidate),
              saved -> candidate = PredictionPool.counts(saved, 0))
          .add(
              () -> PredictionPool.numbers(stable),
              saved -> stable = PredictionPool.counts(saved, 0));
    }
  }

  /** What both versions predicted. */
  private record Spread(
      PredictionCounts candidate, PredictionCounts stable, PredictionSignal signal)
      implements ComparisonMonitor.Seen {

    @Override
    public String text() {
      String rejected = candidate.rejected() == 0
          ? ""
          : String.format(Locale.ROOT, ", %,d invalid ones of the candidate", candidate.rejected());
      String counts = String.format(
          Locale.ROOT,
          "candidate: %,d predictions, stable: %,d predictions%s",
          candidate.total(),
          stable.total(),
          rejected);
      if (candidate.total() == 0 || stable.total() == 0) {
        return counts;
      }
      int most = mostDifferent();
      PopulationStability stability = stability();
      return counts
          + String.format(
              Locale.ROOT,
              "; most different is %s %d with %.2f %% beside %.2f %% of stable; the population stability"
                  + " index is %.4f, where %.4f is noise",
              signal.unit,
              most,
              100 * share(candidate, most),
              100 * share(stable, most),
              stability.index(),
              stability.noiseFloor());
    }

    private PopulationStability stability() {
      return PopulationStability.of(
          candidate.toArray(signal.classes), stable.toArray(signal.classes));
    }

    private static double share(PredictionCounts counts, int index) {
      return (double) counts.count(index) / counts.total();
    }

    private int mostDifferent() {
      int most = 0;
      double largest = -1;
      for (int i = 0; i < signal.classes; i++) {
        double difference = Math.abs(share(candidate, i) - share(stable, i));
        if (difference > largest) {
          largest = difference;
          most = i;
        }
      }
      return most;
    }

    @Override
    public void numbers(Map<String, Double> numbers) {
      for (int i = 0; i < signal.classes; i++) {
        numbers.put("candidate " + signal.unit + " " + i, (double) candidate.count(i));
        numbers.put("stable " + signal.unit + " " + i, (double) stable.count(i));
      }
      numbers.put("candidateRejected", (double) candidate.rejected());
      numbers.put("tolerance", signal.tolerance);
      numbers.put("toleranceShare", signal.toleranceShare);
      numbers.put("margin", signal.margin);
      numbers.put("marginShare", signal.marginShare);
    }
  }
}
