package dev.belay.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdultRowsTest {

  private static final String TRAINING_LINE =
      "39, State-gov, 77516, Bachelors, 13, Never-married, Adm-clerical, Not-in-family, White, Male, 2174, 0, 40,"
          + " United-States, <=50K";
  private static final String SERVING_LINE =
      "18, ?, 103497, Some-college, 10, Never-married, ?, Own-child, White, Female, 0, 0, 30, ?, >50K.";

  @Test
  void leavesOutTheWeightAndTheSpaces() {
    Row row = AdultRows.parse(TRAINING_LINE, "here");

    assertEquals(
        List.of(
            "39",
            "State-gov",
            "Bachelors",
            "13",
            "Never-married",
            "Adm-clerical",
            "Not-in-family",
            "White",
            "Male",
            "2174",
            "0",
            "40",
            "United-States"),
        row.values());
    assertEquals("<=50K", row.label());
    assertTrue(row.complete());
  }

  @Test
  void keepsGapsAndDropsTheDotOfATestLabel() {
    Row row = AdultRows.parse(SERVING_LINE, "here");

    assertEquals(Row.MISSING, row.values().get(1));
    assertEquals(Row.MISSING, row.values().get(12));
    assertEquals(">50K", row.label());
    assertFalse(row.complete());
  }

  @Test
  void readsAFolderAndPassesOverBlankLinesAndTheRemark(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve(AdultRows.TRAINING), TRAINING_LINE + "\n\n");
    Files.writeString(
        folder.resolve(AdultRows.SERVING), "|1x3 Cross validator\n" + SERVING_LINE + "\n\n");

    DataSet data = AdultRows.read(folder);

    assertEquals(1, data.training().size());
    assertEquals(1, data.serving().size());
    assertEquals(data.columns().size(), data.serving().get(0).values().size());
  }

  @Test
  void namesTheLineThatItCannotParse(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve(AdultRows.TRAINING), TRAINING_LINE + "\n1, 2, 3\n");
    Files.writeString(folder.resolve(AdultRows.SERVING), SERVING_LINE);

    assertEquals(
        "adult-train.csv line 2 must have 15 fields, but had 3",
        assertThrows(IllegalArgumentException.class, () -> AdultRows.read(folder))
            .getMessage());
    assertEquals(
        "here: age must be a number, but was '?'",
        assertThrows(
                IllegalArgumentException.class,
                () -> AdultRows.parse(TRAINING_LINE.replace("39", "?"), "here"))
            .getMessage());
  }

  @Test
  void sendsARowAsALineThatSplitsIntoTheSameValues() {
    Row row = AdultRows.parse(SERVING_LINE, "here");

    assertEquals(row.values(), Row.split(row.toLine()));
  }
}
