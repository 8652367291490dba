package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.PairCounts;
import dev.belay.sequential.OddsTest;
import dev.belay.sequential.RateBounds;
import java.util.Locale;
import java.util.Map;

/**
 * Compares how often something happens to calls of the candidate with an objective. It needs no concurrent calls of stable,
 * and takes random and sticky calls alike: the objective is a promise to whoever is served.
 *
 * <p>Calls in the shadow come in complete sets, so they count in favour of the candidate at once, whatever ended the interval.
 */
abstract class ObjectiveMonitor extends ComparisonMonitor {

  private static final double BOUNDS_LEVEL = .05;
  private static final double GRID_COST = Math.log(12);

  private final double objective;
  private final OddsTest breach = OddsTest.above();
  private final OddsTest meets = OddsTest.below();
  private double trials;
  private double events;
  private double shadowTrials;

  ObjectiveMonitor(SignalContext context, double objective) {
    super(context);
    this.objective = objective;
    meets.start(1);
  }

  /** Live calls of an interval. */
  abstract double trials(EvidenceIncrement increment);

  /** Calls to which it has certainly happened. */
  abstract double certainly(EvidenceIncrement increment);

  /** Calls to which it may have happened, at least as many. */
  abstract double possibly(EvidenceIncrement increment);

  /** What is counted of the pairs. */
  double shadowTrials(PairCounts pairs) {
    return 0;
  }

  /** To how many of these it has happened. */
  double shadowEvents(PairCounts pairs) {
    return 0;
  }

  /** What is counted, with the number of calls and of events. */
  abstract String describe(double calls, double happened);

  @Override
  final void start(double weight) {
    breach.start(weight);
  }

  @Override
  final void against(EvidenceIncrement increment) {
    double inShadow = shadowTrials(increment.shadow());
    double happenedInShadow = shadowEvents(increment.shadow());
    double more = trials(increment) + inShadow;
    double happened = certainly(increment) + happenedInShadow;
    breach.update(more, happened, objective);
    if (inShadow > 0) {
      meets.update(inShadow, happenedInShadow, objective);
    }
    trials += more;
    events += happened;
    shadowTrials += inShadow;
  }

  @Override
  final void towards(EvidenceIncrement increment) {
    meets.update(trials(increment), possibly(increment), objective);
  }

  @Override
  final double logAgainst() {
    return breach.logEvidence();
  }

  @Override
  final double logTowards() {
    return meets.logEvidence();
  }

  /** Requests without any event that would still be needed: a lower bound of what is missing. */
  @Override
  final double missing(EvidenceIncrement increment, double towards, double threshold) {
    double needed = threshold + GRID_COST - Math.max(0, towards);
    return needed / -Math.log1p(objective * Math.expm1(-3));
  }

  final double trials() {
    return trials;
  }

  final double events() {
    return events;
  }

  @Override
  final Seen seen() {
    double calls = trials;
    double happened = events;
    double inShadow = shadowTrials;
    return new Seen() {

      @Override
      public String text() {
        return ObjectiveMonitor.this.text(
            calls, happened, inShadow, RateBounds.of(calls, happened, BOUNDS_LEVEL));
      }

      @Override
      public void numbers(Map<String, Double> numbers) {
        RateBounds bounds = RateBounds.of(calls, happened, BOUNDS_LEVEL);
        count(calls, happened, inShadow, numbers);
        numbers.put("objective", objective);
        numbers.put("rateLower", bounds.lower());
        numbers.put("rateUpper", bounds.upper());
      }
    };
  }

  /** What was seen; depends on nothing but its arguments. */
  String text(double calls, double happened, double inShadow, RateBounds bounds) {
    return describe(calls, happened)
        + (inShadow > 0
            ? String.format(Locale.ROOT, ", %,.0f of these calls in the shadow", inShadow)
            : "")
        + String.format(
            Locale.ROOT,
            ", a rate of %.3f %% to %.3f %%",
            100 * bounds.lower(),
            100 * bounds.upper());
  }

  /** Adds what was counted; depends on nothing but its arguments. */
  void count(double calls, double happened, double inShadow, Map<String, Double> numbers) {
    numbers.put("candidateRequests", calls);
    numbers.put("candidateEvents", happened);
    numbers.put("shadowPairs", inShadow);
  }

  @Override
  void addStates(States states) {
    states
        .add(breach::save, breach::restore)
        .add(meets::save, meets::restore)
        .add(() -> new double[] {trials, events, shadowTrials}, saved -> {
          trials = saved[0];
          events = saved[1];
          shadowTrials = saved[2];
        });
  }
}
