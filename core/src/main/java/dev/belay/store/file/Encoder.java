package dev.belay.store.file;

import dev.belay.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Turns values into bytes, for {@link Decoder} to turn back. Not thread-safe. */
final class Encoder {

  private final Map<ModelVersion, Integer> versions = new HashMap<>();
  private byte[] bytes = new byte[512];
  private int size;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void raw(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
  }

  /** Seven bits to a byte, the low ones first; the high bit says that more follow. */
  Encoder number(long value) {
    long left = (value << 1) ^ (value >> 63);
    while ((left & ~0x7fL) != 0) {
      raw(((int) left & 0x7f) | 0x80);
      left >>>= 7;
    }
    raw((int) left);
    return this;
  }

  Encoder flag(boolean value) {
    raw(value ? 1 : 0);
    return this;
  }

  Encoder real(double value) {
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 56; shift >= 0; shift -= 8) {
      raw((int) (bits >>> shift));
    }
    return this;
  }

  /** Each unit of UTF-16 by itself, in one to three bytes, so that halves of a pair are kept too. */
  Encoder text(String value) {
    number(value.length());
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      if (unit < 0x80) {
        raw(unit);
      } else if (unit < 0x800) {
        raw(0xc0 | (unit >> 6));
        raw(0x80 | (unit & 0x3f));
      } else {
        raw(0xe0 | (unit >> 12));
        raw(0x80 | ((unit >> 6) & 0x3f));
        raw(0x80 | (unit & 0x3f));
      }
    }
    return this;
  }

  Encoder instant(Instant value) {
    return number(value.getEpochSecond()).number(value.getNano());
  }

  Encoder duration(Duration value) {
    return number(value.getSeconds()).number(value.getNano());
  }

  /** A version in full the first time, and its number after that. */
  Encoder version(ModelVersion value) {
    Integer known = versions.putIfAbsent(value, versions.size() + 1);
    return known == null ? number(0).text(value.model()).text(value.version()) : number(known);
  }

  <T> Encoder maybe(Optional<T> value, BiConsumer<Encoder, T> write) {
    flag(value.isPresent());
    value.ifPresent(present -> write.accept(this, present));
    return this;
  }

  <T> Encoder all(Collection<T> values, BiConsumer<Encoder, T> write) {
    number(values.size());
    values.forEach(value -> write.accept(this, value));
    return this;
  }

  <K, V> Encoder map(Map<K, V> values, BiConsumer<Encoder, K> key, BiConsumer<Encoder, V> value) {
    return all(values.entrySet(), (encoder, entry) -> {
      key.accept(encoder, entry.getKey());
      value.accept(encoder, entry.getValue());
    });
  }
}
