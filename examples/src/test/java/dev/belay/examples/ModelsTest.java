package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelsTest {

  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");
  private static final DataSet DATA = GeneratedRows.create(1);

  @BeforeAll
  static void quieten() {
    TRIBUO.setLevel(Level.WARNING);
  }

  @Test
  void makesTheSecondVersionBetterThanTheFirst() {
    double linear = Models.linear(DATA).accuracy(DATA.serving());
    double forest = Models.forest(DATA).accuracy(DATA.serving());

    assertTrue(forest > linear + .05, forest + " against " + linear);
  }

  @Test
  void breaksTheThirdVersionExactlyOnRowsWithGaps() {
    TrainedModel broken = Models.brokenForest(DATA);

    for (Row row : DATA.serving()) {
      if (row.complete()) {
        assertDoesNotThrow(() -> broken.predict(row.values()), row::toLine);
      } else {
        assertEquals(
            "device must be one of the 4 words of the vocabulary, but was '?'",
            assertThrows(IllegalArgumentException.class, () -> broken.predict(row.values()))
                .getMessage());
      }
    }
  }

  @Test
  void leavesGapsInAFewPercentOfTheGeneratedRows() {
    double gaps = DATA.serving().stream().filter(row -> !row.complete()).count();

    assertEquals(GeneratedRows.MISSING_DEVICES, gaps / DATA.serving().size(), .02);
  }

  @Test
  void generatesTheSameRowsFromTheSameSeed() {
    assertEquals(DATA, GeneratedRows.create(1));
  }

  @Test
  void takesAValueThatNoTrainingRowHadForUnknown() {
    TrainedModel linear = Models.linear(DATA);

    assertDoesNotThrow(() -> linear.predict(List.of("10.00", "3", "900", "watch", "ZZ")));
  }

  @Test
  void refusesARowOfTheWrongLength() {
    TrainedModel linear = Models.linear(DATA);

    assertEquals(
        "a row must have 5 values, but had 2",
        assertThrows(IllegalArgumentException.class, () -> linear.predict(List.of("1", "2")))
            .getMessage());
  }
}
