package dev.belay.testkit.jqwik;

import dev.belay.RolloutPolicy;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.health.HealthSignal;
import dev.belay.health.Judge;
import dev.belay.health.Judge.Opinion;
import dev.belay.health.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an evaluation is going to find, under whichever policy: the signals' opinions are made so that the judge comes to the
 * verdict. Immutable.
 *
 * @param verdict what it comes to
 * @param culprit which of the signals that could be the reason for the verdict is it, in turn
 * @param together whether an unhealthy candidate is condemned by all signals together and by none alone, where there are several
 * @param sayings what the signals say, in turn
 * @param calls the calls behind it
 */
record Finding(Verdict verdict, int culprit, boolean together, List<Saying> sayings, Calls calls) {

  /**
   * The calls behind an evaluation. What is enough depends on the policy.
   *
   * @param requestsPerSecond traffic of the endpoint
   * @param stable calls of stable
   * @param before calls of the candidate before the stage
   * @param inStage calls of the candidate in the stage
   * @param shadow pairs
   * @param enough whether to add as many calls as a proof needs: of stable, of the candidate before the stage, of the candidate in
   *     it, and of pairs
   */
  record Calls(
      double requestsPerSecond,
      ArmCounts stable,
      ArmCounts before,
      ArmCounts inStage,
      PairCounts shadow,
      List<Boolean> enough) {

    private Judge.Traffic under(RolloutPolicy policy) {
      long minimum = Math.min(policy.minimumRequests(), Numbers.MOST_REQUESTS);
      ArmCounts stage = enough(2, minimum, inStage);
      return new Judge.Traffic(
          requestsPerSecond,
          enough(0, minimum, stable),
          enough(1, minimum, before).plus(stage),
          stage,
          shadow.plus(new PairCounts(enough.get(3) ? minimum : 0, 0, 0, 0, 0, 0)));
    }

    private ArmCounts enough(int which, long minimum, ArmCounts calls) {
      return enough.get(which) ? calls.plus(Counts.arm(minimum)) : calls;
    }
  }

  /** As the engine asks them: those that decide, those that are observed, and the sample ratio, which every rollout has. */
  Evaluation under(RolloutPolicy policy, int attempt, Instant at) {
    List<HealthSignal> deciding = policy.signals();
    long sequential = deciding.stream().filter(HealthSignal::sequential).count();
    boolean jointly = together && verdict == Verdict.UNHEALTHY && sequential > 1;
    HealthSignal guilty = guilty(deciding);
    List<Opinion> opinions = new ArrayList<>();
    for (HealthSignal signal : deciding) {
      double weight = signal.sequential() ? 1. / sequential : 0;
      Saying saying = saying(opinions.size());
      Bounds bounds = new Bounds(policy, weight);
      opinions.add(new Opinion(
          signal.name(),
          true,
          weight,
          jointly
              ? saying.nearlyUnhealthy(bounds)
              : saying.of(verdictOf(signal, signal.equals(guilty), saying), bounds)));
    }
    for (HealthSignal signal : policy.observed()) {
      Saying saying = saying(opinions.size());
      opinions.add(new Opinion(
          signal.name(),
          false,
          0,
          saying.of(
              saying.among(Saying.SEVERITY), new Bounds(policy, signal.sequential() ? 1 : 0))));
    }
    HealthSignal ratio = HealthSignal.sampleRatio();
    opinions.add(new Opinion(
        ratio.name(),
        true,
        0,
        saying(opinions.size())
            .of(
                guilty.equals(ratio) && !jointly ? verdict : Verdict.HEALTHY,
                new Bounds(policy, 0))));
    return new Judge(policy.falseRollback(), policy.falsePromotion())
        .judge(at, attempt, opinions, calls.under(policy));
  }

  private Saying saying(int number) {
    return sayings.get(number % sayings.size());
  }

  /** A fixed rule is never undecided, and the sample ratio never condemns. */
  private HealthSignal guilty(List<HealthSignal> deciding) {
    List<HealthSignal> able = new ArrayList<>(deciding);
    if (verdict == Verdict.INSUFFICIENT) {
      able.removeIf(signal -> !signal.sequential());
    }
    if (verdict == Verdict.UNAVAILABLE) {
      able.add(HealthSignal.sampleRatio());
    }
    return able.get(culprit % able.size());
  }

  /** The culprit's is the worst. */
  private Verdict verdictOf(HealthSignal signal, boolean culpable, Saying saying) {
    if (culpable) {
      return verdict;
    }
    int worst = Saying.SEVERITY.indexOf(verdict);
    Verdict own = saying.among(Saying.SEVERITY.subList(0, worst + 1));
    return own == Verdict.INSUFFICIENT && !signal.sequential() ? Verdict.HEALTHY : own;
  }
}
