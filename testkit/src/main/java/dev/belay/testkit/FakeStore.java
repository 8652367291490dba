package dev.belay.testkit;

import dev.belay.store.AppendResult;
import dev.belay.store.EndpointJournal;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutProgress;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that gets into trouble when it is told to, and lets a test act right before and right after a record is written.
 * Without either, it is the store that it stands before. Thread-safe, and every change can be made at any moment.
 *
 * <pre>{@code
 * FakeStore store = FakeStore.inMemory();
 * store.beforeAppend(record -> {
 *   if (record.state().phase() == Phase.BAKING) {
 *     store.fail(FakeStore.Trouble.ANSWER_LOST);
 *   }
 * });
 * }</pre>
 */
public final class FakeStore extends ForwardingRolloutStore {

  private final AtomicLong appends = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile @Nullable Trouble trouble;
  private volatile Consumer<JournalRecord> before = record -> {};
  private volatile Consumer<JournalRecord> after = record -> {};

  private FakeStore(RolloutStore store) {
    super(store);
  }

  /** How a store can misbehave. */
  public enum Trouble {
    /** Whatever is asked for throws, and nothing is written. */
    DOWN,
    /** What is appended is written, or found to be in conflict, but the answer does not come: appending throws. */
    ANSWER_LOST,
    /** Reading throws. */
    READS_FAIL
  }

  /**
   * A store in memory.
   *
   * @return an empty store
   */
  public static FakeStore inMemory() {
    return around(RolloutStore.inMemory());
  }

  /**
   * Stands before another store.
   *
   * @param store where the records are kept
   * @return a store without trouble
   */
  public static FakeStore around(RolloutStore store) {
    return new FakeStore(store);
  }

  /**
   * Begins to misbehave, in place of any other way. An append that is under way then may be written or not.
   *
   * @param how in which way
   */
  public void fail(Trouble how) {
    trouble = how;
  }

  /** Ends all trouble. */
  public void heal() {
    trouble = null;
  }

  /**
   * Sets what happens before a record is written, also if it will not be. It runs in the thread that appends, which waits for
   * it: a slow store. What it throws goes to whoever appends, and nothing is written: a crash before the write.
   *
   * @param action takes the record; nothing by default
   */
  public void beforeAppend(Consumer<JournalRecord> action) {
    before = action;
  }

  /**
   * Sets what happens when a record has been written and whoever appends does not know it yet. It runs in the thread that
   * appends, which waits for it. What it throws goes to whoever appends: a crash after the write.
   *
   * @param action takes the record; nothing by default
   */
  public void afterAppend(Consumer<JournalRecord> action) {
    after = action;
  }

  /**
   * Counts appends.
   *
   * @return calls of {@link #append}, whatever came of them
   */
  public long appends() {
    return appends.get();
  }

  /**
   * Counts reads.
   *
   * @return calls of {@link #load} and {@link #read}, whatever came of them
   */
  public long reads() {
    return reads.get();
  }

  /**
   * Counts trouble.
   *
   * @return calls that failed because the store was told to misbehave
   */
  public long failures() {
    return failures.get();
  }

  /**
   * Says that journals outlive the process, as those of a store on file do: processes of a test come and go before this store.
   *
   * @return true
   */
  @Override
  public boolean isDurable() {
    return true;
  }

  @Override
  public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
    String endpoint = lease.endpoint();
    appends.incrementAndGet();
    before.accept(record);
    requireNot(Trouble.DOWN, "append to " + endpoint);
    AppendResult result = super.append(lease, record);
    if (result instanceof AppendResult.Appended) {
      after.accept(record);
    }
    requireNot(Trouble.ANSWER_LOST, "append to " + endpoint);
    requireNot(Trouble.DOWN, "append to " + endpoint);
    return result;
  }

  @Override
  public List<JournalRecord> read(String endpoint) throws StoreException {
    reads.incrementAndGet();
    requireNot(Trouble.DOWN, "read " + endpoint);
    requireNot(Trouble.READS_FAIL, "read " + endpoint);
    return super.read(endpoint);
  }

  @Override
  public EndpointJournal load(String endpoint) throws StoreException {
    reads.incrementAndGet();
    requireNot(Trouble.DOWN, "load " + endpoint);
    requireNot(Trouble.READS_FAIL, "load " + endpoint);
    return super.load(endpoint);
  }

  @Override
  public LeaseResult acquire(String endpoint, String holder) throws StoreException {
    requireNot(Trouble.DOWN, "give a lease of " + endpoint);
    return super.acquire(endpoint, holder);
  }

  @Override
  public void release(Lease lease) throws StoreException {
    requireNot(Trouble.DOWN, "take the lease of " + lease.endpoint() + " back");
    super.release(lease);
  }

  @Override
  public boolean saveSnapshot(Lease lease, JournalSnapshot snapshot) throws StoreException {
    requireNot(Trouble.DOWN, "save a snapshot of " + lease.endpoint());
    return super.saveSnapshot(lease, snapshot);
  }

  @Override
  public boolean saveProgress(Lease lease, RolloutProgress progress) throws StoreException {
    requireNot(Trouble.DOWN, "save the progress of " + lease.endpoint());
    return super.saveProgress(lease, progress);
  }

  private void requireNot(Trouble how, String what) throws StoreException {
    if (trouble == how) {
      failures.incrementAndGet();
      throw new StoreException("the fake store could not " + what, new IOException(how.name()));
    }
  }
}
