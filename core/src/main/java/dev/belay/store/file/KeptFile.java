package dev.belay.store.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A file that is written as a whole: a snapshot or progress, with how far the journal went when it was made.
 *
 * <pre>
 * magic 8 | format version 4 | sequence 8 | epoch 8 | hash 32 | segment 8 | its length 8 |
 * length of the name 4 | name | length of the payload 4 | payload | CRC32C 4
 * </pre>
 *
 * @param tail how far the journal went; it is closed, and its salt is not kept
 * @param payload the rest
 */
record KeptFile(Tail tail, ByteBuffer payload) {

  /** What a kept file is. */
  enum Kind {
    SNAPSHOT("BelaySnp"),
    PROGRESS("BelayPrg");

    private final String magic;

    Kind(String magic) {
      this.magic = magic;
    }

    private long number() {
      return ByteBuffer.wrap(magic.getBytes(StandardCharsets.US_ASCII)).getLong();
    }
  }

  private static final int VERSION = 1;
  private static final int LEAST = 5 * Long.BYTES + Hash.SIZE + 4 * Integer.BYTES;

  static byte[] encode(Kind kind, String endpoint, Tail tail, byte[] payload) {
    byte[] name = Names.encode(endpoint);
    ByteBuffer bytes = ByteBuffer.allocate(LEAST + name.length + payload.length)
        .putLong(kind.number())
        .putInt(VERSION)
        .putLong(tail.position().sequence())
        .putLong(tail.position().epoch());
    tail.position().hash().write(bytes);
    bytes
        .putLong(tail.segment())
        .putLong(tail.length())
        .putInt(name.length)
        .put(name)
        .putInt(payload.length)
        .put(payload);
    return bytes.putInt(checksum(bytes)).array();
  }

  static KeptFile decode(Kind kind, String endpoint, byte[] file) throws UnreadableException {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    if (file.length < LEAST) {
      throw new UnreadableException(
          "it must take at least " + LEAST + " bytes, but takes " + file.length);
    }
    int expected = checksum(bytes.duplicate().position(file.length - Integer.BYTES));
    int found = bytes.getInt(file.length - Integer.BYTES);
    if (bytes.getLong() != kind.number() || found != expected) {
      throw new UnreadableException(String.format(
          "it must begin with %s and its checksum must be %08x, but was %08x",
          kind.magic, expected, found));
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw UnreadableException.ofFormat(version, VERSION);
    }
    Position position = new Position(bytes.getLong(), bytes.getLong(), Hash.read(bytes));
    Tail tail = new Tail(position, bytes.getLong(), 0, bytes.getLong(), true);
    String name = Names.decode(part(bytes));
    if (!name.equals(endpoint)) {
      throw new UnreadableException(
          "it must be of endpoint '" + endpoint + "', but is of '" + name + "'");
    }
    byte[] payload = part(bytes);
    if (bytes.remaining() != Integer.BYTES) {
      throw new UnreadableException(
          "it must end with its checksum, but " + bytes.remaining() + " bytes are left");
    }
    return new KeptFile(tail, ByteBuffer.wrap(payload));
  }

  private static byte[] part(ByteBuffer bytes) throws UnreadableException {
    int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new UnreadableException("a part of it must be in it, but takes " + length + " bytes");
    }
    byte[] part = new byte[length];
    bytes.get(part);
    return part;
  }

  /** Over everything before the position. */
  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate().flip());
    return (int) checksum.getValue();
  }
}
