package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Assessment.Explanation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all signals with two tests have in common: one that the candidate is within its tolerance, which takes every interval
 * at once and starts anew now and then; and one that it is outside its margin, which takes whole and settled intervals only.
 */
abstract class ComparisonMonitor implements SignalMonitor {

  private static final double FEWEST_TO_EXTRAPOLATE = 50;

  private final StartSchedule starts;
  private final Settling settling;
  private final TwoSidedDecision decision;
  private final Pace pace = new Pace();
  private final Tally candidate = new Tally();
  private @Nullable EvidenceIncrement waiting;

  ComparisonMonitor(SignalContext context) {
    this.starts = new StartSchedule(context.horizon());
    this.settling = new Settling(context.longestCall());
    this.decision = new TwoSidedDecision(context);
  }

  /** What was seen up to now, kept for whoever asks later: immutable. */
  interface Seen {

    /** What was seen, as the first part of the sentence. */
    String text();

    /** Adds what the verdict can be recomputed from. */
    void numbers(Map<String, Double> numbers);
  }

  /** Bets a part of the wealth against the candidate from the next interval on. */
  abstract void start(double weight);

  /** Takes an interval into the test against the candidate. */
  abstract void against(EvidenceIncrement increment);

  /** Takes an interval that the clock or a change of the share ended, whatever happened in it. */
  void atTick(EvidenceIncrement increment) {}

  /** Takes such an interval that is settled as well into the test for the candidate. */
  abstract void towards(EvidenceIncrement increment);

  abstract double logAgainst();

  abstract double logTowards();

  abstract Seen seen();

  /** What is claimed when the candidate is condemned, after "evidence that". */
  abstract String worse();

  /** What is claimed when it passes, after "evidence that". */
  abstract String within();

  /** The accumulated parts of the subclass. */
  abstract void addStates(States states);

  /** Names the form of what is saved. */
  abstract String format();

  /** Failures that the candidate adds per request, at most. */
  double harm() {
    return 1;
  }

  /** Candidate requests still needed if it goes on as well as so far; NaN if there is no telling. */
  double missing(EvidenceIncrement increment, double towards, double threshold) {
    long requests = candidate.counts().requests();
    return towards > 0 && requests >= FEWEST_TO_EXTRAPOLATE
        ? requests * (threshold - towards) / towards
        : Double.NaN;
  }

  /** What is missing, in the plural. */
  String unit() {
    return "candidate requests";
  }

  /** Whether that comes as fast as candidate requests do. */
  boolean paced() {
    return true;
  }

  @Override
  public final Assessment assess(EvidenceIncrement increment) {
    starts.advance(increment.from(), increment.to(), this::start);
    against(increment);
    join(increment);
    pace.add(increment);
    candidate.add(increment.candidate().counts().all());
    double against = logAgainst();
    double towards = logTowards();
    Verdict verdict = decision.decide(against, towards);
    double missing = verdict == Verdict.INSUFFICIENT && towards < decision.promotionThreshold()
        ? missing(increment, towards, decision.promotionThreshold())
        : Double.NaN;
    Seen seen = seen();
    String unit = unit();
    double perSecond = pace.perSecond();
    return Assessment.builder(verdict)
        .evidence(against, towards)
        .harm(harm())
        .missingRequests(missing)
        .explained(() -> explain(
            verdict,
            against,
            towards,
            seen,
            Wording.missing(missing, unit, paced() ? perSecond : 0),
            perSecond));
  }

  /**
   * Joins intervals that a failure of the candidate cut short. Where an interval ends must not depend on its outcomes, or the
   * ones that hold a failure are too short, and failures weigh too little in favour of the candidate.
   */
  private void join(EvidenceIncrement increment) {
    if (waiting != null && !waiting.joins(increment)) {
      tick();
    }
    waiting = waiting == null ? increment : waiting.plus(increment);
    if (increment.steady()) {
      tick();
    }
  }

  private void tick() {
    EvidenceIncrement joined = waiting;
    if (joined == null) {
      return;
    }
    waiting = null;
    atTick(joined);
    if (settling.settled(joined)) {
      towards(joined);
    }
  }

  private Explanation explain(
      Verdict verdict,
      double against,
      double towards,
      Seen seen,
      String missing,
      double perSecond) {
    String bad = Wording.progress(worse(), against, decision.rollbackThreshold());
    String good = Wording.progress(within(), towards, decision.promotionThreshold());
    String rest = switch (verdict) {
      case UNHEALTHY -> bad;
      case HEALTHY -> good;
      default -> good + "; " + bad + missing;
    };
    Map<String, Double> numbers = new LinkedHashMap<>();
    seen.numbers(numbers);
    numbers.put("rollbackEvidence", against);
    numbers.put("promotionEvidence", towards);
    numbers.put("rollbackThreshold", decision.rollbackThreshold());
    numbers.put("promotionThreshold", decision.promotionThreshold());
    numbers.put("candidateRequestsPerSecond", perSecond);
    return new Explanation(seen.text() + "; " + rest, numbers);
  }

  @Override
  public final MonitorState save() {
    tick();
    return states().save();
  }

  @Override
  public final void restore(MonitorState state) {
    states().restore(state);
  }

  private States states() {
    States states = new States(format())
        .add(starts::save, starts::restore)
        .add(settling::save, settling::restore)
        .add(decision::save, decision::restore)
        .add(pace::save, pace::restore)
        .add(candidate::save, candidate::restore);
    addStates(states);
    return states;
  }
}
