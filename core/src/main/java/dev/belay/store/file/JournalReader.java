package dev.belay.store.file;

import dev.belay.store.JournalSnapshot;
import dev.belay.store.RolloutProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the journal of an endpoint, and changes nothing. Thread-safe. */
final class JournalReader {

  private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

  /** A segment gets no more records long before it is as long; a file that is longer is none, and is not read. */
  static final long LONGEST_SEGMENT = 2 * Tail.LONG_SEGMENT;

  private final Disk disk;
  private final String endpoint;
  private final String folder;

  JournalReader(Disk disk, String endpoint) {
    this.disk = disk;
    this.endpoint = endpoint;
    this.folder = Names.folder(endpoint);
  }

  /** The name of a file of the endpoint. */
  String file(String name) {
    return folder + "/" + name;
  }

  /** What the folder of an endpoint holds. */
  private record Files(
      NavigableSet<Long> segments, NavigableSet<Long> snapshots, boolean progress) {}

  private Files files() throws IOException {
    Files files = new Files(new TreeSet<>(), new TreeSet<>(), false);
    boolean progress = false;
    for (String name : disk.list(folder)) {
      add(files.segments, Names.segmentOf(name));
      add(files.snapshots, Names.snapshotOf(name));
      progress |= name.equals(Names.PROGRESS);
    }
    return new Files(files.segments, files.snapshots, progress);
  }

  private static void add(NavigableSet<Long> numbers, long number) {
    if (number > 0) {
      numbers.add(number);
    }
  }

  /**
   * Reads the latest snapshot that can be read and what follows it, or the whole journal.
   *
   * @param whole whether to read everything that there is
   */
  Reading read(boolean whole) throws IOException, DamageException {
    Files files = files();
    List<Entry> entries = new ArrayList<>();
    Start start = whole ? Start.NOTHING : start(files);
    Progress progress = files.progress ? progress() : Progress.NONE;
    Reading reading = Reading.NOTHING;
    try {
      reading = segments(files, start, entries);
      requireAll(files, progress, reading.tail().position());
    } catch (DamageException e) {
      throw e.after(
          new Reading(start.snapshot, entries, Tail.START, Optional.empty(), Optional.empty()));
    }
    return new Reading(
        reading.snapshot(),
        reading.entries(),
        reading.tail(),
        reading.torn(),
        belonging(progress, reading));
  }

  /** What reading begins with. */
  private record Start(Optional<JournalSnapshot> snapshot, Tail tail) {

    static final Start NOTHING = new Start(Optional.empty(), Tail.START);
  }

  private Start start(Files files) throws IOException, DamageException {
    for (long sequence : files.snapshots.descendingSet()) {
      String file = file(Names.snapshot(sequence));
      Start start = null;
      try {
        start = snapshot(file, sequence);
      } catch (NoSuchFileException gone) {
        // A later one has taken its place meanwhile.
      } catch (UnreadableException e) {
        LOG.warn(
            "{}: {} cannot be read ({}); what is older is read instead",
            endpoint,
            disk.path(file),
            e.getMessage());
      }
      if (start != null && covers(file, start.tail)) {
        return start;
      }
    }
    return Start.NOTHING;
  }

  private Start snapshot(String file, long sequence) throws IOException, UnreadableException {
    KeptFile kept = KeptFile.decode(KeptFile.Kind.SNAPSHOT, endpoint, disk.read(file));
    JournalSnapshot snapshot = RecordCodec.decodeSnapshot(kept.payload());
    if (snapshot.sequence() != sequence || kept.tail().position().sequence() != sequence) {
      throw new UnreadableException(
          "it must cover record " + sequence + ", but covers " + snapshot.sequence());
    }
    return new Start(Optional.of(snapshot), kept.tail());
  }

  /** Whether all that was there when a snapshot was made is in segments that got nothing since. */
  private boolean covers(String snapshot, Tail tail) throws IOException, DamageException {
    String segment = file(Names.segment(tail.segment()));
    long length = disk.length(segment);
    if (length < tail.length()) {
      throw new DamageException(disk.path(segment) + ": it must have " + tail.length()
          + " bytes, as " + disk.path(snapshot) + " says, but "
          + (length < 0 ? "is not there" : "has " + length));
    }
    return length == tail.length();
  }

