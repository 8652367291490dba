package dev.belay.store.file;

import java.nio.ByteBuffer;

/** The pieces that disks write as one. */
final class Sectors {

  static final int SIZE = 512;

  private Sectors() {}

  /** Whether the part of any sector that lies in a range holds nothing but zeros. */
  static boolean anyUnwritten(ByteBuffer file, int from, int to) {
    int begin = from;
    while (begin < to) {
      int end = Math.min(to, (begin / SIZE + 1) * SIZE);
      if (zeros(file, begin, end)) {
        return true;
      }
      begin = end;
    }
    return false;
  }

  private static boolean zeros(ByteBuffer file, int from, int to) {
    for (int i = from; i < to; i++) {
      if (file.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
