package dev.belay.testkit.jqwik;

import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.testkit.jqwik.Parts.Place;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * How a version is going to behave in an interval, whatever the number of its calls. Immutable.
 *
 * @param random the calls that are assigned at random
 * @param sticky the calls that are assigned by a key
 * @param buckets the keys of the sticky calls
 * @param inFlight calls that are running at the end
 */
record ArmDraw(CallDraw random, CallDraw sticky, List<Place> buckets, long inFlight) {

  private static final int MOST_IN_FLIGHT = 1_000;

  static Arbitrary<ArmDraw> all() {
    return Numbers.whole(Combinators.combine(
            CallDraw.all(),
            CallDraw.all(),
            Parts.of(BucketCounts.BUCKETS),
            Arbitraries.longs().between(0, MOST_IN_FLIGHT))
        .as(ArmDraw::new));
  }

  /**
   * What these calls come to.
   *
   * @param randomCalls how many are assigned at random, besides those of the pairs
   * @param ofPairs stable's side of the pairs, which is among the random calls
   * @param stickyCalls how many are assigned by a key
   * @param late how many of the sticky ones belong to an earlier draw, at most all of them
   * @param from the first bucket of the version
   * @param to the bucket after its last one; the same as the first if it has none
   */
  ArmEvidence of(
      long randomCalls, CallCounts ofPairs, long stickyCalls, long late, int from, int to) {
    CallEvidence sticking = sticky.of(stickyCalls, CallCounts.NONE);
    long known = to > from ? stickyCalls - late : 0;
    BucketCounts counted = known == 0
        ? BucketCounts.NONE
        : buckets(known, part(sticking.counts().failures(), known, stickyCalls), from, to);
    return new ArmEvidence(random.of(randomCalls, ofPairs), sticking, counted, inFlight);
  }

  private BucketCounts buckets(long requests, long failures, int from, int to) {
    List<Place> own = buckets.stream()
        .map(place -> new Place(from + place.place() % (to - from), place.weight()))
        .toList();
    long[] divided = Parts.divide(requests, own, BucketCounts.BUCKETS);
    return BucketCounts.of(divided, Parts.divide(failures, divided));
  }

  /** So that those left out are no more than the calls left out. */
  private static long part(long failures, long known, long all) {
    return failures * known / all;
  }
}
