package dev.belay.store.file;

import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.RolloutProgress;
import java.util.List;
import java.util.Optional;

/**
 * What a journal says.
 *
 * @param snapshot the snapshot that was begun with
 * @param entries the records that were read
 * @param tail where it goes on
 * @param torn what is left of a write that was broken off
 * @param progress the progress that stands beside it
 */
record Reading(
    Optional<JournalSnapshot> snapshot,
    List<Entry> entries,
    Tail tail,
    Optional<Torn> torn,
    Optional<RolloutProgress> progress) {

  /** A journal that was never written to. */
  static final Reading NOTHING =
      new Reading(Optional.empty(), List.of(), Tail.START, Optional.empty(), Optional.empty());

  Reading {
    entries = List.copyOf(entries);
  }

  /**
   * The end of a segment that is no record.
   *
   * @param file the segment
   * @param from where it begins; 0 if nothing of the segment is left
   */
  record Torn(String file, long from) {}

  /** The same without what comes after a record. */
  Reading upTo(long sequence) {
    List<Entry> kept = entries.stream()
        .filter(entry -> entry.position().sequence() <= sequence)
        .toList();
    return new Reading(snapshot, kept, tail, torn, progress);
  }

  List<JournalRecord> records() {
    return entries.stream().map(Entry::record).toList();
  }
}
