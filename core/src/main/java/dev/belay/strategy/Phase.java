package dev.belay.strategy;

/** How far a rollout has come. */
public enum Phase {
  /** The candidate gets ready and takes no live traffic. */
  PREPARING,
  /** The candidate takes a part of the traffic. */
  EXPOSING,
  /** The candidate takes everything, or all but a hold-back, and the stable version is kept ready. */
  BAKING,
  /** The candidate is the live version. The end. */
  PROMOTED,
  /** All traffic is back on stable, and the target and the store are being told. */
  RETREATING,
  /** All traffic is on stable for good. The end. */
  ROLLED_BACK;

  /**
   * Tells whether this is an end.
   *
   * @return true for {@link #PROMOTED} and {@link #ROLLED_BACK}
   */
  public boolean terminal() {
    return this == PROMOTED || this == ROLLED_BACK;
  }

  /**
   * Tells whether a retreat has begun or ended.
   *
   * @return true for {@link #RETREATING} and {@link #ROLLED_BACK}
   */
  public boolean retreat() {
    return this == RETREATING || this == ROLLED_BACK;
  }
}
