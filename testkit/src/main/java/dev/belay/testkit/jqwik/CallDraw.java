package dev.belay.testkit.jqwik;

import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PredictionCounts;
import dev.belay.evidence.ScoreSums;
import dev.belay.testkit.jqwik.Parts.Place;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * How calls of one kind are going to go, whatever their number. Immutable.
 *
 * @param failures how many fail, if there are as many
 * @param latencies how long they take: buckets of the histogram
 * @param scores how good they are
 * @param predictions what they predict
 */
record CallDraw(long failures, List<Place> latencies, Scores scores, Predictions predictions) {

  private static final int MOST_REJECTED = 10;

  /**
   * Scores of two values.
   *
   * @param scored how many calls have one, as a part of all, in [0, 2]; beyond 1 they are of calls before
   * @param good the part of them that has the better value
   * @param better the better value, in [0, 1]
   * @param worse the other one, as a part of the better one
   * @param rejected scores that are none
   */
  private record Scores(double scored, double good, double better, double worse, long rejected) {

    ScoreSums of(long calls) {
      long count = Math.round(calls * scored);
      long better = Math.round(count * good);
      double high = this.better;
      double low = high * worse;
      return new ScoreSums(
          count,
          better * high + (count - better) * low,
          better * high * high + (count - better) * low * low,
          rejected);
    }
  }

  /**
   * Predictions of a few classes.
   *
   * @param predicting the part of the calls that predicts something, in [0, 1]
   * @param classes what
   * @param rejected predictions that are none
   */
  private record Predictions(double predicting, List<Place> classes, long rejected) {

    PredictionCounts of(long calls) {
      long count = Math.round(calls * predicting);
      return PredictionCounts.of(Parts.divide(count, classes, PredictionCounts.CLASSES), rejected);
    }
  }

  static Arbitrary<CallDraw> all() {
    Arbitrary<Long> rejected = Arbitraries.longs().between(0, MOST_REJECTED);
    Arbitrary<Double> part = Numbers.parts();
    return Numbers.whole(Combinators.combine(
            Numbers.failures(),
            latencyPlaces(),
            Combinators.combine(Numbers.between(0, 2), part, part, part, rejected)
                .as(Scores::new),
            Combinators.combine(part, Parts.of(PredictionCounts.CLASSES), rejected)
                .as(Predictions::new))
        .as(CallDraw::new));
  }

  /** What so many calls come to, and some besides whose outcome is known. */
  CallEvidence of(long requests, CallCounts besides) {
    CallCounts counts = Counts.calls(requests, failures).plus(besides);
    long all = counts.requests();
    return new CallEvidence(counts, histogram(all, latencies), scores.of(all), predictions.of(all));
  }

  static Arbitrary<LatencyHistogram> histograms() {
    return Combinators.combine(Numbers.requests(), latencyPlaces()).as(CallDraw::histogram);
  }

  private static LatencyHistogram histogram(long total, List<Place> latencies) {
    return total == 0
        ? LatencyHistogram.NONE
        : LatencyHistogram.of(Parts.divide(total, latencies, LatencyBuckets.COUNT));
  }

  /** Half of them of milliseconds to seconds, the others any. */
  private static Arbitrary<List<Place>> latencyPlaces() {
    Arbitrary<Integer> usual =
        Arbitraries.longs().between(1_000_000, 2_000_000_000).map(LatencyBuckets::indexOf);
    Arbitrary<Integer> any = Arbitraries.integers().between(0, LatencyBuckets.COUNT - 1);
    return Parts.at(Arbitraries.oneOf(usual, any));
  }
}
