package dev.belay.haproxy;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds a real HAProxy: on the path, or unpacked below {@code target}, where it is put once from Debian's packages, without being
 * installed. Without one, tests are skipped; with {@code -Dbelay.haproxy=required} they fail.
 */
final class HaproxyBinary {

  private static final Path UNPACKED = Path.of("target", "haproxy").toAbsolutePath();
  private static final List<String> PACKAGES =
      List.of("haproxy", "liblua5.3-0", "libopentracing1", "libopentracing-c-wrapper0");
  private static final Object LOCK = new Object();
  private static Optional<List<String>> known = Optional.empty();
  private static String why = "";

  private HaproxyBinary() {}

  /** The command that runs it. */
  static List<String> require() {
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      Assumptions.abort(missing.get());
    }
    synchronized (LOCK) {
      return known.orElseThrow();
    }
  }

  /** Why there is none, empty if there is one. */
  static Optional<String> missing() {
    synchronized (LOCK) {
      if (known.isEmpty() && why.isEmpty()) {
        known = find();
      }
      if (known.isPresent()) {
        return Optional.empty();
      }
      String story = "there is no HAProxy on the path, and none could be unpacked: " + why;
      if ("required".equals(System.getProperty("belay.haproxy"))) {
        throw new AssertionError(story);
      }
      return Optional.of(story);
    }
  }

  private static Optional<List<String>> find() {
    for (String directory :
        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, "haproxy"))) {
        return Optional.of(List.of(Path.of(directory, "haproxy").toString()));
      }
    }
    try {
      Path binary = UNPACKED.resolve("usr/sbin/haproxy");
      if (!Files.isExecutable(binary)) {
        unpack();
      }
      if (Files.isExecutable(binary)) {
        return Optional.of(List.of("env", "LD_LIBRARY_PATH=" + libraries(), binary.toString()));
      }
      why = "the packages have no " + binary;
    } catch (IOException | InterruptedException e) {
      why = e.toString();
    }
    return Optional.empty();
  }

  private static void unpack() throws IOException, InterruptedException {
    Path packages = UNPACKED.resolve("packages");
    Files.createDirectories(packages);
    List<String> download = new ArrayList<>(List.of("apt-get", "download"));
    download.addAll(PACKAGES);
    run(packages, download);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(packages, "*.deb")) {
      for (Path file : files) {
        run(packages, List.of("dpkg", "-x", file.toString(), UNPACKED.toString()));
      }
    }
  }

  private static void run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + " failed: " + Files.readString(directory.resolve("log")));
    }
  }

  private static Path libraries() throws IOException {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(UNPACKED.resolve("usr/lib"), "*-linux-gnu*")) {
      for (Path folder : folders) {
        return folder;
      }
    }
    throw new IOException("there are no libraries in " + UNPACKED);
  }
}
