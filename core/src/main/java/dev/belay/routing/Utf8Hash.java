package dev.belay.routing;

/**
 * XXH64 over the UTF-8 bytes of any text, made character by character without building them.
 *
 * <p>The words of the hash are filled as the bytes come: {@code word} collects eight of them, every fourth word closes a
 * stripe of 32. The length in bytes is counted first, because the hash of the last, incomplete stripe begins with it.
 */
final class Utf8Hash {

  private static final int LAST_OF_ONE = 0x7F;
  private static final int LAST_OF_TWO = 0x7FF;

  private Utf8Hash() {}

  static long hash(String key, long seed) {
    int length = utf8Length(key);
    int striped = length & ~31;
    long a = StickyHash.laneStart(0, seed);
    long b = StickyHash.laneStart(1, seed);
    long c = StickyHash.laneStart(2, seed);
    long d = StickyHash.laneStart(3, seed);
    long hash = striped == 0 ? StickyHash.shortStart(seed) + length : 0;
    long word = 0;
    int bits = 0;
    int mixed = 0;
    for (int i = 0; i < key.length(); i++) {
      char unit = key.charAt(i);
      long bytes;
      int width;
      if (unit <= LAST_OF_ONE) {
        bytes = unit;
        width = 8;
      } else if (unit <= LAST_OF_TWO) {
        bytes = two(unit);
        width = 16;
      } else if (!Character.isSurrogate(unit)) {
        bytes = three(unit);
        width = 24;
      } else if (isPair(key, i)) {
        bytes = four(Character.toCodePoint(unit, key.charAt(++i)));
        width = 32;
      } else {
        bytes = '?';
        width = 8;
      }
      word |= bytes << bits;
      bits += width;
      if (bits < Long.SIZE) {
        continue;
      }
      bits -= Long.SIZE;
      mixed += Long.BYTES;
      if (mixed > striped) {
        hash = StickyHash.mixWord(hash, word);
      } else {
        switch (mixed & 31) {
          case 8 -> a = StickyHash.round(a, word);
          case 16 -> b = StickyHash.round(b, word);
          case 24 -> c = StickyHash.round(c, word);
          default -> d = StickyHash.round(d, word);
        }
        if (mixed == striped) {
          hash = StickyHash.merge(a, b, c, d) + length;
        }
      }
      word = bits == 0 ? 0 : bytes >>> (width - bits);
    }
    return StickyHash.avalanche(mixRest(hash, word, length & 7));
  }

  private static long mixRest(long hash, long word, int bytes) {
    int left = bytes;
    if (left >= 4) {
      hash = StickyHash.mixHalfWord(hash, word & 0xFFFFFFFFL);
      word >>>= 32;
      left -= 4;
    }
    for (; left > 0; left--) {
      hash = StickyHash.mixByte(hash, word & 0xFF);
      word >>>= 8;
    }
    return hash;
  }

  /** Half of a surrogate pair counts two: the pair has four bytes. One without its other half is a question mark. */
  private static int utf8Length(String key) {
    int length = key.length();
    for (int i = 0; i < key.length(); i++) {
      char unit = key.charAt(i);
      if (unit > LAST_OF_ONE) {
        length++;
        if (unit > LAST_OF_TWO) {
          length++;
          if (Character.isSurrogate(unit)) {
            boolean pair = isPair(key, i);
            i += pair ? 1 : 0;
            length -= pair ? 0 : 2;
          }
        }
      }
    }
    return length;
  }

  private static boolean isPair(String key, int at) {
    return at + 1 < key.length() && Character.isSurrogatePair(key.charAt(at), key.charAt(at + 1));
  }

  /** The bytes of a character, the first one lowest. */
  private static long two(char unit) {
    return (0xC0 | (unit >> 6)) | (0x80L | (unit & 0x3F)) << 8;
  }

  private static long three(char unit) {
    return (0xE0 | (unit >> 12))
        | (0x80L | (unit >> 6 & 0x3F)) << 8
        | (0x80L | (unit & 0x3F)) << 16;
  }

  private static long four(int codePoint) {
    return (0xF0 | (codePoint >> 18))
        | (0x80L | (codePoint >> 12 & 0x3F)) << 8
        | (0x80L | (codePoint >> 6 & 0x3F)) << 16
        | (0x80L | (codePoint & 0x3F)) << 24;
  }
}
