package dev.belay.routing;

/**
 * XXH64 over the UTF-8 bytes of any text, made byte by byte without building them.
 *
 * <p>The words of the hash are filled as the bytes come: {@code word} collects eight of them, every fourth word closes a
 * stripe of 32. The length in bytes is counted first, because the hash of the last, incomplete stripe begins with it.
 */
final class Utf8Hash {

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
    int at = 0;
    for (int i = 0; i < key.length(); i++) {
      int codePoint = codePointAt(key, i);
      if (Character.isSupplementaryCodePoint(codePoint)) {
        i++;
      }
      int bytes = bytesOf(codePoint);
      for (int n = 0; n < bytes; n++) {
        word |= byteOf(codePoint, bytes, n) << (8 * (at & 7));
        at++;
        if ((at & 7) != 0) {
          continue;
        }
        if (at > striped) {
          hash = StickyHash.mixWord(hash, word);
        } else {
          switch (((at - 1) >> 3) & 3) {
            case 0 -> a = StickyHash.round(a, word);
            case 1 -> b = StickyHash.round(b, word);
            case 2 -> c = StickyHash.round(c, word);
            default -> d = StickyHash.round(d, word);
          }
          if (at == striped) {
            hash = StickyHash.merge(a, b, c, d) + length;
          }
        }
        word = 0;
      }
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

  private static int utf8Length(String key) {
    int length = 0;
    for (int i = 0; i < key.length(); i++) {
      int codePoint = codePointAt(key, i);
      length += bytesOf(codePoint);
      if (Character.isSupplementaryCodePoint(codePoint)) {
        i++;
      }
    }
    return length;
  }

  /** The code point, or {@code ?} for a surrogate without its other half, as {@code String.getBytes} has it. */
  private static int codePointAt(String key, int index) {
    int codePoint = key.codePointAt(index);
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
        ? '?'
        : codePoint;
  }

  private static int bytesOf(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }

  private static long byteOf(int codePoint, int bytes, int index) {
    if (bytes == 1) {
      return codePoint;
    }
    int shift = 6 * (bytes - 1 - index);
    return index == 0
        ? (codePoint >>> shift) | ((0xF0 << (4 - bytes)) & 0xFF)
        : ((codePoint >>> shift) & 0x3F) | 0x80;
  }
}
