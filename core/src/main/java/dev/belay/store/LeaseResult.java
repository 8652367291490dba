package dev.belay.store;

/** What came of asking for a lease. */
public sealed interface LeaseResult {

  /**
   * The lease is granted, and every earlier one of the endpoint has ended.
   *
   * @param lease the lease
   */
  record Granted(Lease lease) implements LeaseResult {}

  /**
   * Someone else has the lease and is not known to be gone.
   *
   * @param holder who
   */
  record HeldBy(String holder) implements LeaseResult {}

  /**
   * Returns the lease of an asker who has no use for another answer.
   *
   * @return the lease
   * @throws IllegalStateException if someone else has it
   */
  default Lease orElseThrow() {
    if (this instanceof Granted granted) {
      return granted.lease();
    }
    throw new IllegalStateException("the journal is held by " + ((HeldBy) this).holder());
  }
}
