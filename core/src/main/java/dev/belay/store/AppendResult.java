package dev.belay.store;

/** What came of an append. */
public sealed interface AppendResult {

  /** The record is in the journal, at its sequence, as durable as the store makes it. */
  record Appended() implements AppendResult {}

  /**
   * Someone else has written to the journal. The record is not in it and never will be.
   *
   * @param lastSequence the last sequence in the journal
   */
  record Conflict(long lastSequence) implements AppendResult {}

  /**
   * A later lease has been granted. Nothing was written, and nothing will be with this lease.
   *
   * @param epoch the epoch of the later lease
   */
  record Fenced(long epoch) implements AppendResult {}
}
