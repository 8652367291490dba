package dev.belay.store.file;

import dev.belay.store.JournalRecord;
import dev.belay.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a damaged journal before its damage. Whatever is taken away is copied first. */
final class Repair {

  private final Disk disk;
  private final String endpoint;
  private final String folder;
  private final JournalReader reader;
  private final List<String> done = new ArrayList<>();

  Repair(Disk disk, String endpoint) {
    this.disk = disk;
    this.endpoint = endpoint;
    this.folder = Names.folder(endpoint);
    this.reader = new JournalReader(disk, endpoint);
  }

  List<String> run() throws StoreException {
    DirectoryLock lock = new DirectoryLock(disk);
    try {
      if (disk.list(folder).isEmpty()) {
        throw new StoreException("there is no journal of '" + endpoint + "' in " + disk.path(""));
      }
      Optional<String> holder =
          lock.take("a repair by process " + ProcessHandle.current().pid());
      if (holder.isPresent()) {
        throw new StoreException(disk.path("") + " must not be in use, but is held by "
            + holder.get() + "; end it first");
      }
      repair();
      return done;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException("the journal of '" + endpoint + "' could not be repaired: " + e, e);
    } finally {
      lock.release();
    }
  }

  private void repair() throws IOException {
    DamageException damage = damage();
    if (damage.newer()) {
      throw new StoreException("the journal of '" + endpoint + "' must be repaired by the release"
          + " that has written it: " + damage.getMessage());
    }
    requireNothingGoodIsLost(damage);
    List<Entry> good = damage.before().entries();
    Optional<JournalRecord> latest = Salvage.of(disk, endpoint, reader).latest();
    long kept = good.size();
    done.add("damage: " + damage.getMessage());
    cutAfter(good);
    setAsideWhatClaimsMore(kept);
    disk.forceFolder(folder);
    done.add("the journal of '" + endpoint + "' ends with "
        + (kept == 0
            ? "nothing: it is empty"
            : describe(good.get(good.size() - 1).record()))
        + " now");
    long last = latest.map(JournalRecord::sequence).orElse(0L);
    done.add(
        last > kept
            ? "lost: records " + (kept + 1) + " to " + last + " at least; the latest that can be"
                + " read was " + latest.map(Repair::describe).orElse("none")
            : "lost: whatever came after record " + kept);
  }

  private DamageException damage() throws IOException {
    try {
      Reading reading = reader.read(true);
      throw new StoreException("the journal of '" + endpoint + "' is not damaged: it has "
          + reading.entries().size() + " records");
    } catch (DamageException damage) {
      return damage;
    }
  }

  /** Old damage before a snapshot hinders nobody: to cut there would throw away what is in force. */
  private void requireNothingGoodIsLost(DamageException damage) throws IOException {
    try {
      Reading reading = reader.read(false);
      long last = reading.tail().position().sequence();
      throw new StoreException("the journal of '" + endpoint + "' is damaged in its past ("
          + damage.getMessage() + "), but whole from its latest snapshot to its end, record "
          + last + ": the endpoint can go on, and cutting the journal would only lose more");
    } catch (DamageException inForce) {
      inForce.addSuppressed(damage);
    }
  }

  private static String describe(JournalRecord record) {
    return "record " + record.sequence() + " (" + record.at() + ", "
        + record.state().phase() + ", " + record.state().split() + ")";
  }

  private void cutAfter(List<Entry> good) throws IOException {
    long kept = good.size();
    for (String name : disk.list(folder).stream().sorted().toList()) {
      long first = Names.segmentOf(name);
      if (first > kept) {
        setAside(name);
      } else if (first > 0) {
        cut(name, good);
      }
    }
  }

  /** Cuts the segment that the last good record is in. */
  private void cut(String name, List<Entry> good) throws IOException {
    String file = reader.file(name);
    Entry last = good.get(good.size() - 1);
    if (!last.file().equals(file)) {
      return;
    }
    byte[] bytes = disk.read(file);
    int length = Frame.LEAST + ByteBuffer.wrap(bytes).getInt((int) last.offset() + 4);
    long end = last.offset() + length;
    if (end < bytes.length) {
      String copy = SetAside.copy(disk, folder, file, "broken", bytes);
      try (Disk.Writing writing = disk.open(file)) {
        writing.truncate(end);
        writing.force();
      }
      done.add(disk.path(file) + ": cut at offset " + end + " of " + bytes.length + "; as it was: "
          + disk.path(copy));
    }
  }

  /** Snapshots and progress that know of lost records would tell that there is damage for ever. */
  private void setAsideWhatClaimsMore(long kept) throws IOException {
    for (String name : disk.list(folder)) {
      boolean claims = Names.snapshotOf(name) > kept || name.equals(Names.PROGRESS);
      if (claims) {
        setAside(name);
      }
    }
  }

  private void setAside(String name) throws IOException {
    String file = reader.file(name);
    String copy = SetAside.copy(disk, folder, file, "broken", disk.read(file));
    disk.delete(file);
    done.add(disk.path(file) + ": taken out; as it was: " + disk.path(copy));
  }
}
