package dev.belay.store;

import java.util.List;
import java.util.Optional;

/**
 * What a process needs to go on with an endpoint.
 *
 * @param snapshot what the oldest records come to, empty if all are in the list
 * @param records every record after the snapshot, in order
 * @param progress what the last rollout had accumulated when it was saved last, if it was
 */
public record EndpointJournal(
    Optional<JournalSnapshot> snapshot,
    List<JournalRecord> records,
    Optional<RolloutProgress> progress) {

  /** The journal of an endpoint that never wrote one. */
  public static final EndpointJournal EMPTY =
      new EndpointJournal(Optional.empty(), List.of(), Optional.empty());

  /**
   * Copies the records.
   *
   * @param snapshot what the oldest records come to
   * @param records every record after the snapshot
   * @param progress what the last rollout had accumulated
   */
  public EndpointJournal {
    records = List.copyOf(records);
  }
}
