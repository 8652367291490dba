package dev.belay.routing;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.evidence.CallCounts;
import dev.belay.recording.BucketRecorder;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import dev.belay.routing.RoutingTable.Arm;
import org.jspecify.annotations.Nullable;

/** An endpoint's router with a candidate beside its stable version, and everything that counts. */
final class Rig {

  static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  final InFlight stableCalls = new InFlight();
  final InFlight candidateCalls = new InFlight();
  final Router router;
  final Tripwire tripwire;
  int nudges;

  private final CallRecorder stableRecorder = new CallRecorder(null);
  private final CallRecorder candidateRecorder = new CallRecorder(null);
  private final Arm stable;
  private final Arm candidate;
  private int nextBits;
  private long ticks;

  Rig(@Nullable Shield shield) {
    this(shield, BlastRadius.UNLIMITED, Integer.MAX_VALUE);
  }

  Rig(@Nullable Shield shield, long maxFailures, int maxConsecutiveFailures) {
    stable = arm(STABLE, stableRecorder, stableCalls, null, null);
    router = new Router(RoutingTable.atRest(stable), new ManualRuntime(() -> nextBits));
    tripwire =
        new Tripwire(router, maxFailures, maxConsecutiveFailures, () -> ++ticks, () -> nudges++);
    candidate = arm(CANDIDATE, candidateRecorder, candidateCalls, tripwire, shield);
  }

  private static Arm arm(
      ModelVersion version,
      CallRecorder recorder,
      InFlight inFlight,
      @Nullable Tripwire tripwire,
      @Nullable Shield shield) {
    CreditedRoute random =
        new CreditedRoute(version, version + "/r", recorder, inFlight, tripwire, shield, null);
    CreditedRoute sticky =
        new CreditedRoute(version, version + "/s", recorder, inFlight, tripwire, shield, null);
    return new Arm(random, sticky, random, random, new BucketRecorder());
  }

  RoutingTable table(int share) {
    return table(share, 0);
  }

  RoutingTable table(int share, long seed) {
    return RoutingTable.during(stable, candidate, share, seed, tripwire);
  }

  /** Publishes a share whatever is in force. */
  Rig expose(int share) {
    if (!router.publish(router.table(), table(share))) {
      throw new AssertionError("not published");
    }
    return this;
  }

  void draw(int bits) {
    nextBits = bits;
  }

  CreditedRoute toStable() {
    return stable.random();
  }

  CreditedRoute toCandidate() {
    return candidate.random();
  }

  int share() {
    return router.table().split().basisPoints(CANDIDATE);
  }

  CallCounts stableCounts() {
    return stableRecorder.counts();
  }

  CallCounts candidateCounts() {
    return candidateRecorder.counts();
  }
}
