package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.sequential.VectorFile.Case;
import dev.belay.sequential.VectorFile.Line;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterNoiseTest {

  static Stream<Case> vectors() {
    return VectorFile.cases("cluster-noise.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectors(Case vector) {
    List<Line> trials = vector.all("trials").toList();
    List<Line> events = vector.all("events").toList();
    ClusterNoise noise = new ClusterNoise(trials.get(0).words().size());
    for (int i = 0; i < trials.size(); i++) {
      noise.update(counts(trials.get(i)), counts(events.get(i)));
    }
    vector
        .all("persistent")
        .forEach(want -> assertNear(
            want.number(0), noise.persistent(vector.head().number(1), 1), 1e-9, "persistent"));
    vector.all("dispersion").forEach(want -> {
      assertNear(want.number(0), noise.squares(), 1e-9, "squares");
      assertNear(want.number(2), noise.dispersion(), 1e-9, "dispersion");
    });
  }

  private static long[] counts(Line line) {
    return line.words().stream().mapToLong(Long::parseLong).toArray();
  }

  @Test
  void tellsLastingDifferencesFromChance() {
    SplittableRandom random = new SplittableRandom(11);
    ClusterNoise alike = new ClusterNoise(1000);
    ClusterNoise different = new ClusterNoise(1000);
    for (int interval = 0; interval < 100; interval++) {
      long[] trials = new long[1000];
      long[] even = new long[1000];
      long[] uneven = new long[1000];
      for (int i = 0; i < 950; i++) {
        trials[i] = 20;
        even[i] = Chance.binomial(random, 20, .05);
        uneven[i] = Chance.binomial(random, 20, i % 2 == 0 ? .025 : .075);
      }
      alike.update(trials, even);
      different.update(trials, uneven);
    }
    assertEquals(1, alike.dispersion(), .05);
    assertEquals(.5 * Math.sqrt(1 / 50.0 + 1 / 950.0), different.persistent(50), .01);
    assertTrue(alike.persistent(50) < .01, "persistent " + alike.persistent(50));
  }

  @Test
  void knowsNothingOfFewerThanTwoClustersOrWithoutAnEvent() {
    ClusterNoise noise = new ClusterNoise(3);
    assertEquals(1, noise.dispersion());
    assertEquals(Double.POSITIVE_INFINITY, noise.persistent(5));
    noise.update(new long[] {0, 0, 0}, new long[] {0, 0, 0});
    noise.update(new long[] {10, 0, 0}, new long[] {10, 0, 0});
    assertEquals(Double.POSITIVE_INFINITY, noise.persistent(5));
    ClusterNoise silent = new ClusterNoise(3);
    silent.update(new long[] {10, 10, 0}, new long[3]);
    assertEquals(0, silent.persistent(5));
  }

  @Test
  void staysANumberForBillions() {
    ClusterNoise noise = new ClusterNoise(3);
    noise.update(new long[] {1_000_000_000_000L, 1, 0}, new long[] {1_000_000_000_000L, 0, 0});
    noise.update(new long[] {0, 1_000_000_000_000L, 5}, new long[] {0, 0, 5});
    assertTrue(noise.dispersion() >= 1 && Double.isFinite(noise.dispersion()));
    assertTrue(Double.isFinite(noise.persistent(1e-3)));
  }

  @Test
  void goesOnWhereItWasSaved() {
    ClusterNoise straight = new ClusterNoise(4);
    straight.update(new long[] {10, 20, 30, 0}, new long[] {5, 20, 1, 0});
    ClusterNoise restored = new ClusterNoise(4);
    restored.restore(straight.save());
    long[] trials = {3, 4, 5, 6};
    straight.update(trials, new long[] {3, 0, 0, 6});
    restored.update(trials, new long[] {3, 0, 0, 6});
    assertArrayEquals(straight.save(), restored.save());
    assertEquals(straight.persistent(3), restored.persistent(3));
    assertThrows(IllegalArgumentException.class, () -> restored.restore(new double[9]));
  }

  @Test
  void refusesCountsThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new ClusterNoise(0));
    ClusterNoise noise = new ClusterNoise(2);
    for (long[] counts : Arrays.asList(new long[1], new long[3], new long[] {-1, 2})) {
      assertThrows(IllegalArgumentException.class, () -> noise.update(counts, new long[2]));
      assertThrows(IllegalArgumentException.class, () -> noise.update(new long[] {5, 5}, counts));
    }
    assertThrows(
        IllegalArgumentException.class, () -> noise.update(new long[2], new long[] {0, 1}));
    for (double armClusters : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> noise.persistent(armClusters));
    }
  }
}
