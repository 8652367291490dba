package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import java.time.Duration;

/** How fast requests come to the candidate, live or in its shadow, over the last minute or so. */
final class Pace {

  private static final double MEMORY_SECONDS = 60;

  private double seconds;
  private double requests;

  void add(EvidenceIncrement increment) {
    double passed = Duration.between(increment.from(), increment.to()).toNanos() / 1e9;
    double kept = Math.exp(-passed / MEMORY_SECONDS);
    seconds = seconds * kept + passed;
    requests = requests * kept
        + increment.candidate().counts().all().requests()
        + increment.shadow().pairs();
  }

  /** Requests per second, 0 while none have come. */
  double perSecond() {
    return seconds > 0 ? requests / seconds : 0;
  }

  double[] save() {
    return new double[] {seconds, requests};
  }

  void restore(double[] saved) {
    seconds = saved[0];
    requests = saved[1];
  }
}
