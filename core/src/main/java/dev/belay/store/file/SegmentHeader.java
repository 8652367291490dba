package dev.belay.store.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What a segment begins with.
 *
 * <pre>
 * "BelayLog" 8 | format version 4 | salt 8 | first sequence 8 | hash of the record before 32 | length of the name 4 | name | CRC32C 4
 * </pre>
 *
 * @param salt goes into the checksum of each of its records
 * @param first the sequence of its first record
 * @param before the hash of the record before that
 * @param endpoint whose journal it is
 * @param length how many bytes it takes
 */
record SegmentHeader(long salt, long first, Hash before, String endpoint, int length) {

  static final int VERSION = 1;
  static final int SALT_AT = 12;
  private static final byte[] MAGIC = "BelayLog".getBytes(StandardCharsets.US_ASCII);
  private static final int LEAST = 64 + Integer.BYTES;

  static SegmentHeader of(long salt, long first, Hash before, String endpoint) {
    return new SegmentHeader(salt, first, before, endpoint, LEAST + Names.encode(endpoint).length);
  }

  byte[] encode() {
    byte[] name = Names.encode(endpoint);
    ByteBuffer bytes =
        ByteBuffer.allocate(length).put(MAGIC).putInt(VERSION).putLong(salt).putLong(first);
    before.write(bytes);
    bytes.putInt(name.length).put(name);
    return bytes.putInt(checksum(bytes, bytes.position())).array();
  }

  static SegmentHeader decode(ByteBuffer file) throws UnreadableException {
    requireMagic(file);
    ByteBuffer bytes = file.duplicate().position(MAGIC.length);
    if (bytes.remaining() < LEAST - MAGIC.length) {
      throw new UnreadableException(
          "its head takes at least " + LEAST + " bytes, but it has " + file.limit());
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw UnreadableException.ofFormat(version, VERSION);
    }
    long salt = bytes.getLong();
    long first = bytes.getLong();
    Hash before = Hash.read(bytes);
    int size = bytes.getInt();
    if (size < 0 || size > bytes.remaining() - Integer.BYTES) {
      throw new UnreadableException("the length of the name in its head was " + size);
    }
    byte[] name = new byte[size];
    bytes.get(name);
    int expected = checksum(file, bytes.position());
    int found = bytes.getInt();
    if (expected != found) {
      throw new UnreadableException(
          String.format("the checksum of its head must be %08x, but was %08x", expected, found));
    }
    return new SegmentHeader(salt, first, before, Names.decode(name), LEAST + size);
  }

  /** The hash of the record before, of a head that may be damaged. */
  static Hash beforeOf(ByteBuffer file) {
    return file.limit() < LEAST
        ? Hash.NONE
        : Hash.read(file.duplicate().position(SALT_AT + 2 * Long.BYTES));
  }

  private static void requireMagic(ByteBuffer file) throws UnreadableException {
    for (int i = 0; i < MAGIC.length; i++) {
      if (i >= file.limit() || file.get(i) != MAGIC[i]) {
        throw new UnreadableException("it does not begin as a journal does");
      }
    }
  }

  private static int checksum(ByteBuffer bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.slice(0, length));
    return (int) checksum.getValue();
  }

  /** Whether a head that cannot be read is what a write leaves that was broken off. */
  static boolean torn(ByteBuffer file) {
    if (Sectors.anyUnwritten(file, 0, file.limit())) {
      return true;
    }
    for (int i = 0; i < Math.min(MAGIC.length, file.limit()); i++) {
      if (file.get(i) != MAGIC[i]) {
        return false;
      }
    }
    if (file.limit() < LEAST) {
      return true;
    }
    int size = file.getInt(LEAST - 2 * Integer.BYTES);
    return size >= 0 && size <= Names.MOST_BYTES && size > file.limit() - LEAST;
  }
}