  private Reading segments(Files files, Start start, List<Entry> entries)
      throws IOException, DamageException {
    Tail tail = start.tail;
    Optional<Reading.Torn> torn = Optional.empty();
    for (long first : files.segments.tailSet(start.tail.position().sequence(), false)) {
      if (first != tail.position().sequence() + 1) {
        throw missing(tail.position().sequence() + 1, first);
      }
      String file = file(Names.segment(first));
      boolean last = first == files.segments.last();
      Segment segment = Segment.read(
          disk.path(file), file, bytes(file), endpoint, last, tail.position(), entries);
      if (segment.torn()) {
        torn = Optional.of(new Reading.Torn(file, segment.end()));
      }
      if (segment.end() > 0) {
        tail = new Tail(
            segment.position(),
            first,
            segment.salt(),
            segment.end(),
            segment.end() >= Tail.LONG_SEGMENT);
      }
    }
    return new Reading(start.snapshot, entries, tail, torn, Optional.empty());
  }

  private DamageException missing(long expected, long found) {
    return new DamageException(disk.path(file(Names.segment(found))) + ": record " + expected
        + " must come before it, but is in no segment");
  }

  private ByteBuffer bytes(String file) throws IOException, DamageException {
    long length = disk.length(file);
    if (length > LONGEST_SEGMENT) {
      throw new DamageException(disk.path(file) + ": it must have at most " + LONGEST_SEGMENT
          + " bytes, but has " + length);
    }
    return ByteBuffer.wrap(disk.read(file)).asReadOnlyBuffer();
  }

  /** What stands beside the journal, and how far the journal went then. */
  private record Progress(@Nullable RolloutProgress saved, Position position, boolean damaged) {

    static final Progress NONE = new Progress(null, Position.START, false);
    static final Progress DAMAGED = new Progress(null, Position.START, true);
  }

  private Progress progress() throws IOException {
    String file = file(Names.PROGRESS);
    try {
      KeptFile kept = KeptFile.decode(KeptFile.Kind.PROGRESS, endpoint, disk.read(file));
      return new Progress(
          RecordCodec.decodeProgress(kept.payload()), kept.tail().position(), false);
    } catch (NoSuchFileException gone) {
      return Progress.NONE;
    } catch (UnreadableException e) {
      LOG.warn(
          "{}: {} cannot be read ({}); what it held is lost",
          endpoint,
          disk.path(file),
          e.getMessage());
      return Progress.DAMAGED;
    }
  }

  /** A journal that is cut off at the end of a record looks whole; what stands beside it knows better. */
  private void requireAll(Files files, Progress progress, Position last) throws DamageException {
    long most = files.snapshots.isEmpty() ? 0 : files.snapshots.last();
    String witness = Names.snapshot(most);
    if (progress.position.sequence() > most) {
      most = progress.position.sequence();
      witness = Names.PROGRESS;
    }
    if (progress.damaged && most == 0) {
      most = 1;
      witness = Names.PROGRESS;
    }
    if (last.sequence() < most) {
      throw new DamageException(disk.path(folder) + ": the journal must go to record " + most
          + " at least, as " + witness + " shows, but "
          + (last.sequence() == 0 ? "is empty" : "ends with record " + last.sequence()));
    }
  }

  private Optional<RolloutProgress> belonging(Progress progress, Reading reading) {
    if (progress.saved == null) {
      return Optional.empty();
    }
    long sequence = progress.position.sequence();
    for (Entry entry : reading.entries()) {
      if (entry.position().sequence() == sequence
          && !entry.position().hash().equals(progress.position.hash())) {
        LOG.warn(
            "{}: {} belongs to another journal and is left out",
            endpoint,
            disk.path(file(Names.PROGRESS)));
        return Optional.empty();
      }
    }
    return Optional.of(progress.saved);
  }
}
