package dev.belay.health;

import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.PairCounts;
import dev.belay.sequential.RateBounds;
import dev.belay.sequential.RequiredTrials;
import java.util.Locale;
import java.util.Optional;

/** The failure rate against an objective. */
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
        RequiredTrials.aboveReference(
            scenario.candidateFailureRate(),
            objective,
            scenario.falseRollback() * StartSchedule.FIRST_BET),
        RequiredTrials.belowReference(
            scenario.candidateFailureRate(), objective, scenario.falsePromotion()),
        "its failure rate is below" + limit()));
  }

  private String limit() {
    return String.format(Locale.ROOT, " the objective of %.3f %%", 100 * objective);
  }

  private final class Monitor extends ObjectiveMonitor {

    private static final double HARM_LEVEL = .025;
    private static final int PART = 8;

    private double boundedTrials;
    private double harm = 1;

    Monitor(SignalContext context) {
      super(context, objective);
    }

    @Override
    double trials(EvidenceIncrement increment) {
      return increment.candidate().counts().all().requests();
    }

    @Override
    double certainly(EvidenceIncrement increment) {
      return increment.candidate().counts().all().failures();
    }

    @Override
    double possibly(EvidenceIncrement increment) {
      return certainly(increment);
    }

    @Override
    double shadowTrials(PairCounts pairs) {
      return pairs.pairs();
    }

    @Override
    double shadowEvents(PairCounts pairs) {
      return pairs.candidate().failures();
    }

    @Override
    String describe(double calls, double happened) {
      return "candidate: " + new CallCounts((long) calls, (long) happened);
    }

    /** The upper bound of its rate, computed anew with every eighth more calls. */
    @Override
    double harm() {
      if (trials() > 0 && trials() - boundedTrials >= boundedTrials / PART) {
        boundedTrials = trials();
        harm = RateBounds.upper(trials(), events(), HARM_LEVEL);
      }
      return harm;
    }

    @Override
    String worse() {
      return "this is above" + limit();
    }

    @Override
    String within() {
      return "this is below" + limit();
    }

    @Override
    String format() {
      return "failure-objective/3";
    }

    @Override
    void addStates(States states) {
      super.addStates(states);
      states.add(() -> new double[] {boundedTrials, harm}, saved -> {
        boundedTrials = saved[0];
        harm = saved[1];
      });
    }
  }
}
