package dev.belay.testkit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How calls fail, and how often in which way. Immutable. */
final class FailureMix {

  private static final Comparator<FailureKind> ORDER =
      Comparator.comparing(FailureKind::form).thenComparingInt(FailureKind::status);

  private final List<FailureKind> kinds;
  private final double[] weights;

  private FailureMix(List<FailureKind> kinds, double[] weights) {
    this.kinds = kinds;
    this.weights = weights;
  }

  static FailureMix equally(FailureKind... kinds) {
    if (kinds.length == 0) {
      throw new IllegalArgumentException("kinds must be at least one, but were none");
    }
    double[] equal = new double[kinds.length];
    Arrays.fill(equal, 1.0 / kinds.length);
    return new FailureMix(List.of(kinds), equal);
  }

  /** A map may come in any order, and the same script must fail in the same way, so the kinds are sorted. */
  static FailureMix weighted(Map<FailureKind, Double> weights) {
    List<Map.Entry<FailureKind, Double>> sorted =
        weights.entrySet().stream().sorted(Map.Entry.comparingByKey(ORDER)).toList();
    double[] values = sorted.stream().mapToDouble(Map.Entry::getValue).toArray();
    return new FailureMix(
        sorted.stream().map(Map.Entry::getKey).toList(), Require.weights("weights", values));
  }

  FailureKind drawn(Draws draws) {
    return kinds.get(Draws.weighted(draws.kind(), weights));
  }
}
