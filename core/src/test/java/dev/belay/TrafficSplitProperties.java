package dev.belay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TrafficSplitProperties {

  private static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  @Provide
  Arbitrary<List<Integer>> parts() {
    return Arbitraries.integers().between(0, 10_000).list().ofMinSize(0).ofMaxSize(5);
  }

  @Property
  @Label("invariant 1: a split is made if its parts sum to the whole, and refused otherwise")
  void sumsToTheWhole(@ForAll("parts") List<Integer> parts) {
    TrafficSplit.Builder builder = TrafficSplit.builder();
    int sum = 0;
    for (int i = 0; i < parts.size(); i++) {
      builder.basisPoints(version(i), parts.get(i));
      sum += parts.get(i);
    }
    if (sum != BasisPoints.WHOLE) {
      assertThrows(IllegalArgumentException.class, builder::build);
    }
    int rest = BasisPoints.WHOLE - sum;
    if (rest >= 0) {
      TrafficSplit split = builder.basisPoints(version(parts.size()), rest).build();
      assertEquals(
          BasisPoints.WHOLE,
          split.parts().values().stream().mapToInt(Integer::intValue).sum());
      for (int i = 0; i < parts.size(); i++) {
        assertEquals(parts.get(i), split.basisPoints(version(i)));
      }
    }
  }

  @Property
  @Label("a split between two versions names both, whatever the share")
  void namesBothVersions(@ForAll @IntRange(min = 0, max = 10_000) int share) {
    TrafficSplit split = TrafficSplit.between(STABLE, CANDIDATE, share);
    assertEquals(share, split.basisPoints(CANDIDATE));
    assertEquals(BasisPoints.WHOLE - share, split.basisPoints(STABLE));
    assertEquals(List.of(STABLE, CANDIDATE), List.copyOf(split.parts().keySet()));
  }

  @Example
  void isEqualWhateverTheOrder() {
    TrafficSplit split = TrafficSplit.between(STABLE, CANDIDATE, 500);
    TrafficSplit same =
        TrafficSplit.builder().percent(CANDIDATE, 5).percent(STABLE, 95).build();
    assertEquals(split, same);
    assertEquals(split.hashCode(), same.hashCode());
    assertNotEquals(split, TrafficSplit.between(STABLE, CANDIDATE, 501));
  }

  @Example
  @Label("a version at 0 is present, which is not the same as having no part")
  void tellsADarkVersionFromNone() {
    assertNotEquals(TrafficSplit.all(STABLE), TrafficSplit.between(STABLE, CANDIDATE, 0));
    assertEquals(0, TrafficSplit.all(STABLE).basisPoints(CANDIDATE));
  }

  @Example
  void readsAsPercentages() {
    assertEquals(
        "fraud:7 99.5 %, fraud:8 0.5 %",
        TrafficSplit.between(STABLE, CANDIDATE, 50).toString());
  }

  @Example
  void refusesWhatIsNoSplitAndSaysWhy() {
    assertRefused(
        "version must be named once in a split, but fraud:7 was named twice",
        () -> TrafficSplit.between(STABLE, STABLE, 100));
    assertRefused(
        "share must be in [0, 10000] basis points, but was -1",
        () -> TrafficSplit.between(STABLE, CANDIDATE, -1));
    assertRefused(
        "basisPoints of fraud:7 must be in [0, 10000] basis points, but was 10001",
        () -> TrafficSplit.builder().basisPoints(STABLE, 10_001));
    assertRefused(
        "parts of a split must sum to 10000 basis points, but sum was 9900 for {fraud:7=9900}",
        () -> TrafficSplit.builder().percent(STABLE, 99).build());
  }

  private static void assertRefused(String message, Runnable making) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, making::run).getMessage());
  }

  private static ModelVersion version(int number) {
    return ModelVersion.of("fraud", "" + number);
  }
}
