package dev.belay.testkit.contract;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

// testing begins: target
/** The proxy in front of the models as a target: it divides the traffic by whole percents, at once. */
record ProxyTarget(Proxy proxy) implements TrafficTarget {

  /** What the proxy can do. */
  interface Proxy {

    Map<ModelVersion, Integer> percents();

    /** Of the process that has divided the traffic last. */
    long lease();

    void divide(Map<ModelVersion, Integer> percents, long lease);
  }

  private static final int PERCENT = 100; // basis points

  @Override
  public Capabilities capabilities() {
    return new Capabilities(PERCENT, PERCENT, Duration.ZERO);
  }

  @Override
  public Observation observe() {
    TrafficSplit.Builder split = TrafficSplit.builder();
    proxy.percents().forEach((version, part) -> split.basisPoints(version, part * PERCENT));
    return new Observation(Optional.of(split.build()), true, "as the proxy has it");
  }

  @Override
  public SubmitResult submit(SplitIntent intent) {
    Optional<SubmitResult> hindrance = intent.hindrance(observe().effective(), proxy.lease());
    if (hindrance.isPresent()) {
      return hindrance.get(); // another process has taken over, or a person has changed it
    }
    Map<ModelVersion, Integer> percents = new LinkedHashMap<>();
    for (Map.Entry<ModelVersion, Integer> part : intent.split().parts().entrySet()) {
      if (part.getValue() % PERCENT != 0) {
        return new SubmitResult.Refused(intent.split() + " is not in whole percents");
      }
      percents.put(part.getKey(), part.getValue() / PERCENT);
    }
    proxy.divide(percents, Math.max(proxy.lease(), intent.fence().orElse(0)));
    return new SubmitResult.Accepted();
  }
}
// testing ends
