package dev.belay.store.file;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment, from its first byte to its last.
 *
 * <p>A bad end is forgiven only where a write may have been broken off: in the last segment, where no whole record follows, and if
 * it looks like a part of a record. Everything else is damage, because it was answered for once.
 */
final class Segment {

  private final String path;
  private final String file;
  private final ByteBuffer bytes;
  private final boolean last;
  private final List<Entry> entries;
  private final Position before;
  private Position position;
  private int end;
  private long salt;
  private boolean torn;

  private Segment(
      String path,
      String file,
      ByteBuffer bytes,
      boolean last,
      Position before,
      List<Entry> entries) {
    this.path = path;
    this.file = file;
    this.bytes = bytes;
    this.last = last;
    this.before = before;
    this.position = before;
    this.entries = entries;
  }

  /**
   * Reads a segment that follows a position.
   *
   * @param path what it is called in messages
   * @param file what it is called in entries
   * @param bytes all of it
   * @param endpoint whose it must be
   * @param last whether none follows
   * @param before how far the journal goes without it
   * @param entries gets the records, also those before damage
   */
  static Segment read(
      String path,
      String file,
      ByteBuffer bytes,
      String endpoint,
      boolean last,
      Position before,
      List<Entry> entries)
      throws DamageException {
    Segment segment = new Segment(path, file, bytes, last, before, entries);
    segment.read(endpoint);
    return segment;
  }

  /** How far the journal goes with it. */
  Position position() {
    return position;
  }

  /** How much of it is good; 0 if it is as good as not there. */
  int end() {
    return position.equals(before) ? 0 : end;
  }

  /** Whether something follows that is no record. */
  boolean torn() {
    return torn;
  }

  long salt() {
    return salt;
  }

  private void read(String endpoint) throws DamageException {
    SegmentHeader header = header();
    if (header == null) {
      torn = true;
      return;
    }
    requireBelongs(header, endpoint);
    salt = header.salt();
    end = header.length();
    while (end < bytes.limit() && !torn) {
      Frame frame = Frame.at(bytes, end, salt);
      if (frame == null) {
        requireTorn();
        torn = true;
      } else {
        add(frame);
      }
    }
    if (position.equals(before) && !torn) {
      if (!last) {
        throw new DamageException(path + ": it holds no record");
      }
      torn = true;
    }
  }

  private @Nullable SegmentHeader header() throws DamageException {
    try {
      return SegmentHeader.decode(bytes);
    } catch (UnreadableException e) {
      if (last && SegmentHeader.torn(bytes) && Frame.next(bytes, 0, saltOf(bytes)) == null) {
        return null;
      }
      throw new DamageException(path + ": " + e.getMessage(), e);
    }
  }

  /** The salt of a segment whose head may be damaged. */
  static long saltOf(ByteBuffer bytes) {
    return bytes.limit() < SegmentHeader.SALT_AT + Long.BYTES
        ? 0
        : bytes.getLong(SegmentHeader.SALT_AT);
  }

  private void requireBelongs(SegmentHeader header, String endpoint) throws DamageException {
    if (!header.endpoint().equals(endpoint)) {
      throw new DamageException(path + ": it must be the journal of '" + endpoint
          + "', but is that of '" + header.endpoint() + "'");
    }
    long first = before.sequence() + 1;
    if (header.first() != first) {
      throw new DamageException(
          path + ": it must begin with record " + first + ", but begins with " + header.first());
    }
    if (!header.before().equals(before.hash())) {
      throw new DamageException(path + ": it must follow a record " + before.sequence()
          + " with the hash " + header.before() + ", but the hash is " + before.hash());
    }
  }

  private void requireTorn() throws DamageException {
    Frame next = Frame.next(bytes, end + 1, salt);
    if (next != null) {
      throw bad(Frame.fault(bytes, end, salt) + "; the record "
          + next.position().sequence() + " at offset " + next.offset() + " is whole");
    }
    if (!last) {
      throw bad(Frame.fault(bytes, end, salt) + "; another segment follows");
    }
    if (!Frame.torn(bytes, end, salt)) {
      throw bad(Frame.fault(bytes, end, salt) + "; it was written to its end");
    }
  }

  private DamageException bad(String what) {
    return new DamageException(badly(what));
  }

  private String badly(String what) {
    return path + ": record " + (position.sequence() + 1) + " at offset " + end + ": " + what;
  }

  private void add(Frame frame) throws DamageException {
    Position next = frame.position();
    if (next.sequence() != position.sequence() + 1) {
      throw bad(
          "its sequence must be " + (position.sequence() + 1) + ", but was " + next.sequence());
    }
    if (next.epoch() < Math.max(1, position.epoch())) {
      throw bad("its epoch must be at least " + Math.max(1, position.epoch()) + ", but was "
          + next.epoch());
    }
    Hash hash = Hash.after(
        position.hash(), next.sequence(), next.epoch(), frame.payload().duplicate());
    if (!hash.equals(next.hash())) {
      throw bad("its hash must be " + hash + ", but was " + next.hash()
          + ": it, or a record before it, is not the one that was written");
    }
    entries.add(entry(frame));
    position = next;
    end = frame.end();
  }

  private Entry entry(Frame frame) throws DamageException {
    try {
      Entry entry = new Entry(
          file,
          frame.offset(),
          frame.position(),
          RecordCodec.decodeRecord(frame.payload().duplicate()));
      if (entry.record().sequence() != frame.position().sequence()) {
        throw bad("it calls itself " + entry.record().sequence());
      }
      return entry;
    } catch (UnreadableException e) {
      throw new DamageException(badly(e.getMessage() + ""), e);
    }
  }
}
