package dev.belay.store.file;

import dev.belay.store.JournalRecord;

/**
 * A record as it stands in a journal.
 *
 * @param file the segment
 * @param offset where in the segment it begins
 * @param position its sequence, epoch and hash
 * @param record the record
 */
record Entry(String file, long offset, Position position, JournalRecord record) {}
