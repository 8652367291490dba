package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.sequential.VectorFile.Case;
import dev.belay.sequential.VectorFile.Line;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RateBoundsTest {

  static Stream<Case> vectors() {
    return VectorFile.cases("rate-bounds.txt");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void reproducesTheVectors(Case vector) {
    Line head = vector.head();
    RateBounds bounds = RateBounds.of(head.number(0), head.number(1), head.number(2));
    assertNear(head.number(3), bounds.lower(), 1e-9, "lower");
    assertNear(head.number(4), bounds.upper(), 1e-9, "upper");
  }

  @Test
  void knowsNothingWithoutTrials() {
    assertEquals(new RateBounds(0, 1), RateBounds.of(0, 0, .05));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> RateBounds.of(10, 11, .05));
    assertThrows(IllegalArgumentException.class, () -> RateBounds.upper(10, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> RateBounds.lower(10, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new RateBounds(.5, .4));
    assertThrows(IllegalArgumentException.class, () -> new RateBounds(0, Double.NaN));
  }
}
