package dev.belay.health;

/**
 * A signal on how often the candidate answers as stable does.
 *
 * <p>It learns from calls in the shadow alone: pairs in which both versions succeeded and whose answers a comparator of yours was
 * asked about. It holds the policy's error probabilities however often it is looked at.
 */
public final class Agreement {

  private Agreement() {}

  /**
   * Compares the part of compared pairs that agree with a fixed share: unhealthy when it is shown to be below, healthy when it
   * is shown to be above. A part right at the share can be shown to be neither.
   *
   * <p>A candidate of which no pair is compared stays undecided. A new model is expected to answer differently now and then, so
   * choose the share by how often it may, for example 0.95.
   *
   * @param share the least acceptable part of compared pairs that agree, in (0, 1)
   * @return the signal
   * @throws IllegalArgumentException if the share is out of range
   */
  public static HealthSignal atLeast(double share) {
    return new AgreementSignal(share);
  }
}
