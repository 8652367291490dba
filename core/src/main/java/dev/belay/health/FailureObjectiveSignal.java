package dev.belay.health;

import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.sequential.OddsTest;
import dev.belay.sequential.RateBounds;
import java.util.Locale;

/** The failure rate against an objective. It needs no concurrent calls of the stable version. */
record FailureObjectiveSignal(double objective) implements HealthSignal {

  FailureObjectiveSignal {
    if (!(objective > 0 && objective < 1)) {
      throw new IllegalArgumentException("objective must be in (0, 1), but was " + objective);
    }
  }

  @Override
  public String name() {
    return "failure objective";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public SignalMonitor open(SignalContext context) {
    return new Monitor(context);
  }

  /** Feeds all calls of the candidate, random and sticky: the objective is a promise to whoever is served. */
  private final class Monitor implements SignalMonitor {

    private static final double BOUNDS_LEVEL = .05;
    private static final double GRID_COST = Math.log(12);

    private final OddsTest breach = OddsTest.above();
    private final OddsTest meets = OddsTest.below();
    private final StartSchedule starts;
    private final TwoSidedDecision decision;
    private final Tally candidate = new Tally();

    Monitor(SignalContext context) {
      this.starts = new StartSchedule(context.horizon());
      this.decision = new TwoSidedDecision(context);
      meets.start(1);
    }

    @Override
    public Assessment assess(EvidenceIncrement increment) {
      CallCounts calls = increment.candidate().all();
      starts.advance(increment.from(), increment.to(), breach::start);
      breach.update(calls.requests(), calls.failures(), objective);
      meets.update(calls.requests(), calls.failures(), objective);
      candidate.add(calls);
      return assessment();
    }

    private Assessment assessment() {
      CallCounts all = candidate.counts();
      double against = breach.logEvidence();
      double towards = meets.logEvidence();
      Verdict verdict = decision.decide(against, towards);
      RateBounds bounds = RateBounds.of(all.requests(), all.failures(), BOUNDS_LEVEL);
      double missing = missing(towards);
      Assessment.Builder builder = Assessment.builder(verdict)
          .evidence(against, towards)
          .harm(bounds.upper())
          .reason(reason(verdict, against, towards, bounds, missing))
          .number("candidateRequests", all.requests())
          .number("candidateFailures", all.failures())
          .number("objective", objective)
          .number("rateLower", bounds.lower())
          .number("rateUpper", bounds.upper())
          .number("rollbackThreshold", decision.rollbackThreshold())
          .number("promotionThreshold", decision.promotionThreshold());
      if (verdict == Verdict.INSUFFICIENT && !Double.isNaN(missing)) {
        builder.missingRequests(missing);
      }
      return builder.build();
    }

    /** Requests without any failure that would still be needed: a lower bound of what is missing; NaN if none are. */
    private double missing(double towards) {
      if (towards >= decision.promotionThreshold()) {
        return Double.NaN;
      }
      double needed = decision.promotionThreshold() + GRID_COST - Math.max(0, towards);
      return needed / -Math.log1p(objective * Math.expm1(-3));
    }

    private String reason(
        Verdict verdict, double against, double towards, RateBounds bounds, double missing) {
      String seen = "candidate: "
          + candidate.counts()
          + String.format(
              Locale.ROOT,
              ", a rate of %.3f %% to %.3f %%; ",
              100 * bounds.lower(),
              100 * bounds.upper());
      String limit = String.format(Locale.ROOT, " the objective of %.3f %%", 100 * objective);
      String above =
          Wording.progress("this is above" + limit, against, decision.rollbackThreshold());
      String below =
          Wording.progress("this is below" + limit, towards, decision.promotionThreshold());
      return switch (verdict) {
        case UNHEALTHY -> seen + above;
        case HEALTHY -> seen + below;
        default -> seen + below + "; " + above + Wording.missing(missing);
      };
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
      return new States("failure-objective/1")
          .add(breach::save, breach::restore)
          .add(meets::save, meets::restore)
          .add(starts::save, starts::restore)
          .add(decision::save, decision::restore)
          .add(candidate::save, candidate::restore);
    }
  }
}
