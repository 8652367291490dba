package dev.belay.store;

import java.util.List;

/**
 * Where transitions are written down: one journal for each endpoint. An advance is in the journal before it is in force; a
 * retreat is in force before it is in the journal.
 *
 * <p>Calls may wait; the engine makes them on threads of their own, one at a time for each endpoint. Implementations are
 * thread-safe. Whatever a store does, it delays no request and no retreat.
 */
public interface RolloutStore {

  /**
   * A store that lasts as long as the object.
   *
   * @return an empty store
   */
  static RolloutStore inMemory() {
    return new InMemoryRolloutStore();
  }

  /**
   * Writes a record at the end of a journal. A record that stands there already, from an append whose answer was lost,
   * counts as appended.
   *
   * @param endpoint the endpoint's name
   * @param record the record; its sequence must be the journal's next one
   * @return whether it is in the journal
   * @throws StoreException if the store could not do it or does not know whether it did
   */
  AppendResult append(String endpoint, JournalRecord record) throws StoreException;

  /**
   * Reads a journal.
   *
   * @param endpoint the endpoint's name
   * @return all its records in order, none for an endpoint that has no journal yet
   * @throws StoreException if the journal could not be read
   */
  List<JournalRecord> read(String endpoint) throws StoreException;
}
