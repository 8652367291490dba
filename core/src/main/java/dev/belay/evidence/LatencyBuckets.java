package dev.belay.evidence;

/**
 * The fixed layout of a latency histogram: 32 buckets for every doubling.
 *
 * <p>From about 1 microsecond (1 024 ns) to 68.7 seconds (2^36 ns) a bucket is a 32nd of its lower edge wide or less, so
 * the middle of a bucket is within 1.6 % of every latency in it. Below, buckets are 32 ns wide; everything longer falls
 * into the last bucket. The layout is the same everywhere and never changes with the data: histograms can be added,
 * subtracted and compared bucket by bucket.
 */
public final class LatencyBuckets {

  private static final int SUB_BITS = 5;
  private static final int LOWEST_EXPONENT = 10;
  private static final int HIGHEST_EXPONENT = 36;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;

  /** The number of buckets. */
  public static final int COUNT =
      SUB_BUCKETS + (HIGHEST_EXPONENT - LOWEST_EXPONENT) * SUB_BUCKETS + 1;

  private LatencyBuckets() {}

  /**
   * Finds the bucket of a latency.
   *
   * @param nanos a latency in nanoseconds, at least 0
   * @return the bucket, in [0, {@link #COUNT})
   */
  public static int indexOf(long nanos) {
    if (nanos < 1L << LOWEST_EXPONENT) {
      return (int) (nanos >>> (LOWEST_EXPONENT - SUB_BITS));
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    if (exponent >= HIGHEST_EXPONENT) {
      return COUNT - 1;
    }
    int sub = (int) (nanos >>> (exponent - SUB_BITS)) & (SUB_BUCKETS - 1);
    return (exponent - LOWEST_EXPONENT + 1) * SUB_BUCKETS + sub;
  }

  /**
   * Returns where a bucket begins.
   *
   * @param index a bucket, in [0, {@link #COUNT})
   * @return its smallest latency in nanoseconds
   * @throws IllegalArgumentException if there is no such bucket
   */
  public static long lowerEdge(int index) {
    if (index < 0 || index >= COUNT) {
      throw new IllegalArgumentException("index must be in [0, " + COUNT + "), but was " + index);
    }
    int octave = index / SUB_BUCKETS;
    int sub = index % SUB_BUCKETS;
    return octave == 0
        ? (long) sub << (LOWEST_EXPONENT - SUB_BITS)
        : (long) (SUB_BUCKETS + sub) << (LOWEST_EXPONENT - 1 + octave - SUB_BITS);
  }

  /**
   * Returns where a bucket ends.
   *
   * @param index a bucket, in [0, {@link #COUNT})
   * @return the smallest latency in nanoseconds that lies above it, {@link Long#MAX_VALUE} for the last bucket
   * @throws IllegalArgumentException if there is no such bucket
   */
  public static long upperEdge(int index) {
    long lower = lowerEdge(index);
    return index == COUNT - 1 ? Long.MAX_VALUE : Math.max(lower + 1, lowerEdge(index + 1));
  }
}
