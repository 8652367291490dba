package dev.belay.examples;

/** What splits the traffic in the demo. */
enum Target {
  /** The service itself: Belay's own router chooses for each request. */
  ROUTER("router"),
  /** A real HAProxy between the service and the models; Belay only tells it the shares. */
  HAPROXY("haproxy");

  private final String word;

  Target(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }
}
