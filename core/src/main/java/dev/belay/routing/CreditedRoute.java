package dev.belay.routing;

import dev.belay.ModelVersion;
import dev.belay.Route;
import dev.belay.evidence.BucketCounts;
import dev.belay.recording.BucketRecorder;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import org.jspecify.annotations.Nullable;

/** The one implementation of a route: everything that an outcome needs, bound when the split is published. */
public final class CreditedRoute extends Route {

  private final ModelVersion version;
  private final String token;
  private final CallRecorder recorder;
  private final InFlight inFlight;
  private final @Nullable Tripwire tripwire;
  private final @Nullable Shield shield;
  private final @Nullable Shadow shadow;
  private final @Nullable BucketRecorder buckets;
  private final int bucket;

  /**
   * Binds a route.
   *
   * @param version the version it leads to
   * @param token its token
   * @param recorder where outcomes are counted
   * @param inFlight where running calls are counted
   * @param tripwire for a candidate, what its failures spend
   * @param shield for a candidate, how its failures are answered from stable
   * @param shadow for stable, where its requests are asked of the candidate as well
   */
  public CreditedRoute(
      ModelVersion version,
      String token,
      CallRecorder recorder,
      InFlight inFlight,
      @Nullable Tripwire tripwire,
      @Nullable Shield shield,
      @Nullable Shadow shadow) {
    this(version, token, recorder, inFlight, tripwire, shield, shadow, null, 0);
  }

  private CreditedRoute(
      ModelVersion version,
      String token,
      CallRecorder recorder,
      InFlight inFlight,
      @Nullable Tripwire tripwire,
      @Nullable Shield shield,
      @Nullable Shadow shadow,
      @Nullable BucketRecorder buckets,
      int bucket) {
    this.version = version;
    this.token = token;
    this.recorder = recorder;
    this.inFlight = inFlight;
    this.tripwire = tripwire;
    this.shield = shield;
    this.shadow = shadow;
    this.buckets = buckets;
    this.bucket = bucket;
  }

  /** The same route for each bucket of keys, so that a call is counted by its bucket as well. */
  CreditedRoute[] perBucket(BucketRecorder recorderOfBuckets) {
    CreditedRoute[] routes = new CreditedRoute[BucketCounts.BUCKETS];
    for (int i = 0; i < routes.length; i++) {
      routes[i] = new CreditedRoute(
          version, token, recorder, inFlight, tripwire, shield, shadow, recorderOfBuckets, i);
    }
    return routes;
  }

  @Override
  public ModelVersion version() {
    return version;
  }

  @Override
  public String token() {
    return token;
  }

  @Override
  public void succeeded(long elapsedNanos) {
    requireLatency(elapsedNanos);
    recorder.succeeded(elapsedNanos);
    if (buckets != null) {
      buckets.record(bucket, false);
    }
    if (tripwire != null) {
      tripwire.succeeded();
    }
  }

  @Override
  public void failed(long elapsedNanos) {
    requireLatency(elapsedNanos);
    recorder.failed(elapsedNanos);
    if (buckets != null) {
      buckets.record(bucket, true);
    }
    if (tripwire != null) {
      tripwire.failed();
    }
  }

  @Override
  public void scored(double quality) {
    recorder.scored(quality);
  }

  @Override
  public void predictedClass(int index) {
    recorder.predicted(index);
  }

  @Override
  public void predictedScore(double score) {
    recorder.predicted(score);
  }

  @Override
  public boolean begin() {
    return inFlight.begin();
  }

  @Override
  public void end() {
    inFlight.end();
  }

  /** How this route's failures are answered, null if they reach the caller. */
  @Nullable
  Shield shield() {
    return shield;
  }

  /** Where this route's requests are asked of the candidate as well, null for nowhere. */
  @Nullable
  Shadow shadow() {
    return shadow;
  }

  /**
   * Returns what has been counted on this route.
   *
   * @return its recorder
   */
  public CallRecorder recorder() {
    return recorder;
  }

  private static void requireLatency(long elapsedNanos) {
    if (elapsedNanos < 0) {
      throw new IllegalArgumentException(
          "elapsedNanos must be at least 0, but was " + elapsedNanos);
    }
  }

  @Override
  public String toString() {
    return token;
  }
}
