package dev.belay.health;

import dev.belay.BasisPoints;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.sequential.LinearNullTest;
import dev.belay.sequential.RequiredTrials;
import java.util.Locale;
import java.util.Map;

/** The failure rate against the stable version, over the same time. */
record FailureRateSignal(
    double tolerance, double margin, double rollbackAllowance, double promotionAllowance)
    implements HealthSignal {

  @Override
  public String name() {
    return "failure rate";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public SignalMonitor open(SignalContext context) {
    return new Monitor(context);
  }

  /**
   * Feeds the calls that were assigned at random. Sticky calls are left out, because a test that takes them for independent
   * would mistake a difference between users for one between versions.
   */
  private final class Monitor extends ComparisonMonitor {

    private static final long FEWEST_FOR_ESTIMATE = 50;

    private final SignalContext context;
    private final LinearNullTest rollback = LinearNullTest.above(1 + tolerance, rollbackAllowance);
    private final LinearNullTest promotion = LinearNullTest.below(1 + margin, promotionAllowance);
    private final IntervalPool all = new IntervalPool();
    private final IntervalPool settled = new IntervalPool();
    private final HarmBound bound = new HarmBound();
    private final Tally candidate = new Tally();
    private final Tally stable = new Tally();
    private final Tally sticky = new Tally();

    Monitor(SignalContext context) {
      super(context);
      this.context = context;
      promotion.start(1);
    }

    @Override
    void start(double weight) {
      rollback.start(weight);
    }

    @Override
    void against(EvidenceIncrement increment) {
      CallCounts c = increment.candidate().random().counts();
      CallCounts s = increment.stable().random().counts();
      all.add(
          increment.share(),
          c,
          s,
          (candidateCalls, stableCalls) -> rollback.update(
              candidateCalls.requests(),
              candidateCalls.failures(),
              stableCalls.requests(),
              stableCalls.failures()));
      bound.add(increment.share(), c, s);
      candidate.add(c);
      stable.add(s);
      sticky.add(increment.candidate().sticky().counts());
    }

    @Override
    void towards(EvidenceIncrement increment) {
      settled.add(
          increment.share(),
          increment.candidate().random().counts(),
          increment.stable().random().counts(),
          (candidateCalls, stableCalls) -> promotion.update(
              candidateCalls.requests(),
              candidateCalls.failures(),
              stableCalls.requests(),
              stableCalls.failures()));
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
    double harm() {
      return bound.harm();
    }

    /** Requests still needed by a candidate that fails as often as stable does. */
    @Override
    double missing(EvidenceIncrement increment, double towards, double threshold) {
      CallCounts s = stable.counts();
      int share = increment.share();
      if (s.requests() < FEWEST_FOR_ESTIMATE || share <= 0 || share >= BasisPoints.WHOLE) {
        return Double.NaN;
      }
      double rate = s.failureRate();
      double total = RequiredTrials.below(
              rate,
              rate,
              (double) share / BasisPoints.WHOLE,
              1 + margin,
              promotionAllowance,
              context.falsePromotion())
          .mean();
      double left = 1 - towards / threshold;
      return Math.max(total - candidate.counts().requests(), total * Math.min(1, left) / 2);
    }

    @Override
    String worse() {
      return "it fails more than " + Wording.multiple(1 + tolerance, rollbackAllowance)
          + " as often";
    }

    @Override
    String within() {
      return "it fails less than " + Wording.multiple(1 + margin, promotionAllowance) + " as often";
    }

    @Override
    Seen seen() {
      return new Rates(
          candidate.counts(),
          stable.counts(),
          sticky.counts().requests(),
          bound.ratioLower(),
          bound.ratioUpper(),
          FailureRateSignal.this);
    }

    @Override
    String format() {
      return "failure-rate/2";
    }

    @Override
    void addStates(States states) {
      states
          .add(rollback::save, rollback::restore)
          .add(promotion::save, promotion::restore)
          .add(all::save, all::restore)
          .add(settled::save, settled::restore)
          .add(candidate::save, candidate::restore)
          .add(stable::save, stable::restore)
          .add(sticky::save, sticky::restore);
      bound.addStates(states);
    }
  }

  /** What was seen of both versions' failures. */
  private record Rates(
      CallCounts candidate,
      CallCounts stable,
      long stickyLeftOut,
      double ratioLower,
      double ratioUpper,
      FailureRateSignal signal)
      implements ComparisonMonitor.Seen {

    @Override
    public String text() {
      String left = stickyLeftOut == 0
          ? ""
          : String.format(
              Locale.ROOT, ", %,d sticky calls of the candidate not compared", stickyLeftOut);
      return "candidate: " + candidate + ", stable: " + stable + left + "; " + ratioText();
    }

    private String ratioText() {
      if (ratioUpper == Double.POSITIVE_INFINITY) {
        return ratioLower == 0
            ? "how much more or less often it fails is not known yet"
            : String.format(Locale.ROOT, "it fails at least %.2f times as often", ratioLower);
      }
      return String.format(
          Locale.ROOT, "it fails %.2f to %.2f times as often", ratioLower, ratioUpper);
    }

    @Override
    public void numbers(Map<String, Double> numbers) {
      numbers.put("candidateRequests", (double) candidate.requests());
      numbers.put("candidateFailures", (double) candidate.failures());
      numbers.put("stableRequests", (double) stable.requests());
      numbers.put("stableFailures", (double) stable.failures());
      numbers.put("stickyRequestsLeftOut", (double) stickyLeftOut);
      numbers.put("ratioLower", ratioLower);
      numbers.put("ratioUpper", ratioUpper);
      numbers.put("tolerance", signal.tolerance);
      numbers.put("margin", signal.margin);
      numbers.put("rollbackAllowance", signal.rollbackAllowance);
      numbers.put("promotionAllowance", signal.promotionAllowance);
    }
  }
}
