package dev.belay.store.file;

import dev.belay.store.AppendResult;
import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutProgress;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Journals in a directory. Nothing is done before it is asked for, so that faults come out of the calls. It tells nobody of new
 * records; its creator sees to that.
 */
public final class FileRolloutStore implements RolloutStore {

  private final Disk disk;
  private final DirectoryLock lock;
  private final Map<String, FileJournal> journals = new ConcurrentHashMap<>();

  /** Calls share it; the end waits for those under way. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  FileRolloutStore(Disk disk) {
    this.disk = disk;
    this.lock = new DirectoryLock(disk);
  }

  /**
   * Makes a store; nothing is read or written yet.
   *
   * @param directory where the journals are or will be
   * @return the store
   */
  public static RolloutStore in(Path directory) {
    return new FileRolloutStore(new SystemDisk(directory));
  }

  /** Something that is done with a journal. */
  private interface Call<T> {

    T on(FileJournal journal) throws StoreException;
  }

  private <T> T call(String endpoint, Call<T> call) throws StoreException {
    Lock shared = use.readLock();
    shared.lock();
    try {
      if (closed) {
        throw new StoreException("the store in " + disk.path("") + " is closed");
      }
      return call.on(journals.computeIfAbsent(endpoint, name -> new FileJournal(disk, lock, name)));
    } finally {
      shared.unlock();
    }
  }

  @Override
  public LeaseResult acquire(String endpoint, String holder) throws StoreException {
    return call(endpoint, journal -> {
      Optional<String> other = take(holder);
      return other.isPresent() ? new LeaseResult.HeldBy(other.get()) : journal.acquire(holder);
    });
  }

  private Optional<String> take(String holder) throws StoreException {
    try {
      return lock.take(holder);
    } catch (IOException e) {
      throw new StoreException("the store in " + disk.path("") + " cannot be used: " + e, e);
    }
  }

  @Override
  public void release(Lease lease) throws StoreException {
    call(lease.endpoint(), journal -> {
      journal.release(lease);
      return true;
    });
  }

  @Override
  public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
    return call(lease.endpoint(), journal -> journal.append(lease, record));
  }

  @Override
  public EndpointJournal load(String endpoint) throws StoreException {
    return call(endpoint, FileJournal::load);
  }

  @Override
  public List<JournalRecord> read(String endpoint) throws StoreException {
    return call(endpoint, FileJournal::read);
  }

  @Override
  public boolean saveSnapshot(Lease lease, JournalSnapshot snapshot) throws StoreException {
    return call(lease.endpoint(), journal -> journal.save(lease, snapshot));
  }

  @Override
  public boolean saveProgress(Lease lease, RolloutProgress progress) throws StoreException {
    return call(lease.endpoint(), journal -> journal.save(lease, progress));
  }

  @Override
  public Watch watch(String endpoint, Runnable bell) {
    return () -> {};
  }

  @Override
  public void close() {
    Lock alone = use.writeLock();
    alone.lock();
    try {
      closed = true;
      lock.release();
    } finally {
      alone.unlock();
    }
  }
}
