package dev.belay.routing;

/**
 * The fixed hash of sticky assignment: XXH64 of the key, seeded with the rollout's salt.
 *
 * <p>XXH64 (Y. Collet, specification 0.1.1) exists in practically every language, so that other processes can compute the
 * same assignment:
 *
 * <ul>
 *   <li>a text key is hashed as its UTF-8 bytes, an unpaired surrogate as {@code ?};
 *   <li>a number key is hashed as its eight bytes, least significant first;
 *   <li>the seed is {@link #seed} of the salt's text, in the n-th draw after the first with {@code /n} appended;
 *   <li>the upper 32 bits {@code x} of the hash decide: the key's bucket is {@code (x * 10000) >> 32}, and the candidate takes
 *       the buckets below its share.
 * </ul>
 *
 * <p>Test vectors are in {@code docs/sticky-assignment.md}. The text is encoded while it is hashed; nothing is allocated.
 */
public final class StickyHash {

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  private static final int LAST_ASCII = 0x7F;

  private StickyHash() {}

  /**
   * Turns a salt into a seed.
   *
   * @param salt the salt of a rollout
   * @return XXH64 of the salt with seed 0
   */
  public static long seed(String salt) {
    return hash(salt, 0);
  }

  /**
   * Hashes a text key. It is taken for ASCII, as most keys are, until a character says otherwise.
   *
   * @param key the key
   * @param seed the seed
   * @return XXH64 of its UTF-8 bytes
   */
  public static long hash(String key, long seed) {
    int length = key.length();
    int at = 0;
    int seen = 0;
    long hash;
    if (length >= 32) {
      long a = seed + PRIME_1 + PRIME_2;
      long b = seed + PRIME_2;
      long c = seed;
      long d = seed - PRIME_1;
      for (; at <= length - 32; at += 32) {
        a = round(a, asciiWord(key, at));
        b = round(b, asciiWord(key, at + 8));
        c = round(c, asciiWord(key, at + 16));
        d = round(d, asciiWord(key, at + 24));
        seen |= bits(key, at) | bits(key, at + 8) | bits(key, at + 16) | bits(key, at + 24);
        if (seen > LAST_ASCII) {
          return Utf8Hash.hash(key, seed);
        }
      }
      hash = merge(a, b, c, d);
    } else {
      hash = seed + PRIME_5;
    }
    hash += length;
    for (; at <= length - 8; at += 8) {
      hash = mixWord(hash, asciiWord(key, at));
      seen |= bits(key, at);
    }
    if (at <= length - 4) {
      hash = mixHalfWord(hash, asciiHalfWord(key, at));
      seen |= halfOfBits(key, at);
      at += 4;
    }
    for (; at < length; at++) {
      hash = mixByte(hash, key.charAt(at));
      seen |= key.charAt(at);
    }
    return seen > LAST_ASCII ? Utf8Hash.hash(key, seed) : avalanche(hash);
  }

  /**
   * Hashes a number key.
   *
   * @param key the key
   * @param seed the seed
   * @return XXH64 of its eight bytes, least significant first
   */
  public static long hash(long key, long seed) {
    return avalanche(mixWord(seed + PRIME_5 + Long.BYTES, key));
  }

  /**
   * Returns the bucket of a hash.
   *
   * @param hash a hash
   * @return a bucket in [0, 10 000)
   */
  public static int bucket(long hash) {
    return (int) (((hash >>> 32) * 10_000) >>> 32);
  }

  private static long asciiWord(String key, int at) {
    return asciiHalfWord(key, at) | (asciiHalfWord(key, at + 4) << 32);
  }

  private static long asciiHalfWord(String key, int at) {
    return key.charAt(at)
        | ((long) key.charAt(at + 1) << 8)
        | ((long) key.charAt(at + 2) << 16)
        | ((long) key.charAt(at + 3) << 24);
  }

  /** All bits of eight characters: above {@link #LAST_ASCII} if one of them is. The compiler reads each character once. */
  private static int bits(String key, int at) {
    return halfOfBits(key, at) | halfOfBits(key, at + 4);
  }

  private static int halfOfBits(String key, int at) {
    return key.charAt(at) | key.charAt(at + 1) | key.charAt(at + 2) | key.charAt(at + 3);
  }

  static long round(long lane, long word) {
    return Long.rotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
  }

  static long merge(long a, long b, long c, long d) {
    long hash = Long.rotateLeft(a, 1)
        + Long.rotateLeft(b, 7)
        + Long.rotateLeft(c, 12)
        + Long.rotateLeft(d, 18);
    hash = (hash ^ round(0, a)) * PRIME_1 + PRIME_4;
    hash = (hash ^ round(0, b)) * PRIME_1 + PRIME_4;
    hash = (hash ^ round(0, c)) * PRIME_1 + PRIME_4;
    return (hash ^ round(0, d)) * PRIME_1 + PRIME_4;
  }

  static long mixWord(long hash, long word) {
    return Long.rotateLeft(hash ^ round(0, word), 27) * PRIME_1 + PRIME_4;
  }

  static long mixHalfWord(long hash, long halfWord) {
    return Long.rotateLeft(hash ^ (halfWord * PRIME_1), 23) * PRIME_2 + PRIME_3;
  }

  static long mixByte(long hash, long value) {
    return Long.rotateLeft(hash ^ (value * PRIME_5), 11) * PRIME_1;
  }

  static long avalanche(long hash) {
    hash = (hash ^ (hash >>> 33)) * PRIME_2;
    hash = (hash ^ (hash >>> 29)) * PRIME_3;
    return hash ^ (hash >>> 32);
  }

  /** The start of the hash of fewer than 32 bytes. */
  static long shortStart(long seed) {
    return seed + PRIME_5;
  }

  /** The starts of the four lanes. */
  static long laneStart(int lane, long seed) {
    return switch (lane) {
      case 0 -> seed + PRIME_1 + PRIME_2;
      case 1 -> seed + PRIME_2;
      case 2 -> seed;
      default -> seed - PRIME_1;
    };
  }
}
