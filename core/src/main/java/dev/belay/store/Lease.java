package dev.belay.store;

/**
 * The right to write an endpoint's journal. Its epoch is the fencing token: once a later lease is granted, nothing is written
 * with an earlier one, whatever its holder believes.
 *
 * @param endpoint the endpoint's name
 * @param epoch counts the leases of the endpoint, at least 1
 * @param holder who has it, for people
 */
public record Lease(String endpoint, long epoch, String holder) {

  /**
   * Checks the epoch.
   *
   * @param endpoint the endpoint's name
   * @param epoch counts the leases of the endpoint
   * @param holder who has it
   * @throws IllegalArgumentException if the epoch is below 1
   */
  public Lease {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch must be at least 1, but was " + epoch);
    }
  }
}
