package dev.belay.advisor;

/** The order in which a rollout is decided on; each reason belongs to one step. */
public enum DecisionStep {
  /** How much damage may be done, and how fast it must be undone. */
  BLAST_RADIUS(1, "blast radius"),
  /** Whether partial exposure is needed, a near-instant cutover, or both. */
  EXPOSURE(2, "exposure"),
  /** How evidence is gathered, which decides between canary and blue-green. */
  EVIDENCE(3, "evidence"),
  /** How the ability to retreat is kept. */
  WAY_BACK(4, "way back"),
  /** What a rollout does not do: train, or choose a model. */
  SEPARATION(5, "separation");

  private final int number;
  private final String title;

  DecisionStep(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /**
   * Returns the place in the order.
   *
   * @return 1 for the first
   */
  public int number() {
    return number;
  }

  @Override
  public String toString() {
    return number + " " + title;
  }
}
