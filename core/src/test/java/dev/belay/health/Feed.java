package dev.belay.health;

import dev.belay.ModelVersion;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import java.time.Duration;
import java.time.Instant;

/** Feeds a monitor with increments of one second, one after the other. */
final class Feed {

  static final SignalContext CONTEXT = new SignalContext(
      ModelVersion.of("fraud", "7"),
      ModelVersion.of("fraud", "8"),
      .01,
      .05,
      Duration.ofHours(24),
      Duration.ZERO);

  private final SignalMonitor monitor;
  private Instant now = Instant.EPOCH;

  Feed(HealthSignal signal) {
    this(signal.open(CONTEXT));
  }

  Feed(SignalMonitor monitor) {
    this.monitor = monitor;
  }

  SignalMonitor monitor() {
    return monitor;
  }

  /** Calls that were assigned at random. */
  Assessment random(long requests, long failures, long stableRequests, long stableFailures) {
    return calls(
        new ArmCounts(new CallCounts(requests, failures), CallCounts.NONE),
        new ArmCounts(new CallCounts(stableRequests, stableFailures), CallCounts.NONE));
  }

  /** Calls that were assigned by a key. */
  Assessment sticky(long requests, long failures, long stableRequests, long stableFailures) {
    return calls(
        new ArmCounts(CallCounts.NONE, new CallCounts(requests, failures)),
        new ArmCounts(CallCounts.NONE, new CallCounts(stableRequests, stableFailures)));
  }

  Assessment nothing() {
    return calls(ArmCounts.NONE, ArmCounts.NONE);
  }

  /** Lets time pass without calls. */
  void pass(Duration duration) {
    Instant from = now;
    now = now.plus(duration);
    monitor.assess(EvidenceIncrement.of(1, 500, from, now, ArmEvidence.NONE, ArmEvidence.NONE));
  }

  private Assessment calls(ArmCounts candidate, ArmCounts stable) {
    Instant from = now;
    now = now.plusSeconds(1);
    return monitor.assess(
        EvidenceIncrement.of(1, 500, from, now, ArmEvidence.of(stable), ArmEvidence.of(candidate)));
  }
}
