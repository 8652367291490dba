package dev.belay.examples;

import java.time.Duration;

/** What splits the traffic in the demo. */
enum Target {
  /** The service itself: Belay's own router chooses for each request. */
  ROUTER("router", .01, Duration.ZERO),
  /** A real HAProxy between the service and the models; Belay only tells it the shares. */
  HAPROXY("haproxy", .01, Duration.ofMillis(50)),
  /** A fake of Databricks Model Serving; Belay has it bring versions up, split the traffic and take versions down. */
  DATABRICKS("databricks", 1, Duration.ofMillis(1_500));

  private final String word;
  private final double leastPercent;
  private final Duration retreatTime;

  Target(String word, double leastPercent, Duration retreatTime) {
    this.word = word;
    this.leastPercent = leastPercent;
    this.retreatTime = retreatTime;
  }

  /** Tells whether it has to know all versions before the first rollout, from its configuration. */
  boolean isConfigured() {
    return this != ROUTER;
  }

  /** The smallest share that it can give a version. */
  double leastPercent() {
    return leastPercent;
  }

  /** How long it takes at most until a retreat is in force there. */
  Duration retreatTime() {
    return retreatTime;
  }

  @Override
  public String toString() {
    return word;
  }
}
