package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.PairCounts;
import dev.belay.sequential.RateBounds;
import java.util.Locale;
import java.util.Map;

/** How often both versions agree, against an objective. */
record AgreementSignal(double share) implements HealthSignal {

  AgreementSignal {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share must be in (0, 1), but was " + share);
    }
  }

  @Override
  public String name() {
    return "agreement";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public boolean learnsFromTraffic() {
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

  /** Its events are disagreements. */
  private final class Monitor extends ObjectiveMonitor {

    Monitor(SignalContext context) {
      super(context, 1 - share);
    }

    @Override
    double trials(EvidenceIncrement increment) {
      return 0;
    }

    @Override
    double certainly(EvidenceIncrement increment) {
      return 0;
    }

    @Override
    double possibly(EvidenceIncrement increment) {
      return 0;
    }

    @Override
    double shadowTrials(PairCounts pairs) {
      return pairs.compared();
    }

    @Override
    double shadowEvents(PairCounts pairs) {
      return pairs.compared() - pairs.agreed();
    }

    @Override
    String describe(double calls, double happened) {
      return String.format(
          Locale.ROOT, "%,.0f of %,.0f compared pairs agree", calls - happened, calls);
    }

    @Override
    String text(double calls, double happened, double inShadow, RateBounds bounds) {
      return calls == 0
          ? "no answers were compared yet, this waits for pairs in the shadow in which both succeed"
          : describe(calls, happened)
              + String.format(
                  Locale.ROOT,
                  ", a part of %.3f %% to %.3f %%",
                  100 * (1 - bounds.upper()),
                  100 * (1 - bounds.lower()));
    }

    @Override
    void count(double calls, double happened, double inShadow, Map<String, Double> numbers) {
      numbers.put("comparedPairs", calls);
      numbers.put("disagreements", happened);
    }

    @Override
    String unit() {
      return "compared pairs";
    }

    /** How many pairs there are and how many are compared is not known here. */
    @Override
    boolean paced() {
      return false;
    }

    @Override
    String worse() {
      return "they agree less often than" + limit();
    }

    @Override
    String within() {
      return "they agree more often than" + limit();
    }

    private String limit() {
      return String.format(Locale.ROOT, " in %.3f %% of all pairs", 100 * share);
    }

    @Override
    String format() {
      return "agreement/1";
    }
  }
}
