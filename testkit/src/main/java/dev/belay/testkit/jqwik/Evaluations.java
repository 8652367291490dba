package dev.belay.testkit.jqwik;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.health.Verdict;
import dev.belay.strategy.RolloutContext;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Evaluations as a judge makes them. */
final class Evaluations {

  private static final int SAYINGS = 4;

  private Evaluations() {}

  static Arbitrary<Evaluation> all() {
    return Numbers.whole(Combinators.combine(
            Policies.all(), findings(verdicts()), Numbers.attempts(), Numbers.instants())
        .as((policy, finding, attempt, at) -> finding.under(policy, attempt, at)));
  }

  static Arbitrary<Evaluation> of(RolloutContext context) {
    return Combinators.combine(findings(verdicts()), Numbers.instants())
        .as((finding, at) -> finding.under(context.policy(), context.attempt(), at));
  }

  /** Each as often, and none rather than any. */
  static Arbitrary<Verdict> verdicts() {
    return Arbitraries.of(
        Verdict.INSUFFICIENT, Verdict.HEALTHY, Verdict.UNAVAILABLE, Verdict.UNHEALTHY);
  }

  static Arbitrary<Finding> findings(Arbitrary<Verdict> verdicts) {
    return Numbers.whole(Combinators.combine(
            verdicts,
            Arbitraries.integers().between(0, 11),
            Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true)),
            sayings().list().ofSize(SAYINGS),
            calls())
        .as(Finding::new));
  }

  private static Arbitrary<Saying> sayings() {
    Arbitrary<Double> missing = Arbitraries.frequencyOf(
        Tuple.of(5, Numbers.between(0, 9).map(exponent -> Math.pow(10, exponent))),
        Tuple.of(1, Arbitraries.just(Double.POSITIVE_INFINITY)));
    return Numbers.whole(Combinators.combine(
            Arbitraries.integers().between(0, 11),
            Numbers.parts(),
            Numbers.parts(),
            Numbers.parts(),
            missing.optional(.7))
        .as(Saying::new));
  }

  private static Arbitrary<Finding.Calls> calls() {
    Arbitrary<ArmCounts> arms = Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.just(ArmCounts.NONE)), Tuple.of(2, Counts.arms()));
    return Numbers.whole(Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(0.)), Tuple.of(5, Numbers.requestsPerSecond())),
            arms,
            arms,
            arms,
            Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(PairCounts.NONE)), Tuple.of(1, Counts.pairs())),
            Arbitraries.frequency(Tuple.of(2, false), Tuple.of(1, true)).list().ofSize(4))
        .as(Finding.Calls::new));
  }

  /** That all is well, on as many calls as any stage may want. */
  static Finding proof() {
    Finding.Calls many = new Finding.Calls(
        10,
        Counts.arm(Numbers.MOST_REQUESTS),
        Counts.arm(0),
        Counts.arm(Numbers.MOST_REQUESTS),
        new PairCounts(Numbers.MOST_REQUESTS, 0, 0, 0, 0, 0),
        List.of(true, true, true, true));
    return new Finding(
        Verdict.HEALTHY, 0, false, List.of(new Saying(0, 0, 0, 0, Optional.empty())), many);
  }
}
