package dev.belay.health;

import dev.belay.BasisPoints;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.PairCounts;
import dev.belay.sequential.AdaptiveRatioTest;
import dev.belay.sequential.LinearNullTest;
import dev.belay.sequential.RequiredTrials;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
  public boolean learnsFromShadow() {
    return true;
  }

  @Override
  public String description() {
    return toString();
  }

  @Override
  public SignalMonitor open(SignalContext context) {
    return new Monitor(context);
  }

  @Override
  public Optional<SignalForecast> forecast(Scenario scenario) {
    return Optional.of(new SignalForecast(
        RequiredTrials.above(
            scenario.candidateFailureRate(),
            scenario.stableFailureRate(),
            scenario.share(),
            1 + tolerance,
            rollbackAllowance,
            scenario.falseRollback() * StartSchedule.FIRST_BET),
        RequiredTrials.below(
            scenario.candidateFailureRate(),
            scenario.stableFailureRate(),
            scenario.share(),
            1 + margin,
            promotionAllowance,
            scenario.falsePromotion()),
        within()));
  }

  private String within() {
    return "it fails less than " + Wording.multiple(1 + margin, promotionAllowance) + " as often";
  }

  /**
   * Compares the calls that were assigned at random, and apart from them the sticky ones. Against the candidate, each comparison
   * has the part of the evidence that its kind of calls had of the traffic when the candidate began. In its favour, both must
   * speak, unless hardly any calls are of one kind.
   *
   * <p>Pairs of the shadow are evidence of their own, which is multiplied with that of the live calls. A product of e-values of
   * different data is one again, and these are: pairs come only while the candidate has no share, and no interval without
   * live calls of the candidate counts in a live comparison. So no call is used twice. They are not folded into the mean over
   * the kinds of calls, whose weights are settled later. They are of both kinds, as the calls come, and of the same requests on
   * either side, so differences between users cancel.
   */
  private final class Monitor extends ComparisonMonitor {

    private static final long FEWEST_FOR_ESTIMATE = 50;
    private static final double UNKNOWN = -1;
    private static final double FEWEST_FOR_PART = 100;

    /** What either kind of calls has of the evidence at least, as it may come later. */
    private static final double LEAST_PART = .01;

    /** A kind with a smaller part of the calls has no say in a promotion. */
    private static final double NEGLIGIBLE = .05;

    private final SignalContext context;
    private final AdaptiveRatioTest rollback =
        AdaptiveRatioTest.above(1 + tolerance, rollbackAllowance);
    private final LinearNullTest promotion = LinearNullTest.below(1 + margin, promotionAllowance);
    private final IntervalPool all = new IntervalPool();
    private final IntervalPool settled = new IntervalPool();
    private final PairedComparison paired =
        new PairedComparison(1 + tolerance, rollbackAllowance, 1 + margin, promotionAllowance);
    private final HarmBound bound = new HarmBound();
    private final Tally candidate = new Tally();
    private final Tally stable = new Tally();
    private final Tally candidateSticky = new Tally();
    private final Tally stableSticky = new Tally();
    private final StickyTest sticky;
    private double stickyPart = UNKNOWN;

    Monitor(SignalContext context) {
      super(context);
      this.context = context;
      this.sticky = context.reassigned()
          ? new DrawnComparison(1 + tolerance, rollbackAllowance, 1 + margin, promotionAllowance)
          : new StickyComparison(
              1 + tolerance,
              rollbackAllowance,
              1 + margin,
              promotionAllowance,
              context.falseRollback(),
              context.falsePromotion());
      promotion.start(1);
    }

    @Override
    void start(double weight) {
      rollback.start(weight);
      sticky.start(weight);
      paired.start(weight);
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
      paired.add(increment.shadow());
      bound.addPairs(increment.shadow());
      candidate.add(c);
      stable.add(s);
      candidateSticky.add(increment.candidate().sticky().counts());
      stableSticky.add(increment.stable().sticky().counts());
      if (stickyPart == UNKNOWN && increment.share() > 0 && calls() >= FEWEST_FOR_PART) {
        stickyPart = Math.min(1 - LEAST_PART, Math.max(LEAST_PART, partOfSticky()));
      }
    }

    @Override
    void atTick(EvidenceIncrement increment) {
      bound.add(
          increment.share(),
          increment.candidate().random().counts(),
          increment.stable().random().counts(),
          increment.candidate().sticky().counts());
      if (hasSticky()) {
        sticky.against(increment);
      }
    }

    private double calls() {
      return (double) stable.counts().requests() + stableSticky.counts().requests();
    }

    private double partOfSticky() {
      return stableSticky.counts().requests() / calls();
    }

    /** Whether any call came with a key: most services have none, and need not be compared. */
    private boolean hasSticky() {
      return stableSticky.counts().requests() + candidateSticky.counts().requests() > 0;
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
      if (hasSticky()) {
        sticky.towards(increment);
      }
    }

    @Override
    double logAgainst() {
      return mixed(rollback.logEvidence(), sticky.logAgainst()) + paired.logAgainst();
    }

    @Override
    double logTowards() {
      return liveTowards() + paired.logTowards();
    }

    /** Whichever speaks less for it, of the kinds of calls that matter: bad for either kind is bad. */
    private double liveTowards() {
      if (!hasSticky() || partOfSticky() < NEGLIGIBLE) {
        return promotion.logEvidence();
      }
      return partOfSticky() > 1 - NEGLIGIBLE
          ? sticky.logTowards()
          : Math.min(promotion.logEvidence(), sticky.logTowards());
    }

    /** A mean of two e-values is one again, however they depend on each other. */
    private double mixed(double random, double byKey) {
      double part = stickyPart;
      if (part == UNKNOWN || !hasSticky()) {
        return random;
      }
      double first = random + Math.log(1 - part);
      double second = byKey + Math.log(part);
      double larger = Math.max(first, second);
      return larger == Double.NEGATIVE_INFINITY
          ? larger
          : larger + Math.log1p(Math.exp(Math.min(first, second) - larger));
    }

    @Override
    double harm() {
      return hasSticky() ? bound.ownRate() : bound.harm();
    }

    /** Requests still needed by a candidate that fails as often as stable does. */
    @Override
    double missing(EvidenceIncrement increment, double towards, double threshold) {
      CallCounts s = stable.counts();
      int share = increment.share();
      if (share <= 0) {
        return paired.missing(towards, threshold, context.falsePromotion());
      }
      if (hasSticky()) {
        return super.missing(increment, towards, threshold);
      }
      if (s.requests() < FEWEST_FOR_ESTIMATE || share >= BasisPoints.WHOLE) {
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
      double seen = candidate.counts().requests() + paired.pairs().pairs();
      return Math.max(total - seen, total * Math.min(1, left) / 2);
    }

    @Override
    String unit() {
      return onlyShadow() ? "pairs" : super.unit();
    }

    private boolean onlyShadow() {
      return paired.pairs().pairs() > 0
          && candidate.counts().requests() + candidateSticky.counts().requests() == 0;
    }

    @Override
    String worse() {
      return "it fails more than " + Wording.multiple(1 + tolerance, rollbackAllowance)
          + " as often";
    }

    @Override
    String within() {
      return FailureRateSignal.this.within();
    }

    @Override
    Seen seen() {
      return new Rates(
          candidate.counts(),
          stable.counts(),
          candidateSticky.counts(),
          stableSticky.counts(),
          sticky.users(),
          paired.pairs(),
          bound.ratioLower(),
          bound.ratioUpper(),
          FailureRateSignal.this);
    }

    @Override
    String format() {
      return context.reassigned() ? "failure-rate/5/drawn" : "failure-rate/5";
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
          .add(candidateSticky::save, candidateSticky::restore)
          .add(stableSticky::save, stableSticky::restore)
          .add(() -> new double[] {stickyPart}, saved -> stickyPart = saved[0]);
      sticky.addStates(states);
      paired.addStates(states);
      bound.addStates(states);
    }
  }

  /** What was seen of both versions' failures. */
  private record Rates(
      CallCounts candidate,
      CallCounts stable,
      CallCounts candidateSticky,
      CallCounts stableSticky,
      StickyTest.Users users,
      PairCounts shadow,
      double ratioLower,
      double ratioUpper,
      FailureRateSignal signal)
      implements ComparisonMonitor.Seen {

    @Override
    public String text() {
      if (shadow.pairs() == 0) {
        return liveText();
      }
      return candidate.requests() + candidateSticky.requests() == 0
          ? PairedComparison.text(shadow) + "; " + ratioText()
          : liveText() + "; " + PairedComparison.text(shadow);
    }

    private String liveText() {
      String random = "candidate: " + candidate + ", stable: " + stable + "; " + ratioText();
      return candidateSticky.requests() + stableSticky.requests() == 0
          ? random
          : random + "; " + stickyText();
    }

    private String stickyText() {
      return "sticky calls: candidate " + candidateSticky + ", stable " + stableSticky + "; "
          + users.text();
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
      numbers.put("candidateStickyRequests", (double) candidateSticky.requests());
      numbers.put("candidateStickyFailures", (double) candidateSticky.failures());
      numbers.put("stableStickyRequests", (double) stableSticky.requests());
      numbers.put("stableStickyFailures", (double) stableSticky.failures());
      numbers.put("stickyNoiseFactor", users.noiseFactor());
      numbers.put("stickyDispersion", users.dispersion());
      numbers.put("stickyDraws", (double) users.draws());
      PairedComparison.numbers(shadow, numbers);
      numbers.put("ratioLower", ratioLower);
      numbers.put("ratioUpper", ratioUpper);
      numbers.put("tolerance", signal.tolerance);
      numbers.put("margin", signal.margin);
      numbers.put("rollbackAllowance", signal.rollbackAllowance);
      numbers.put("promotionAllowance", signal.promotionAllowance);
    }
  }
}
