package dev.belay.store;

import dev.belay.store.file.FileRolloutStore;
import java.nio.file.Path;
import java.util.List;

/**
 * Where transitions are written down: one journal for each endpoint. An advance is in the journal before it is in force; a
 * retreat is in force before it is in the journal.
 *
 * <p>Whoever writes a journal holds its {@linkplain Lease lease}; there is one at a time, and an earlier one is fenced off. Beside
 * the records, a store keeps two things that may be lost without harm: a {@linkplain JournalSnapshot snapshot}, so that
 * starting does not take longer with age, and the {@linkplain RolloutProgress progress} of the running rollout.
 *
 * <p>Calls may wait; the engine makes them on threads of their own, one at a time for each endpoint. Implementations are
 * thread-safe. Whatever a store does, it delays no request and no retreat. To change a part of another store's behaviour, extend
 * {@link ForwardingRolloutStore}.
 */
public interface RolloutStore extends AutoCloseable {

  /**
   * A store that lasts as long as the object, and keeps everything. Whoever asks for a lease gets it: the process that had it
   * before is taken for gone.
   *
   * @return an empty store
   */
  static RolloutStore inMemory() {
    return new InMemoryRolloutStore();
  }

  /**
   * A store in a directory, one journal for each endpoint: every record is on the disk before it is answered for, and what a crash
   * leaves behind is told from damage. Use one store for each directory and process, and share it between all endpoints; another
   * process, or another store, that wants the directory is told who has it until this store is closed.
   *
   * <p>Nothing is read or written before the first call, and no fault comes out of here: a directory that cannot be used fails the
   * calls, until it can. It must be on a file system of this machine, and nobody else may change what is in it. Old records are
   * kept for good; {@code dev.belay.journal.JournalTool} prints, checks, exports and repairs them.
   *
   * @param directory where the journals are, or will be; it is created when a lease is asked for
   * @return the store
   */
  static RolloutStore onFile(Path directory) {
    return new AudibleStore(FileRolloutStore.in(directory));
  }

  /**
   * Tells whether journals outlive the process, so that epochs go on where they were. Then a target elsewhere takes nothing from a
   * process whose lease has been taken over.
   *
   * @return true, unless a store says otherwise, as one in memory does
   */
  default boolean isDurable() {
    return true;
  }

  /**
   * Asks for the right to write a journal.
   *
   * @param endpoint the endpoint's name
   * @param holder who asks, for people
   * @return the lease, with a higher epoch than any before it, or who has it
   * @throws StoreException if the store cannot tell
   */
  LeaseResult acquire(String endpoint, String holder) throws StoreException;

  /**
   * Gives a lease back. One that has ended is left as it is.
   *
   * @param lease the lease
   * @throws StoreException if the store cannot take it back
   */
  void release(Lease lease) throws StoreException;

  /**
   * Writes a record at the end of a journal. A record that stands there already, from an append whose answer was lost,
   * counts as appended.
   *
   * @param lease the lease of the journal
   * @param record the record; its sequence must be the journal's next one
   * @return whether it is in the journal; {@link AppendResult.Fenced} comes before any other answer
   * @throws StoreException if the store could not do it or does not know whether it did
   */
  AppendResult append(Lease lease, JournalRecord record) throws StoreException;

  /**
   * Reads what a process needs to go on.
   *
   * @param endpoint the endpoint's name
   * @return the latest snapshot that can be read, what came after it, and the latest progress that can be read
   * @throws JournalDamagedException if the journal does not say what was written to it
   * @throws StoreException if the journal could not be read
   */
  EndpointJournal load(String endpoint) throws StoreException;

  /**
   * Reads a journal as far back as it goes.
   *
   * @param endpoint the endpoint's name
   * @return all records that are kept, in order, none for an endpoint that has no journal yet
   * @throws JournalDamagedException if the journal does not say what was written to it
   * @throws StoreException if the journal could not be read
   */
  List<JournalRecord> read(String endpoint) throws StoreException;

  /**
   * Keeps a snapshot, in place of an older one. It covers all records that there are.
   *
   * @param lease the lease of the journal
   * @param snapshot the snapshot
   * @return false if the lease has ended, or the snapshot does not cover the last record, and nothing was kept
   * @throws StoreException if the store could not do it; the older one may be there or not
   */
  boolean saveSnapshot(Lease lease, JournalSnapshot snapshot) throws StoreException;

  /**
   * Keeps the progress of the running rollout, in place of an older one. It need not survive a loss of power.
   *
   * @param lease the lease of the journal
   * @param progress the progress
   * @return false if the lease has ended, and nothing was kept
   * @throws StoreException if the store could not do it; the older one may be there or not
   */
  boolean saveProgress(Lease lease, RolloutProgress progress) throws StoreException;

  /**
   * Asks to be told of new records. The bell may ring too often, or fail to ring: whoever follows a journal also looks by
   * itself now and then.
   *
   * @param endpoint the endpoint's name
   * @param bell rung by any thread; short, and does not throw
   * @return ends the watch when it is closed
   */
  Watch watch(String endpoint, Runnable bell);

  /** A bell that can be taken down. */
  interface Watch extends AutoCloseable {

    /** Ends the watch. A ring may be under way. Closing twice has no effect. */
    @Override
    void close();
  }

  /** Ends the use of the store. Leases that are still held end. Closing twice has no effect. */
  @Override
  void close();
}
