package dev.belay.store.file;

import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Looks for whole records in a damaged journal, from its latest segment backwards. Not thread-safe. */
final class Salvage {

  private final Disk disk;
  private final String endpoint;
  private final JournalReader reader;
  private Optional<JournalRecord> latest = Optional.empty();
  private long epoch;

  private Salvage(Disk disk, String endpoint, JournalReader reader) {
    this.disk = disk;
    this.endpoint = endpoint;
    this.reader = reader;
  }

  static Salvage of(Disk disk, String endpoint, JournalReader reader) throws IOException {
    Salvage salvage = new Salvage(disk, endpoint, reader);
    salvage.search();
    return salvage;
  }

  /** The latest record that is whole, wherever it stands. */
  Optional<JournalRecord> latest() {
    return latest;
  }

  /** The highest epoch that was found. */
  long epoch() {
    return epoch;
  }

  private void search() throws IOException {
    NavigableSet<Long> segments = new TreeSet<>();
    NavigableSet<Long> snapshots = new TreeSet<>();
    for (String name : disk.list(Names.folder(endpoint))) {
      segments.add(Names.segmentOf(name));
      snapshots.add(Names.snapshotOf(name));
    }
    for (long sequence : snapshots.tailSet(0L, false).descendingSet()) {
      snapshot(sequence);
    }
    for (long first : segments.tailSet(0L, false).descendingSet()) {
      if (sequence() < first) {
        segment(reader.file(Names.segment(first)));
      }
    }
  }

  private long sequence() {
    return latest.map(JournalRecord::sequence).orElse(0L);
  }

  private void snapshot(long sequence) throws IOException {
    try {
      KeptFile kept = KeptFile.decode(
          KeptFile.Kind.SNAPSHOT, endpoint, disk.read(reader.file(Names.snapshot(sequence))));
      JournalSnapshot snapshot = RecordCodec.decodeSnapshot(kept.payload());
      if (snapshot.sequence() > sequence()) {
        latest = Optional.of(snapshot.last());
      }
      epoch = Math.max(epoch, kept.tail().position().epoch());
    } catch (UnreadableException e) {
      // Another one may be whole.
    }
  }

  private void segment(String file) throws IOException {
    if (disk.length(file) > JournalReader.LONGEST_SEGMENT) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(disk.read(file));
    if (ofAnotherEndpoint(bytes)) {
      return;
    }
    long salt = Segment.saltOf(bytes);
    Frame frame = Frame.next(bytes, 0, salt);
    if (frame == null) {
      byHash(bytes);
    }
    while (frame != null) {
      add(frame);
      frame = Frame.next(bytes, frame.end(), salt);
    }
  }

  private boolean ofAnotherEndpoint(ByteBuffer bytes) {
    try {
      return !SegmentHeader.decode(bytes).endpoint().equals(endpoint);
    } catch (UnreadableException e) {
      return false;
    }
  }

  /** Without its salt no checksum of a segment is right; what follows its record before by its hash is whole all the same. */
  private void byHash(ByteBuffer bytes) {
    Hash before = SegmentHeader.beforeOf(bytes);
    int offset = 0;
    while (offset <= bytes.limit() - Frame.LEAST) {
      Frame frame = Frame.unproven(bytes, offset);
      if (frame == null) {
        offset++;
        continue;
      }
      Position position = frame.position();
      Hash hash = Hash.after(
          before, position.sequence(), position.epoch(), frame.payload().duplicate());
      if (hash.equals(position.hash())) {
        add(frame);
      }
      before = position.hash();
      offset = frame.end();
    }
  }

  private void add(Frame frame) {
    epoch = Math.max(epoch, frame.position().epoch());
    if (frame.position().sequence() > sequence()) {
      try {
        latest = Optional.of(RecordCodec.decodeRecord(frame.payload()));
      } catch (UnreadableException e) {
        // It is whole, but this release cannot tell what it says.
      }
    }
  }
}
