package dev.belay.testkit.jqwik;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Counts that fit together, because the whole is the sum of its parts. */
final class Counts {

  private Counts() {}

  static Arbitrary<CallCounts> calls() {
    return Combinators.combine(Numbers.requests(), Numbers.failures()).as(Counts::calls);
  }

  static CallCounts calls(long requests, long failures) {
    return new CallCounts(requests, Math.min(requests, failures));
  }

  /** Sticky calls in half of the cases. */
  static Arbitrary<ArmCounts> arms() {
    return Combinators.combine(
            calls(), Arbitraries.oneOf(Arbitraries.just(CallCounts.NONE), calls()))
        .as(ArmCounts::new);
  }

  static ArmCounts arm(long requests) {
    return new ArmCounts(new CallCounts(requests, 0), CallCounts.NONE);
  }

  static Arbitrary<PairCounts> pairs() {
    Arbitrary<Long> some = Numbers.requests();
    Arbitrary<Long> few = Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.just(0L)), Tuple.of(3, Arbitraries.longs().between(0, 100)));
    return Numbers.whole(Combinators.combine(some, few, few, few, some, few).as(Counts::pairs));
  }

  private static PairCounts pairs(
      long notCompared,
      long onlyCandidateFailed,
      long onlyStableFailed,
      long bothFailed,
      long agreed,
      long disagreed) {
    long compared = agreed + disagreed;
    long failed = onlyCandidateFailed + onlyStableFailed + bothFailed;
    return new PairCounts(
        notCompared + failed + compared,
        onlyCandidateFailed,
        onlyStableFailed,
        bothFailed,
        compared,
        agreed);
  }
}
