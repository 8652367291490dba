package dev.belay.store.file;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record in a segment, whole: its checksum is right.
 *
 * <pre>
 * marker 4 | length of the payload 4 | CRC32C 4 | sequence 8 | epoch 8 | hash 32 | payload | end mark 1
 * </pre>
 *
 * <p>The checksum is over the segment's salt and everything but the marks and itself. The salt keeps a payload that holds bytes of
 * another journal from being taken for a record. The marks are not zero, so a sector that was never written shows wherever the
 * borders of sectors lie.
 *
 * @param offset where it begins
 * @param end where it ends
 * @param position its sequence, epoch and hash
 * @param payload its payload
 */
record Frame(int offset, int end, Position position, ByteBuffer payload) {

  static final int MARKER = 0xbe1a7f0d;
  static final byte END_MARK = (byte) 0xe7;
  static final int HEAD = 3 * Integer.BYTES + 2 * Long.BYTES + Hash.SIZE;
  static final int LEAST = HEAD + 1;
  static final int LONGEST_PAYLOAD = 1 << 24;

  private static final int LENGTH_AT = 4;
  private static final int CHECKSUM_AT = 8;
  private static final int SEQUENCE_AT = 12;

  /** Frames a payload that follows a position; its sequence and epoch are the next record's. */
  static byte[] encode(long salt, Position next, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(LEAST + payload.length)
        .putInt(MARKER)
        .putInt(payload.length)
        .putInt(0)
        .putLong(next.sequence())
        .putLong(next.epoch());
    next.hash().write(frame);
    frame.put(payload).put(END_MARK);
    return frame.putInt(CHECKSUM_AT, checksum(frame, 0, payload.length, salt)).array();
  }

  /** Reads the frame at an offset, null if there is none or it is not whole. */
  static @Nullable Frame at(ByteBuffer segment, int offset, long salt) {
    Frame frame = unproven(segment, offset);
    return frame != null
            && segment.getInt(offset + CHECKSUM_AT)
                == checksum(segment, offset, frame.payload.limit(), salt)
        ? frame
        : null;
  }

  /** Reads what looks like a frame, whatever its checksum is; null if nothing does. */
  static @Nullable Frame unproven(ByteBuffer segment, int offset) {
    int left = segment.limit() - offset;
    if (left < LEAST || segment.getInt(offset) != MARKER) {
      return null;
    }
    int length = segment.getInt(offset + LENGTH_AT);
    if (length < 0
        || length > Math.min(LONGEST_PAYLOAD, left - LEAST)
        || segment.get(offset + HEAD + length) != END_MARK) {
      return null;
    }
    ByteBuffer head = segment.duplicate().position(offset + SEQUENCE_AT);
    Position position = new Position(head.getLong(), head.getLong(), Hash.read(head));
    return new Frame(
        offset, offset + LEAST + length, position, segment.slice(offset + HEAD, length));
  }

  /** Finds the first whole frame from an offset on, null if there is none. */
  static @Nullable Frame next(ByteBuffer segment, int from, long salt) {
    for (int offset = from; offset <= segment.limit() - LEAST; offset++) {
      Frame frame = at(segment, offset, salt);
      if (frame != null) {
        return frame;
      }
    }
    return null;
  }

  /** The checksum that a frame with so long a payload must have. */
  static int checksum(ByteBuffer segment, int offset, int length, long salt) {
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
        .putLong(salt)
        .putInt(length)
        .flip());
    checksum.update(segment.slice(offset + SEQUENCE_AT, HEAD - SEQUENCE_AT + length));
    return (int) checksum.getValue();
  }

  /** Says what is wrong with the frame that should be at an offset. */
  static String fault(ByteBuffer segment, int offset, long salt) {
    int left = segment.limit() - offset;
    if (left < LEAST) {
      return "a record takes at least " + LEAST + " bytes, but " + left + " are left";
    }
    int marker = segment.getInt(offset);
    if (marker != MARKER) {
      return String.format("it must begin with %08x, but begins with %08x", MARKER, marker);
    }
    int length = segment.getInt(offset + LENGTH_AT);
    if (length < 0 || length > LONGEST_PAYLOAD) {
      return "its length must be in [0, " + LONGEST_PAYLOAD + "], but was " + length;
    }
    if (length > left - LEAST) {
      return "it must take " + (LEAST + length) + " bytes, but " + left + " are left";
    }
    return String.format(
        "its checksum must be %08x and its end %02x, but they were %08x and %02x",
        checksum(segment, offset, length, salt),
        END_MARK,
        segment.getInt(offset + CHECKSUM_AT),
        segment.get(offset + HEAD + length));
  }

  /**
   * Whether what begins at an offset, and is not whole, is what a write leaves that was broken off: too little of it, or a sector
   * that was not written. Anything else was whole once.
   */
  static boolean torn(ByteBuffer segment, int offset, long salt) {
    int left = segment.limit() - offset;
    if (Sectors.anyUnwritten(segment, offset, segment.limit())) {
      return true;
    }
    if (left < LEAST) {
      return beginsLikeOne(segment, offset);
    }
    int length = segment.getInt(offset + LENGTH_AT);
    return segment.getInt(offset) == MARKER
        && length > left - LEAST
        && length <= LONGEST_PAYLOAD
        && !wholeButForItsLength(segment, offset, salt);
  }

  private static boolean beginsLikeOne(ByteBuffer segment, int offset) {
    ByteBuffer marker = ByteBuffer.allocate(Integer.BYTES).putInt(0, MARKER);
    for (int i = 0; i < Math.min(Integer.BYTES, segment.limit() - offset); i++) {
      if (segment.get(offset + i) != marker.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** A changed length makes the last record look as if it had not been written to its end. */
  private static boolean wholeButForItsLength(ByteBuffer segment, int offset, long salt) {
    int length = segment.limit() - offset - LEAST;
    return segment.get(segment.limit() - 1) == END_MARK
        && segment.getInt(offset + CHECKSUM_AT) == checksum(segment, offset, length, salt);
  }
}
