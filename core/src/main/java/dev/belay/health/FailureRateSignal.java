package dev.belay.health;

import dev.belay.BasisPoints;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.sequential.LinearNullTest;
import dev.belay.sequential.RateBounds;
import dev.belay.sequential.RatioConfidence;
import dev.belay.sequential.RequiredTrials;
import java.util.Locale;

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
   * Feeds the calls that were assigned at random to two tests: one that the candidate is within its tolerance, which starts
   * anew now and then, and one that it is outside its margin. Sticky calls are left out, because a test that takes them for
   * independent would mistake a difference between users for one between versions.
   */
  private final class Monitor implements SignalMonitor {

    private static final double BOUNDS_LEVEL = .05;
    private static final long FEWEST_FOR_ESTIMATE = 50;

    private final SignalContext context;
    private final LinearNullTest rollback = LinearNullTest.above(1 + tolerance, rollbackAllowance);
    private final LinearNullTest promotion = LinearNullTest.below(1 + margin, promotionAllowance);
    private final RatioConfidence ratio = new RatioConfidence();
    private final StartSchedule starts;
    private final TwoSidedDecision decision;
    private final Tally candidate = new Tally();
    private final Tally stable = new Tally();
    private final Tally sticky = new Tally();

    Monitor(SignalContext context) {
      this.context = context;
      this.starts = new StartSchedule(context.horizon());
      this.decision = new TwoSidedDecision(context);
      promotion.start(1);
    }

    @Override
    public Assessment assess(EvidenceIncrement increment) {
      CallCounts c = increment.candidate().random();
      CallCounts s = increment.stable().random();
      starts.advance(increment.from(), increment.to(), rollback::start);
      rollback.update(c.requests(), c.failures(), s.requests(), s.failures());
      promotion.update(c.requests(), c.failures(), s.requests(), s.failures());
      ratio.update(c.requests(), c.failures(), s.requests(), s.failures());
      candidate.add(c);
      stable.add(s);
      sticky.add(increment.candidate().sticky());
      return assessment(increment.share());
    }

    private Assessment assessment(int share) {
      double against = rollback.logEvidence();
      double towards = promotion.logEvidence();
      Verdict verdict = decision.decide(against, towards);
      double lower = ratio.lower(BOUNDS_LEVEL);
      double upper = ratio.upper(BOUNDS_LEVEL);
      double missing = verdict == Verdict.INSUFFICIENT ? missing(share, towards) : Double.NaN;
      CallCounts c = candidate.counts();
      CallCounts s = stable.counts();
      Assessment.Builder builder = Assessment.builder(verdict)
          .evidence(against, towards)
          .harm(harm(upper))
          .reason(reason(verdict, against, towards, lower, upper, missing))
          .number("candidateRequests", c.requests())
          .number("candidateFailures", c.failures())
          .number("stableRequests", s.requests())
          .number("stableFailures", s.failures())
          .number("stickyRequestsLeftOut", sticky.counts().requests())
          .number("ratioLower", lower)
          .number("ratioUpper", upper)
          .number("tolerance", tolerance)
          .number("margin", margin)
          .number("rollbackAllowance", rollbackAllowance)
          .number("promotionAllowance", promotionAllowance)
          .number("rollbackThreshold", decision.rollbackThreshold())
          .number("promotionThreshold", decision.promotionThreshold());
      if (!Double.isNaN(missing)) {
        builder.missingRequests(missing);
      }
      return builder.build();
    }

    /** Failures that the candidate adds per request: at most its own rate, and at most the excess over stable's. */
    private double harm(double ratioUpper) {
      CallCounts c = candidate.counts();
      double ownRate = RateBounds.upper(c.requests(), c.failures(), BOUNDS_LEVEL / 2);
      if (ratioUpper == Double.POSITIVE_INFINITY) {
        return ownRate;
      }
      CallCounts s = stable.counts();
      double stableRate = RateBounds.upper(s.requests(), s.failures(), BOUNDS_LEVEL / 2);
      return Math.min(ownRate, Math.max(0, stableRate * (ratioUpper - 1)));
    }

    /** Requests still needed by a candidate that fails as often as stable does; NaN if none are, or there is no telling. */
    private double missing(int share, double towards) {
      CallCounts s = stable.counts();
      double left = 1 - towards / decision.promotionThreshold();
      if (left <= 0
          || s.requests() < FEWEST_FOR_ESTIMATE
          || share <= 0
          || share >= BasisPoints.WHOLE) {
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
      return Math.max(total - candidate.counts().requests(), total * Math.min(1, left) / 2);
    }

    private String reason(
        Verdict verdict,
        double against,
        double towards,
        double lower,
        double upper,
        double missing) {
      String seen = "candidate: "
          + candidate.counts()
          + ", stable: "
          + stable.counts()
          + (sticky.counts().requests() == 0
              ? ""
              : String.format(
                  Locale.ROOT,
                  ", %,d sticky calls of the candidate not compared",
                  sticky.counts().requests()))
          + "; "
          + ratioText(lower, upper)
          + "; ";
      String worse = Wording.progress(
          "it fails more than " + Wording.multiple(1 + tolerance, rollbackAllowance) + " as often",
          against,
          decision.rollbackThreshold());
      String within = Wording.progress(
          "it fails less than " + Wording.multiple(1 + margin, promotionAllowance) + " as often",
          towards,
          decision.promotionThreshold());
      return switch (verdict) {
        case UNHEALTHY -> seen + worse;
        case HEALTHY -> seen + within;
        default -> seen + within + "; " + worse + Wording.missing(missing);
      };
    }

    private String ratioText(double lower, double upper) {
      if (upper == Double.POSITIVE_INFINITY) {
        return lower == 0
            ? "how much more or less often it fails is not known yet"
            : String.format(Locale.ROOT, "it fails at least %.2f times as often", lower);
      }
      return String.format(Locale.ROOT, "it fails %.2f to %.2f times as often", lower, upper);
    }

    @Override
    public MonitorState save() {
      return states().save();
    }

    @Override
    public void restore(MonitorState state) {
      states().restore(state);
    }

    private States states() {
      return new States("failure-rate/1")
          .add(rollback::save, rollback::restore)
          .add(promotion::save, promotion::restore)
          .add(ratio::save, ratio::restore)
          .add(starts::save, starts::restore)
          .add(decision::save, decision::restore)
          .add(candidate::save, candidate::restore)
          .add(stable::save, stable::restore)
          .add(sticky::save, sticky::restore);
    }
  }
}
