package dev.belay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

class LatencyProperties {

  private static final long LONGEST = 1L << 36;
  private static final double RELATIVE_ERROR = .016;

  /** Latencies of every magnitude alike. */
  @Provide
  Arbitrary<Long> latencies() {
    return Arbitraries.integers()
        .between(0, 35)
        .flatMap(bits -> Arbitraries.longs().between((1L << bits) & ~1L, (2L << bits) - 1));
  }

  @Provide
  Arbitrary<List<Long>> samples() {
    return latencies().list().ofMinSize(1).ofMaxSize(200);
  }

  @Example
  @Label("the buckets lie side by side from 0 on, without a gap")
  void coversEveryLatencyOnce() {
    assertEquals(0, LatencyBuckets.lowerEdge(0));
    for (int index = 0; index < LatencyBuckets.COUNT; index++) {
      long lower = LatencyBuckets.lowerEdge(index);
      long upper = LatencyBuckets.upperEdge(index);
      assertTrue(lower < upper);
      assertEquals(index, LatencyBuckets.indexOf(lower));
      assertEquals(index, LatencyBuckets.indexOf(upper - 1));
      if (index + 1 < LatencyBuckets.COUNT) {
        assertEquals(LatencyBuckets.lowerEdge(index + 1), upper);
      }
    }
    assertEquals(LONGEST, LatencyBuckets.lowerEdge(LatencyBuckets.COUNT - 1));
    assertEquals(LatencyBuckets.COUNT - 1, LatencyBuckets.indexOf(Long.MAX_VALUE));
  }

  @Property
  @Label("a longer latency is in no lower bucket")
  void isMonotone(
      @ForAll @LongRange(min = 0) long latency, @ForAll @LongRange(min = 0) long other) {
    assertTrue(LatencyBuckets.indexOf(Math.min(latency, other))
        <= LatencyBuckets.indexOf(Math.max(latency, other)));
  }

  @Property
  @Label(
      "between 1 microsecond and 68 seconds the middle of a bucket is within 1.6 % of what is in it")
  void isWithinItsError(@ForAll("latencies") long latency) {
    long[] counts = new long[LatencyBuckets.COUNT];
    counts[LatencyBuckets.indexOf(latency)] = 1;
    long middle = LatencyHistogram.of(counts).quantileNanos(1);
    double allowed = latency >= 1_024 ? RELATIVE_ERROR * latency : 16;
    assertTrue(Math.abs(middle - latency) <= allowed, latency + " was read as " + middle);
  }

  @Property
  @Label("a quantile is within 1.6 % of the value at its rank in the sorted sample")
  void findsTheQuantilesOfASample(
      @ForAll("samples") List<Long> sample,
      @ForAll @Scale(4) @DoubleRange(min = .0001, max = 1) double part) {
    long[] counts = new long[LatencyBuckets.COUNT];
    sample.forEach(latency -> counts[LatencyBuckets.indexOf(latency)]++);
    long[] sorted = sample.stream().mapToLong(Long::longValue).sorted().toArray();
    long wanted = sorted[(int) Math.ceil(part * sorted.length) - 1];
    long got = LatencyHistogram.of(counts).quantileNanos(part);
    assertTrue(
        Math.abs(got - wanted) <= Math.max(16, RELATIVE_ERROR * wanted),
        "want " + wanted + ", got " + got);
  }

  @Property
  @Label("quantiles never fall with the part")
  void readsQuantilesInOrder(
      @ForAll("samples") List<Long> sample,
      @ForAll @Scale(3) @DoubleRange(min = .001, max = 1) double part,
      @ForAll @Scale(3) @DoubleRange(min = .001, max = 1) double other) {
    long[] counts = new long[LatencyBuckets.COUNT];
    sample.forEach(latency -> counts[LatencyBuckets.indexOf(latency)]++);
    LatencyHistogram histogram = LatencyHistogram.of(counts);
    assertEquals(sample.size(), histogram.total());
    assertTrue(histogram.quantileNanos(Math.min(part, other))
        <= histogram.quantileNanos(Math.max(part, other)));
  }

  @Example
  void readsNothingFromAnEmptyHistogramAndTheLowestOfTheLastBucket() {
    long[] counts = new long[LatencyBuckets.COUNT];
    assertEquals(0, LatencyHistogram.of(counts).quantileNanos(.5));
    counts[LatencyBuckets.COUNT - 1] = 3;
    assertEquals(LONGEST, LatencyHistogram.of(counts).quantileNanos(.5));
  }

  @Example
  void keepsItsCountsWhenTheArrayChanges() {
    long[] counts = new long[LatencyBuckets.COUNT];
    LatencyHistogram histogram = LatencyHistogram.of(counts);
    Arrays.fill(counts, 7);
    assertEquals(0, histogram.count(3));
  }

  @Example
  void refusesWhatIsNoHistogram() {
    assertThrows(IllegalArgumentException.class, () -> LatencyHistogram.of(new long[3]));
    long[] negative = new long[LatencyBuckets.COUNT];
    negative[5] = -1;
    assertThrows(IllegalArgumentException.class, () -> LatencyHistogram.of(negative));
    LatencyHistogram empty = LatencyHistogram.of(new long[LatencyBuckets.COUNT]);
    for (double part : new double[] {0, -.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> empty.quantileNanos(part));
    }
    assertThrows(IllegalArgumentException.class, () -> LatencyBuckets.lowerEdge(-1));
    assertThrows(
        IllegalArgumentException.class, () -> LatencyBuckets.upperEdge(LatencyBuckets.COUNT));
  }
}
