package dev.belay.journal;

import dev.belay.store.JournalDamagedException;
import dev.belay.store.StoreException;
import dev.belay.store.file.JournalDirectory;
import dev.belay.store.file.JournalDirectory.Contents;
import dev.belay.store.file.JournalDirectory.Proven;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads journals in files for an audit, whether a process uses them or not. Nothing is changed, and no lease is needed. What comes
 * from an endpoint in use is as it was at some moment during the call.
 */
public final class Journals {

  private Journals() {}

  /**
   * Lists the endpoints that have journals.
   *
   * @param directory the directory of the store
   * @return their names, sorted; none if there is no such directory
   * @throws StoreException if the directory cannot be read
   */
  public static List<String> endpoints(Path directory) throws StoreException {
    return JournalDirectory.at(directory).endpoints();
  }

  /**
   * Reads all records of an endpoint, and checks that they are the ones that were written.
   *
   * @param directory the directory of the store
   * @param endpoint the endpoint's name
   * @return the records, in order; none if it has no journal
   * @throws JournalDamagedException if one is damaged, missing or changed
   * @throws StoreException if the journal cannot be read
   */
  public static List<AuditRecord> read(Path directory, String endpoint) throws StoreException {
    Contents contents = JournalDirectory.at(directory).read(endpoint);
    List<AuditRecord> records = audit(contents);
    if (contents.damage().isPresent()) {
      throw new JournalDamagedException(
          contents.damage().get(),
          records.isEmpty()
              ? Optional.empty()
              : Optional.of(records.get(records.size() - 1).record()));
    }
    return records;
  }

  static List<AuditRecord> audit(Contents contents) {
    return contents.records().stream().map(Journals::audit).toList();
  }

  private static AuditRecord audit(Proven proven) {
    return new AuditRecord(
        proven.record().sequence(), proven.epoch(), proven.hash(), proven.record());
  }
}
