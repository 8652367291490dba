package dev.belay.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StickyHashTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "sticky-assignment.md");

  @Test
  void agreesWithTheReferenceImplementationOnEveryVector() throws IOException {
    List<String> rows = vectors();
    for (String row : rows) {
      assertRow(row, row.split("\t"));
    }
    assertTrue(rows.size() >= 300, rows.size() + " rows");
  }

  @Test
  void agreesWithTheTableOfTheDocument() throws IOException {
    List<String> rows = Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| `"))
        .toList();
    for (String row : rows) {
      String[] cells = row.substring(2, row.length() - 2).replace("`", "").split(" \\| ");
      assertRow(row, cells);
    }
    assertTrue(rows.size() >= 12, rows.size() + " rows");
  }

  private static void assertRow(String row, String[] cells) {
    assertEquals(5, cells.length, row);
    long hash = StickyVectors.hash(cells[0], cells[1], cells[2]);
    assertEquals(Long.parseUnsignedLong(cells[3], 16), hash, row);
    assertEquals(Integer.parseInt(cells[4]), StickyHash.bucket(hash), row);
  }

  private static List<String> vectors() throws IOException {
    try (InputStream stream = Objects.requireNonNull(
            StickyHashTest.class.getResourceAsStream("sticky-assignment.tsv"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @Test
  void hashesASurrogateWithoutItsOtherHalfAsAQuestionMark() {
    assertEquals(StickyHash.hash("a?b", 3), StickyHash.hash("a\uD83Db", 3));
    assertEquals(StickyHash.hash("a?b", 3), StickyHash.hash("a\uDE00b", 3));
    assertEquals(StickyHash.hash("??", 3), StickyHash.hash("\uDE00\uD83D", 3));
    assertEquals(StickyHash.hash("?", 3), StickyHash.hash("\uD83D", 3));
  }

  @Test
  void putsTheWholeRangeOfHashesIntoTheBuckets() {
    assertEquals(0, StickyHash.bucket(0));
    assertEquals(0, StickyHash.bucket(0x0000_0000_FFFF_FFFFL));
    assertEquals(9_999, StickyHash.bucket(-1));
    assertEquals(5_000, StickyHash.bucket(0x8000_0000_0000_0000L));
    assertEquals(4_999, StickyHash.bucket(0x7FFF_FFFF_FFFF_FFFFL));
  }
}
