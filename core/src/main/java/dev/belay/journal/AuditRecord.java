package dev.belay.journal;

import dev.belay.store.JournalRecord;

/**
 * A record with what proves that it is the one that was written.
 *
 * @param sequence its place in the journal, from 1 without gaps
 * @param epoch counts the leases of the endpoint; it was written under this one
 * @param hash the SHA-256 of the record and of all records before it, 64 hexadecimal digits in lower case: whoever notes the last
 *     one elsewhere can tell later whether anything up to it was changed
 * @param record the record
 */
public record AuditRecord(long sequence, long epoch, String hash, JournalRecord record) {}
