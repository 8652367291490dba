package dev.belay.examples;

/** How the demo rolls its versions out. */
enum Strategy {
  /** A share that grows as fast as the evidence allows. */
  CANARY("canary"),
  /** Nothing, while calls in the shadow prove the candidate; then everything at one instant. */
  BLUE_GREEN("blue-green"),
  /** One slice, then everything but a hold-back. */
  COMBINED("combined");

  private final String word;

  Strategy(String word) {
    this.word = word;
  }

  /** Tells whether the candidate stands complete beside the stable version, which is released at the end. */
  boolean keepsTwo() {
    return this != CANARY;
  }

  @Override
  public String toString() {
    return word;
  }
}
