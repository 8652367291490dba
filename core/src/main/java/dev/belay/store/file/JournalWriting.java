package dev.belay.store.file;

import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.RolloutProgress;
import dev.belay.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that changes the files of an endpoint. Not thread-safe: used by one {@link FileJournal}, which has its lease. */
final class JournalWriting {

  private static final Logger LOG = LoggerFactory.getLogger(JournalWriting.class);
  private static final int KEPT_SNAPSHOTS = 2;

  private final Disk disk;
  private final String endpoint;
  private final String folder;
  private final JournalReader reader;

  JournalWriting(Disk disk, String endpoint, JournalReader reader) {
    this.disk = disk;
    this.endpoint = endpoint;
    this.folder = Names.folder(endpoint);
    this.reader = reader;
  }

  private String segment(Tail tail) {
    return reader.file(Names.segment(tail.segment()));
  }

  /** Turns a record into bytes, before anything is written. */
  byte[] encode(JournalRecord record) throws StoreException {
    byte[] payload;
    try {
      payload = RecordCodec.encode(record);
    } catch (RuntimeException e) {
      throw new StoreException(
          "the journal of '" + endpoint + "': record " + record.sequence()
              + " cannot be put into bytes: " + e,
          e);
    }
    if (payload.length > Frame.LONGEST_PAYLOAD) {
      throw new StoreException("the journal of '" + endpoint + "': record " + record.sequence()
          + " must take at most " + Frame.LONGEST_PAYLOAD + " bytes, but takes "
          + payload.length);
    }
    return payload;
  }

  /** Whether the last segment is as long as it is known to be, and none follows. */
  boolean unchanged(Tail tail) throws IOException {
    String next = reader.file(Names.segment(tail.position().sequence() + 1));
    return (tail.segment() == 0 || disk.length(segment(tail)) == tail.length())
        && disk.length(next) < 0;
  }

