package dev.belay.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What files and folders are called. */
class NamesTest {

  @Test
  void writesWhatFileSystemsMayNotLikeAsNumbers() {
    assertEquals("endpoint-fraud", Names.folder("fraud"));
    assertEquals("endpoint-%46raud%2feu%40v1%2e2", Names.folder("Fraud/eu@v1.2"));
    assertEquals("endpoint-%2e%2e%2f%2e%2e", Names.folder("../.."));
    assertEquals("endpoint-%u65e5%ud83d", Names.folder("\u65e5\ud83d"));
  }

  @Test
  void tellsAllNamesApartWhateverTheFileSystem() {
    List<String> names = List.of(
        "a",
        "A",
        "aA",
        "Aa",
        "a.",
        "a/",
        "a:",
        "a@",
        "a+",
        "a%2f",
        "con",
        "x".repeat(128),
        "X".repeat(127) + "1",
        "X".repeat(127) + "2",
        "x".repeat(127) + "X");
    Set<String> folders = new HashSet<>();
    for (String name : names) {
      String folder = Names.folder(name);
      assertTrue(folders.add(folder.toLowerCase(Locale.ROOT)), folder);
      assertTrue(folder.length() <= 200, folder);
      assertTrue(Names.isFolder(folder));
    }
  }

  @Test
  void numbersFilesSoThatTheirNamesSort() {
    assertEquals("journal-0000000000000017.log", Names.segment(17));
    assertEquals(17, Names.segmentOf("journal-0000000000000017.log"));
    assertEquals("snapshot-0000000000000017.snap", Names.snapshot(17));
    assertEquals(17, Names.snapshotOf("snapshot-0000000000000017.snap"));
    for (String other : List.of(
        "journal-17.log",
        "journal-0000000000000017.log.torn-1",
        "snapshot-0000000000000017.snap.tmp",
        "progress")) {
      assertEquals(0, Names.segmentOf(other) + Names.snapshotOf(other), other);
    }
  }
}
