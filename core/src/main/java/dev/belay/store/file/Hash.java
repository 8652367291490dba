package dev.belay.store.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a record and of all records before it. Immutable. */
final class Hash {

  static final int SIZE = 32;

  /** What stands for the record before the first one. */
  static final Hash NONE = new Hash(new byte[SIZE]);

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads a hash at the position of a buffer, which has as many bytes. */
  static Hash read(ByteBuffer from) {
    byte[] bytes = new byte[SIZE];
    from.get(bytes);
    return new Hash(bytes);
  }

  /** The hash of a record that follows another one. */
  static Hash after(Hash previous, long sequence, long epoch, ByteBuffer payload) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(previous.bytes);
      digest.update(
          ByteBuffer.allocate(2 * Long.BYTES).putLong(sequence).putLong(epoch).flip());
      digest.update(payload);
      return new Hash(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  void write(ByteBuffer to) {
    to.put(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns 64 digits in lower case. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
