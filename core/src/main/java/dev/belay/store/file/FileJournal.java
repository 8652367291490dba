package dev.belay.store.file;

import dev.belay.store.AppendResult;
import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalDamagedException;
import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutProgress;
import dev.belay.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one endpoint, as its store sees it. It is its own lock, and holds no file open.
 *
 * <p>What it knows of the files is where the last answered record ends. Before each use it looks whether they still end there, and
 * reads them anew if not. When a write fails, nobody knows what the disk has of it: whatever is beyond the last answered record is
 * cut off, and the files are read and checked before anything else is done with them. So a failed write is never forced again; the
 * record is written again, by whoever wants it.
 */
final class FileJournal {

  private final Disk disk;
  private final DirectoryLock lock;
  private final String endpoint;
  private final JournalReader reader;
  private final JournalWriting writing;
  private @Nullable Lease lease;
  private long granted;
  private @Nullable Tail tail;
  private boolean unsure;

  FileJournal(Disk disk, DirectoryLock lock, String endpoint) {
    this.disk = disk;
    this.lock = lock;
    this.endpoint = endpoint;
    this.reader = new JournalReader(disk, endpoint);
    this.writing = new JournalWriting(disk, endpoint, reader);
  }

  synchronized LeaseResult acquire(String holder) throws StoreException {
    Lease other = lease;
    if (other != null) {
      return new LeaseResult.HeldBy(other.holder());
    }
    Lease next = new Lease(endpoint, Math.max(granted, lastEpoch()) + 1, holder);
    granted = next.epoch();
    lease = next;
    return new LeaseResult.Granted(next);
  }

  /** Damage is found when the journal is loaded; until then it keeps nobody from looking at it. */
  private long lastEpoch() throws StoreException {
    try {
      return ready().position().epoch();
    } catch (JournalDamagedException damaged) {
      return guarded(
          "could not be read", () -> Salvage.of(disk, endpoint, reader).epoch());
    }
  }

  synchronized void release(Lease ended) {
    if (ended.equals(lease)) {
      lease = null;
    }
  }

  synchronized AppendResult append(Lease holder, JournalRecord record) throws StoreException {
    if (!holder.equals(lease)) {
      return new AppendResult.Fenced(Math.max(granted, 1));
    }
    Tail end = ready();
    long last = end.position().sequence();
    if (last > 0 && record.sequence() == last && record.equals(last())) {
      return new AppendResult.Appended();
    }
    if (record.sequence() != last + 1) {
      return new AppendResult.Conflict(last);
    }
    byte[] payload = writing.encode(record);
    unsure = true;
    tail = guarded(
        "record " + record.sequence() + " could not be written",
        () -> writing.append(end, holder.epoch(), payload));
    unsure = false;
    return new AppendResult.Appended();
  }

  private @Nullable JournalRecord last() throws StoreException {
    Reading reading = guarded("could not be read", () -> reader.read(false));
    List<Entry> entries = reading.entries();
    return entries.isEmpty()
        ? reading.snapshot().map(JournalSnapshot::last).orElse(null)
        : entries.get(entries.size() - 1).record();
  }

  synchronized EndpointJournal load() throws StoreException {
    Reading reading = lease == null ? look(false) : recover();
    return new EndpointJournal(reading.snapshot(), reading.records(), reading.progress());
  }

  synchronized List<JournalRecord> read() throws StoreException {
    return look(true).records();
  }

  synchronized boolean save(Lease holder, JournalSnapshot snapshot) throws StoreException {
    if (!holder.equals(lease)) {
      return false;
    }
    Tail end = ready();
    if (snapshot.sequence() != end.position().sequence()) {
      return false;
    }
    guarded("the snapshot could not be kept", () -> {
      writing.keep(end, snapshot);
      return true;
    });
    tail = end.close();
    return true;
  }

  synchronized boolean save(Lease holder, RolloutProgress progress) throws StoreException {
    if (!holder.equals(lease)) {
      return false;
    }
    Tail end = ready();
    return guarded("the progress could not be kept", () -> {
      writing.keep(end, progress);
      return true;
    });
  }

  /** Where the journal goes on, which is looked up if it is not known for sure. */
  private Tail ready() throws StoreException {
    Tail known = tail;
    if (known != null && !unsure && guarded("could not be read", () -> unchanged(known))) {
      return known;
    }
    return recover().tail();
  }

  private boolean unchanged(Tail known) throws IOException {
    lock.require();
    return writing.unchanged(known);
  }

  /** Reads the journal, and makes it end with its last whole record. */
  private Reading recover() throws StoreException {
    Tail known = tail;
    boolean cut = unsure;
    Reading reading = guarded("could not be read", () -> {
      lock.require();
      if (known != null && cut) {
        writing.cutBack(known);
      }
      Reading found = reader.read(false);
      writing.requireKnown(found, known);
      writing.dropTorn(found);
      if (known == null) {
        writing.settle(found.tail());
      }
      return found;
    });
    tail = reading.tail();
    unsure = false;
    return reading;
  }

  /** Reads the journal, and leaves it as it is. */
  private Reading look(boolean whole) throws StoreException {
    Tail known = tail;
    boolean cut = unsure;
    return guarded("could not be read", () -> {
      Reading reading = settled(whole);
      writing.requireKnown(reading, known);
      return known != null && cut ? reading.upTo(known.position().sequence()) : reading;
    });
  }

  /** Another process may be writing while this one reads, so what looks bad is looked at again. */
  private Reading settled(boolean whole) throws IOException, DamageException {
    try {
      return reader.read(whole);
    } catch (DamageException e) {
      return reader.read(whole);
    }
  }

  /** Something that is done with files. */
  private interface Work<T extends @Nullable Object> {

    T run() throws IOException, DamageException;
  }

  private <T extends @Nullable Object> T guarded(String failure, Work<T> work)
      throws StoreException {
    try {
      return work.run();
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException("the journal of '" + endpoint + "': " + failure + ": " + e, e);
    } catch (DamageException e) {
      throw damaged(e);
    }
  }

  private JournalDamagedException damaged(DamageException damage) {
    Optional<JournalRecord> last;
    try {
      last = Salvage.of(disk, endpoint, reader).latest();
    } catch (IOException e) {
      damage.addSuppressed(e);
      last = Optional.empty();
    }
    JournalDamagedException exception = new JournalDamagedException(writing.advice(damage), last);
    exception.initCause(damage);
    return exception;
  }
}
