package dev.belay.routing;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.evidence.BucketCounts;
import dev.belay.recording.BucketRecorder;
import org.jspecify.annotations.Nullable;

/**
 * One published split, with everything computed that a request could need. Immutable.
 *
 * <p>A draw is a number in [0, 2^32): random bits, or the upper half of the key's hash. Draws below the threshold go to the
 * candidate. The threshold of a share {@code s} is the smallest {@code x} with {@code x * 10000 >> 32 >= s}, so a sticky key
 * is on the candidate exactly while its bucket lies below the share, and a growing share only ever adds keys.
 */
public final class RoutingTable {

  private final TrafficSplit split;
  private final CreditedRoute stableRandom;
  private final CreditedRoute candidateRandom;
  private final CreditedRoute stableSticky;
  private final CreditedRoute @Nullable [] stableBuckets;
  private final CreditedRoute @Nullable [] candidateBuckets;
  private final Arm stable;
  private final Arm candidate;
  private final long threshold;
  private final long seed;
  private final @Nullable Tripwire tripwire;
  private final @Nullable RoutingTable retreated;

  private RoutingTable(
      TrafficSplit split,
      Arm stable,
      Arm candidate,
      int share,
      long seed,
      @Nullable Tripwire tripwire,
      @Nullable RoutingTable retreated,
      boolean buckets) {
    this.split = split;
    this.stableRandom = stable.random;
    this.candidateRandom = candidate.random;
    this.stable = stable;
    this.candidate = candidate;
    this.stableSticky = stable.sticky;
    this.stableBuckets = buckets ? stable.buckets() : null;
    this.candidateBuckets = buckets ? candidate.buckets() : null;
    this.threshold = threshold(share);
    this.seed = seed;
    this.tripwire = tripwire;
    this.retreated = retreated;
  }

  /**
   * The routes of one version.
   *
   * @param random for requests assigned at random
   * @param sticky for requests assigned by a key
   * @param reported for outcomes of requests that were assigned elsewhere, of which only the version is known
   * @param preview for requests that asked for the version by its name
   * @param counter counts requests assigned by a key by their bucket, null for no such count
   */
  public record Arm(
      CreditedRoute random,
      CreditedRoute sticky,
      CreditedRoute reported,
      CreditedRoute preview,
      @Nullable BucketRecorder counter) {

    private CreditedRoute @Nullable [] buckets() {
      return counter == null ? null : sticky.perBucket(counter);
    }
  }

  /**
   * A table outside a rollout: everything goes to one version.
   *
   * @param live the version's routes
   * @return the table
   */
  public static RoutingTable atRest(Arm live) {
    TrafficSplit split = TrafficSplit.all(live.random.version());
    return new RoutingTable(split, live, live, 0, 0, null, null, false);
  }

  /**
   * A table of a rollout, with the table to retreat to made beforehand. It is another one even when the candidate has
   * nothing: a retreat always changes the table in force, so a publication that did not see it fails.
   *
   * @param stable routes of the stable version
   * @param candidate routes of the candidate
   * @param share the candidate's share in basis points
   * @param seed the seed of sticky assignment
   * @param tripwire the tripwire of this attempt
   * @return the table
   */
  public static RoutingTable during(
      Arm stable, Arm candidate, int share, long seed, Tripwire tripwire) {
    RoutingTable retreated = new RoutingTable(
        splitOf(stable, candidate, 0), stable, candidate, 0, seed, tripwire, null, false);
    return new RoutingTable(
        splitOf(stable, candidate, share),
        stable,
        candidate,
        share,
        seed,
        tripwire,
        retreated,
        true);
  }

  static long threshold(int share) {
    return (((long) share << 32) + BasisPoints.WHOLE - 1) / BasisPoints.WHOLE;
  }

  /** Whether every draw goes to stable, so that none is needed. */
  boolean isAllStable() {
    return threshold == 0;
  }

  /** Whether the hash of a key changes nothing: neither where it goes nor where it is counted. */
  boolean ignoresKeys() {
    return stableBuckets == null || candidateBuckets == null;
  }

  CreditedRoute random(int bits) {
    return Integer.toUnsignedLong(bits) < threshold ? candidateRandom : stableRandom;
  }

  CreditedRoute sticky(long hash) {
    long draw = hash >>> 32;
    CreditedRoute @Nullable [] buckets = draw < threshold ? candidateBuckets : stableBuckets;
    return buckets == null ? stableSticky : buckets[BucketCounts.bucketOf(draw)];
  }

  CreditedRoute stableRandom() {
    return stableRandom;
  }

  CreditedRoute stableSticky() {
    return stableSticky;
  }

  long seed() {
    return seed;
  }

  @Nullable
  Tripwire tripwire() {
    return tripwire;
  }

  @Nullable
  RoutingTable retreated() {
    return retreated;
  }

  /**
   * Returns the split that this table carries out.
   *
   * @return the split
   */
  public TrafficSplit split() {
    return split;
  }

  /**
   * Finds the route for the outcome of a request that was assigned elsewhere.
   *
   * @param version the version
   * @return the route, null if the version has no part in this table
   */
  public @Nullable CreditedRoute routeTo(ModelVersion version) {
    if (stable.reported.version().equals(version)) {
      return stable.reported;
    }
    return candidate.reported.version().equals(version) ? candidate.reported : null;
  }

  /** The route of a request that asks for a version by its name: that of stable if the version is not to be had. */
  CreditedRoute preview(String version) {
    boolean candidateIsThere = retreated != null;
    return candidateIsThere && candidate.preview.version().version().equals(version)
        ? candidate.preview
        : stable.preview;
  }

  private static TrafficSplit splitOf(Arm stable, Arm candidate, int share) {
    return TrafficSplit.between(stable.random.version(), candidate.random.version(), share);
  }
}
