package dev.belay.benchmarks.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

/** The definitions of the flag "candidate", each in the format of a library, from the class path. */
final class Flags {

  private Flags() {}

  static InputStream stream(String name) {
    return Objects.requireNonNull(Flags.class.getResourceAsStream(name), name);
  }

  static String text(String name) {
    try (InputStream stream = stream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy that is deleted when the process ends, for a library that wants a file. */
  static Path file(String name) {
    try {
      Path file = Files.createTempFile("comparison", name);
      file.toFile().deleteOnExit();
      return Files.writeString(file, text(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where no file is. */
  static Path noFile() {
    return Path.of(System.getProperty("java.io.tmpdir"), "comparison-" + UUID.randomUUID());
  }
}