  /** Writes a record and makes it last; returns where the journal goes on then. */
  Tail append(Tail tail, long epoch, byte[] payload) throws IOException {
    long sequence = tail.position().sequence() + 1;
    Hash hash = Hash.after(tail.position().hash(), sequence, epoch, ByteBuffer.wrap(payload));
    Position next = new Position(sequence, epoch, hash);
    try {
      return tail.closed() ? begin(tail, next, payload) : extend(tail, next, payload);
    } catch (IOException e) {
      try {
        cutBack(tail);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private Tail extend(Tail tail, Position next, byte[] payload) throws IOException {
    byte[] frame = Frame.encode(tail.salt(), next, payload);
    try (Disk.Writing file = disk.open(segment(tail))) {
      file.write(tail.length(), frame);
      file.force();
    }
    long length = tail.length() + frame.length;
    return new Tail(next, tail.segment(), tail.salt(), length, length >= Tail.LONG_SEGMENT);
  }

  private Tail begin(Tail tail, Position next, byte[] payload) throws IOException {
    if (tail.segment() == 0) {
      createFolder();
    }
    long salt = disk.salt();
    byte[] head = SegmentHeader.of(salt, next.sequence(), tail.position().hash(), endpoint)
        .encode();
    byte[] frame = Frame.encode(salt, next, payload);
    byte[] bytes = Arrays.copyOf(head, head.length + frame.length);
    System.arraycopy(frame, 0, bytes, head.length, frame.length);
    try (Disk.Writing file = disk.create(reader.file(Names.segment(next.sequence())))) {
      file.write(0, bytes);
      file.force();
    }
    disk.forceFolder(folder);
    return new Tail(next, next.sequence(), salt, bytes.length, bytes.length >= Tail.LONG_SEGMENT);
  }

  private void createFolder() throws IOException {
    disk.createFolder(folder);
    disk.forceFolder("");
  }

  /** Removes whatever comes after a record that was written and answered for. */
  void cutBack(Tail tail) throws IOException {
    boolean removed = false;
    for (String name : disk.list(folder)) {
      if (Names.segmentOf(name) > tail.position().sequence()) {
        disk.delete(reader.file(name));
        removed = true;
      }
    }
    if (tail.segment() > 0) {
      cut(segment(tail), tail.length());
    }
    if (removed) {
      disk.forceFolder(folder);
    }
  }

  private void cut(String file, long length) throws IOException {
    try (Disk.Writing writing = disk.open(file)) {
      if (writing.length() > length) {
        writing.truncate(length);
      }
      writing.force();
    }
  }

  /** Sets aside what is left of a write that was broken off. */
  void dropTorn(Reading reading) throws IOException {
    if (reading.torn().isEmpty()) {
      return;
    }
    Reading.Torn torn = reading.torn().get();
    byte[] bytes = disk.read(torn.file());
    byte[] rest = Arrays.copyOfRange(bytes, (int) torn.from(), bytes.length);
    String copy = SetAside.copy(disk, folder, torn.file(), "torn", rest);
    if (torn.from() == 0) {
      disk.delete(torn.file());
    } else {
      cut(torn.file(), torn.from());
    }
    disk.forceFolder(folder);
    LOG.warn(
        "{}: the last write to {} was broken off after record {}; its {} bytes were never answered"
            + " for and are now in {}",
        endpoint,
        disk.path(torn.file()),
        reading.tail().position().sequence(),
        rest.length,
        disk.path(copy));
  }

  /** Makes last what another process may have written without having been told that it does. */
  void settle(Tail tail) throws IOException {
    if (tail.segment() > 0) {
      try (Disk.Writing file = disk.open(segment(tail))) {
        file.force();
      }
      disk.forceFolder(folder);
      disk.forceFolder("");
    }
  }

  /** Refuses a journal that lacks what this store knows to be in it. */
  void requireKnown(Reading reading, @Nullable Tail known) throws IOException, DamageException {
    if (known == null || known.segment() == 0) {
      return;
    }
    Position position = reading.tail().position();
    if (position.sequence() == 0) {
      throw new IOException(disk.path(segment(known)) + " is gone");
    }
    if (position.sequence() < known.position().sequence()) {
      throw new DamageException(disk.path(folder) + ": the journal had "
          + known.position().sequence() + " records and now has " + position.sequence());
    }
    if (position.sequence() == known.position().sequence() && !position.equals(known.position())) {
      throw new DamageException(
          disk.path(folder) + ": record " + position.sequence() + " is another one than before");
    }
  }

  /** Keeps a snapshot; the one before is kept too. */
  void keep(Tail tail, JournalSnapshot snapshot) throws IOException {
    String file = reader.file(Names.snapshot(snapshot.sequence()));
    byte[] bytes =
        KeptFile.encode(KeptFile.Kind.SNAPSHOT, endpoint, tail, RecordCodec.encode(snapshot));
    disk.put(file + Names.UNFINISHED, bytes, true);
    disk.move(file + Names.UNFINISHED, file);
    disk.forceFolder(folder);
    List<Long> all = disk.list(folder).stream()
        .map(Names::snapshotOf)
        .filter(sequence -> sequence > 0)
        .sorted()
        .toList();
    for (long old : all.subList(0, Math.max(0, all.size() - KEPT_SNAPSHOTS))) {
      disk.delete(reader.file(Names.snapshot(old)));
    }
  }

  /** Keeps progress. A loss of power may damage it, and then it counts as not there. */
  void keep(Tail tail, RolloutProgress progress) throws IOException {
    if (tail.segment() == 0) {
      disk.createFolder(folder);
    }
    String file = reader.file(Names.PROGRESS);
    byte[] bytes =
        KeptFile.encode(KeptFile.Kind.PROGRESS, endpoint, tail, RecordCodec.encode(progress));
    disk.put(file + Names.UNFINISHED, bytes, false);
    disk.move(file + Names.UNFINISHED, file);
  }

  /** What is wrong, and what to do about it. */
  String advice(DamageException damage) {
    return damage.getMessage() + ". Nothing was changed. To see what can be read: JournalTool"
        + " verify " + disk.path("") + "; to cut the journal there: JournalTool repair "
        + disk.path("") + " " + endpoint
        + " (java -cp <class path> dev.belay.journal.JournalTool)";
  }
}
