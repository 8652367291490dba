package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.VectorFile.Case;
import dev.belay.sequential.VectorFile.Line;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TailShiftTestTest {

  private static final int BUCKETS = 16;
  private static final long[] NONE = new long[BUCKETS];

  static Stream<Case> vectors() {
    return VectorFile.cases("tail-shift.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectors(Case vector) {
    Line head = vector.head();
    int shift = Integer.parseInt(head.word(3));
    TailShiftTest test = open(head.word(1).equals("above"), head.number(2), shift);
    test.update(NONE, counts(vector.only("past")));
    Line want = vector.only("counts");
    assertEquals(want.number(0), test.threshold());
    test.update(counts(vector.only("arm")), counts(vector.only("base")));
    if (want.number(0) + shift >= BUCKETS) {
      // The vector counts no event where none can be seen; this test skips the interval.
      assertEquals(0, test.armTrials());
      assertEquals(0, test.logEvidence(), 1e-15);
      return;
    }
    assertEquals(want.number(1), test.armTrials());
    assertEquals(want.number(2), test.armEvents());
    assertEquals(want.number(3), test.baseTrials());
    assertEquals(want.number(4), test.baseEvents());
    assertNear(vector.only("evidence").number(0), test.logEvidence(), 1e-9, "evidence");
  }

  private static long[] counts(Line line) {
    return line.words().stream().mapToLong(Long::parseLong).toArray();
  }

  @Test
  void countsNothingBeforeThePastIsLongEnough() {
    TailShiftTest test = open(true, .9, 0);
    long[] base = new long[BUCKETS];
    base[3] = 200;
    base[5] = 10;
    test.update(base, base);
    test.update(base, base);
    assertEquals(-1, test.threshold());
    assertEquals(0, test.armTrials());
    test.update(base, base);
    assertEquals(4, test.threshold());
    test.update(base, base);
    assertEquals(210, test.armTrials());
    assertEquals(10, test.armEvents());
  }

  /** A tail of exactly a tenth is not too heavy for the 90 % quantile, though 1 - 0.9 is less than 0.1. */
  @Test
  void allowsATailOfExactlyTheShare() {
    TailShiftTest test = open(true, .9, 0);
    long[] base = new long[BUCKETS];
    base[3] = 900;
    base[5] = 100;
    test.update(NONE, base);
    assertEquals(4, test.threshold());
    base[5] = 101;
    TailShiftTest heavier = open(true, .9, 0);
    heavier.update(NONE, base);
    assertEquals(6, heavier.threshold());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void skipsAnIntervalWithoutABucketBeyondTheThreshold(boolean above) {
    long[] base = new long[BUCKETS];
    base[BUCKETS - 1] = 1000;
    TailShiftTest atTheEnd = open(above, .99, 0);
    atTheEnd.update(base, base);
    assertEquals(-1, atTheEnd.threshold());
    atTheEnd.update(base, base);
    assertEquals(0, atTheEnd.armTrials());
    long[] high = new long[BUCKETS];
    high[BUCKETS - 2] = 1000;
    TailShiftTest shiftedPastIt = open(above, .99, 1);
    shiftedPastIt.update(high, high);
    assertEquals(BUCKETS - 1, shiftedPastIt.threshold());
    shiftedPastIt.update(high, high);
    assertEquals(0, shiftedPastIt.armTrials());
    assertEquals(0, shiftedPastIt.logEvidence(), 1e-15);
  }

  /** A thousand intervals at one level are forgotten within a few hundred at another. */
  @Test
  void followsTheBaseArmAndForgets() {
    TailShiftTest test = open(true, .5, 0);
    for (int i = 0; i < 30_000; i++) {
      long[] base = new long[BUCKETS];
      base[i < 29_900 ? 2 : 9] = 1_000_000_000L;
      test.update(NONE, base);
    }
    assertEquals(10, test.threshold());
    for (double number : test.save()) {
      assertTrue(number == Double.NEGATIVE_INFINITY || Double.isFinite(number));
    }
  }

  @Test
  void keepsItsPastOverIntervalsWithoutTheBaseArm() {
    TailShiftTest test = open(true, .5, 0);
    long[] base = new long[BUCKETS];
    base[2] = 500;
    test.update(NONE, base);
    double[] before = test.save();
    for (int i = 0; i < 100; i++) {
      test.update(base, NONE);
    }
    assertArrayEquals(before, test.save());
  }

  @Test
  void goesOnWhereItWasSaved() {
    SplittableRandom random = new SplittableRandom(3);
    TailShiftTest straight = open(false, .9, 1);
    for (int i = 0; i < 50; i++) {
      TailShiftTest restored = TailShiftTest.below(.9, BUCKETS, edge -> edge + 1);
      restored.restore(straight.save());
      long[] arm = random.longs(BUCKETS, 0, 30).toArray();
      long[] base = random.longs(BUCKETS, 0, 100).toArray();
      straight.update(arm, base);
      restored.update(arm, base);
      assertArrayEquals(straight.save(), restored.save());
      assertEquals(straight.logEvidence(), restored.logEvidence());
      assertEquals(straight.threshold(), restored.threshold());
    }
    assertThrows(IllegalArgumentException.class, () -> straight.restore(new double[10]));
  }

  @Test
  void refusesWhatIsNoQuantileShiftOrHistogram() {
    for (double quantile : new double[] {0, 1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> TailShiftTest.above(quantile, 4, edge -> edge));
    }
    assertThrows(IllegalArgumentException.class, () -> TailShiftTest.above(.5, 1, edge -> edge));
    assertEquals(
        "shift must be at least 0, but was -1 for edge 0",
        assertThrows(
                IllegalArgumentException.class, () -> TailShiftTest.above(.5, 4, edge -> edge - 1))
            .getMessage());
    TailShiftTest test = TailShiftTest.above(.5, 2, edge -> edge);
    double[] before = test.save();
    for (long[] counts : new long[][] {{1}, {1, 2, 3}, {1, -1}, {Long.MAX_VALUE, 1}}) {
      assertThrows(IllegalArgumentException.class, () -> test.update(counts, new long[] {1, 1}));
      assertThrows(IllegalArgumentException.class, () -> test.update(new long[] {1, 1}, counts));
    }
    assertArrayEquals(before, test.save());
  }

  private static TailShiftTest open(boolean above, double quantile, int shift) {
    TailShiftTest test = above
        ? TailShiftTest.above(quantile, BUCKETS, edge -> edge + shift)
        : TailShiftTest.below(quantile, BUCKETS, edge -> edge + shift);
    test.start(1);
    return test;
  }
}
