package dev.belay.store.file;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Copies of what is taken out of a journal. */
final class SetAside {

  private SetAside() {}

  /**
   * Keeps bytes beside a file, under the first free number; they last.
   *
   * @return the name of the copy
   */
  static String copy(Disk disk, String folder, String file, String why, byte[] bytes)
      throws IOException {
    Set<String> names = new HashSet<>(disk.list(folder));
    String base = file.substring(folder.length() + 1) + "." + why + "-";
    int number = 1;
    while (names.contains(base + number)) {
      number++;
    }
    String copy = folder + "/" + base + number;
    disk.put(copy, bytes, true);
    return copy;
  }
}
