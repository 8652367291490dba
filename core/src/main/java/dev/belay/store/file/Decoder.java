package dev.belay.store.file;

import dev.belay.ModelVersion;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the bytes of an {@link Encoder} back into values. It believes nothing that it reads: whatever the bytes are, it ends with
 * values or with an {@link UnreadableException}, and takes no more memory than there are bytes. Not thread-safe.
 */
final class Decoder {

  private final List<ModelVersion> versions = new ArrayList<>();
  private final ByteBuffer bytes;

  private Decoder(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Reads one value. */
  interface Reading<T> {

    T read(Decoder decoder) throws UnreadableException;
  }

  /** Reads a value that all bytes are for. */
  static <T> T decode(ByteBuffer bytes, Reading<T> reading) throws UnreadableException {
    Decoder decoder = new Decoder(bytes);
    try {
      T value = reading.read(decoder);
      if (bytes.hasRemaining()) {
        throw new UnreadableException(bytes.remaining() + " bytes are left over");
      }
      return value;
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new UnreadableException("it holds an impossible value: " + e.getMessage(), e);
    }
  }

  private int raw() throws UnreadableException {
    if (!bytes.hasRemaining()) {
      throw new UnreadableException("it ends too early");
    }
    return bytes.get() & 0xff;
  }

  long number() throws UnreadableException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = raw();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        if (shift == 63 && next > 1) {
          break;
        }
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new UnreadableException("a number takes more than 64 bits");
  }

  int integer() throws UnreadableException {
    long value = number();
    if (value != (int) value) {
      throw new UnreadableException("a number must take 32 bits, but was " + value);
    }
    return (int) value;
  }

  /** How many follow, each of which takes at least a byte. */
  int count() throws UnreadableException {
    long value = number();
    if (value < 0 || value > bytes.remaining()) {
      throw new UnreadableException(
          "a count must be in [0, " + bytes.remaining() + "], but was " + value);
    }
    return (int) value;
  }

  boolean flag() throws UnreadableException {
    int value = raw();
    if (value > 1) {
      throw new UnreadableException("a flag must be 0 or 1, but was " + value);
    }
    return value == 1;
  }

  double real() throws UnreadableException {
    if (bytes.remaining() < Double.BYTES) {
      throw new UnreadableException("it ends too early");
    }
    return bytes.getDouble();
  }

  String text() throws UnreadableException {
    int length = count();
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int first = raw();
      if (first < 0x80) {
        text.append((char) first);
      } else if ((first & 0xe0) == 0xc0) {
        text.append((char) (((first & 0x1f) << 6) | following()));
      } else if ((first & 0xf0) == 0xe0) {
        text.append((char) (((first & 0x0f) << 12) | (following() << 6) | following()));
      } else {
        throw new UnreadableException("a text holds the byte " + first);
      }
    }
    return text.toString();
  }

  private int following() throws UnreadableException {
    int next = raw();
    if ((next & 0xc0) != 0x80) {
      throw new UnreadableException("a character of a text ends with the byte " + next);
    }
    return next & 0x3f;
  }

  private int nanos() throws UnreadableException {
    int nanos = integer();
    if (nanos < 0 || nanos > 999_999_999) {
      throw new UnreadableException("nanoseconds must be in [0, 999999999], but were " + nanos);
    }
    return nanos;
  }

  Instant instant() throws UnreadableException {
    return Instant.ofEpochSecond(number(), nanos());
  }

  Duration duration() throws UnreadableException {
    return Duration.ofSeconds(number(), nanos());
  }

  ModelVersion version() throws UnreadableException {
    int known = integer();
    if (known < 0 || known > versions.size()) {
      throw new UnreadableException(
          "a version must be one of " + versions.size() + ", but was number " + known);
    }
    if (known > 0) {
      return versions.get(known - 1);
    }
    ModelVersion version = ModelVersion.of(text(), text());
    versions.add(version);
    return version;
  }

  <T> Optional<T> maybe(Reading<T> reading) throws UnreadableException {
    return flag() ? Optional.of(reading.read(this)) : Optional.empty();
  }

  <T> List<T> all(Reading<T> reading) throws UnreadableException {
    List<T> values = new ArrayList<>();
    for (int left = count(); left > 0; left--) {
      values.add(reading.read(this));
    }
    return values;
  }

  <K, V> Map<K, V> map(Reading<K> key, Reading<V> value) throws UnreadableException {
    Map<K, V> values = new LinkedHashMap<>();
    for (int left = count(); left > 0; left--) {
      K next = key.read(this);
      if (values.put(next, value.read(this)) != null) {
        throw new UnreadableException("a map holds " + next + " twice");
      }
    }
    return values;
  }
}
