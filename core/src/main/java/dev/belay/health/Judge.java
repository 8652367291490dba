package dev.belay.health;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation.SignalResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Combines the assessments of one evaluation under the two error probabilities of a policy. A pure function; its rules are
 * those of {@link Evaluation}.
 */
public final class Judge {

  private final double rollbackThreshold;
  private final double promotionThreshold;

  /**
   * A judge for one policy.
   *
   * @param falseRollback probability of ever condemning a candidate that is within all tolerances, in (0, 0.5)
   * @param falsePromotion probability of ever passing a candidate that is outside a margin, in (0, 0.5)
   */
  public Judge(double falseRollback, double falsePromotion) {
    rollbackThreshold = Math.log(1 / falseRollback);
    promotionThreshold = Math.log(1 / falsePromotion);
  }

  /**
   * A signal and what it said.
   *
   * @param name the signal's name
   * @param deciding false if it is only observed
   * @param weight its part of the rollback promise; the weights of all deciding signals sum to 1
   * @param assessment what it said
   */
  public record Opinion(String name, boolean deciding, double weight, Assessment assessment) {}

  /**
   * The calls behind an evaluation.
   *
   * @param requestsPerSecond traffic of the endpoint
   * @param stable all calls of the stable version in this attempt
   * @param candidate all calls of the candidate in this attempt
   * @param candidateInStage calls of the candidate that were routed in the current stage
   * @param shadow all pairs of this attempt
   */
  public record Traffic(
      double requestsPerSecond,
      ArmCounts stable,
      ArmCounts candidate,
      ArmCounts candidateInStage,
      PairCounts shadow) {

    /**
     * The calls of a rollout without pairs.
     *
     * @param requestsPerSecond traffic of the endpoint
     * @param stable all calls of the stable version in this attempt
     * @param candidate all calls of the candidate in this attempt
     * @param candidateInStage calls of the candidate that were routed in the current stage
     */
    public Traffic(
        double requestsPerSecond,
        ArmCounts stable,
        ArmCounts candidate,
        ArmCounts candidateInStage) {
      this(requestsPerSecond, stable, candidate, candidateInStage, PairCounts.NONE);
    }
  }

  /**
   * Judges.
   *
   * @param at when
   * @param attempt the attempt that the evidence belongs to
   * @param opinions one for each signal
   * @param traffic the calls behind them
   * @return the evaluation
   */
  public Evaluation judge(Instant at, int attempt, List<Opinion> opinions, Traffic traffic) {
    double combined = combinedEvidence(opinions);
    double endless = endlessWeight(opinions);
    double promotion = Double.POSITIVE_INFINITY;
    double harm = 1;
    List<SignalResult> results = new ArrayList<>();
    for (Opinion opinion : opinions) {
      Assessment assessment = opinion.assessment();
      if (opinion.weight() > 0) {
        promotion = Math.min(promotion, assessment.promotionEvidence());
      }
      if (opinion.deciding()) {
        harm = Math.min(harm, assessment.harm());
      }
      results.add(new SignalResult(
          opinion.name(),
          opinion.deciding(),
          opinion.weight(),
          attribution(opinion, combined, endless),
          assessment));
    }
    return new Evaluation(
        at,
        attempt,
        verdict(opinions, combined),
        results,
        combined,
        rollbackThreshold,
        promotion == Double.POSITIVE_INFINITY ? 0 : promotion,
        promotionThreshold,
        harm,
        traffic.requestsPerSecond(),
        traffic.stable(),
        traffic.candidate(),
        traffic.candidateInStage(),
        traffic.shadow());
  }

  private static double attribution(Opinion opinion, double combined, double endless) {
    double evidence = opinion.assessment().rollbackEvidence();
    if (opinion.weight() == 0 || evidence == Double.NEGATIVE_INFINITY) {
      return 0;
    }
    return evidence == Double.POSITIVE_INFINITY
        ? opinion.weight() / endless
        : Math.min(1, opinion.weight() * Math.exp(evidence - combined));
  }

  /** The weight of the signals whose evidence is beyond all numbers: they share the attribution among them. */
  private static double endlessWeight(List<Opinion> opinions) {
    return opinions.stream()
        .filter(opinion -> opinion.assessment().rollbackEvidence() == Double.POSITIVE_INFINITY)
        .mapToDouble(Opinion::weight)
        .sum();
  }

  /** ln of the weighted mean, with the largest term taken out against overflow. */
  private static double combinedEvidence(List<Opinion> opinions) {
    double largest = Double.NEGATIVE_INFINITY;
    for (Opinion opinion : opinions) {
      if (opinion.weight() > 0) {
        largest = Math.max(largest, opinion.assessment().rollbackEvidence());
      }
    }
    if (largest == Double.NEGATIVE_INFINITY || largest == Double.POSITIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (Opinion opinion : opinions) {
      if (opinion.weight() > 0) {
        sum += opinion.weight() * Math.exp(opinion.assessment().rollbackEvidence() - largest);
      }
    }
    return largest + Math.log(sum);
  }

  private Verdict verdict(List<Opinion> opinions, double combined) {
    Verdict verdict = Verdict.HEALTHY;
    boolean any = false;
    boolean unavailable = false;
    for (Opinion opinion : opinions) {
      if (!opinion.deciding()) {
        continue;
      }
      any = true;
      switch (opinion.assessment().verdict()) {
        case UNHEALTHY -> {
          return Verdict.UNHEALTHY;
        }
        case UNAVAILABLE -> unavailable = true;
        case INSUFFICIENT -> verdict = Verdict.INSUFFICIENT;
        case HEALTHY -> {}
      }
    }
    if (combined >= rollbackThreshold) {
      return Verdict.UNHEALTHY;
    }
    if (unavailable) {
      return Verdict.UNAVAILABLE;
    }
    return any ? verdict : Verdict.INSUFFICIENT;
  }
}
