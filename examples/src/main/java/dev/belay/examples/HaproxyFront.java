package dev.belay.examples;

import dev.belay.ModelVersion;
import dev.belay.haproxy.HaproxyConfiguration;
import dev.belay.haproxy.HaproxyTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A real HAProxy between the service and the servers of the models, in a folder of its own that goes with it. */
final class Proxy implements AutoCloseable {

  /** The response header that tells which version has answered. */
  static final String VERSION_HEADER = "model-version";

  private static final String PATH = "/score";

  private final Path folder;
  private final HaproxyConfiguration configuration;
  private final Process process;
  private final int port;

  private Proxy(Path folder, HaproxyConfiguration configuration, Process process, int port) {
    this.folder = folder;
    this.configuration = configuration;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts HAProxy, with everything on the first version.
   *
   * @throws IllegalStateException if there is no HAProxy, or it does not take its configuration
   */
  static Proxy start(String model, List<ModelServer> servers) throws IOException {
    Path folder = Files.createTempDirectory("belay-demo");
    int port = freePort();
    HaproxyConfiguration.Builder builder = HaproxyConfiguration.builder(model)
        .bind("127.0.0.1:" + port)
        .runtimeSocket(folder.resolve("haproxy.sock").toString())
        .mapFile(folder.resolve("haproxy.map").toString())
        .live(ModelVersion.of(model, servers.get(0).version()))
        .versionHeader(VERSION_HEADER)
        .healthPath("/ready");
    for (ModelServer server : servers) {
      URI address = server.address();
      builder.version(
          ModelVersion.of(model, server.version()),
          model + "-" + server.version(),
          address.getHost() + ":" + address.getPort());
    }
    HaproxyConfiguration configuration = builder.build();
    Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration.toText());
    Files.writeString(folder.resolve("haproxy.map"), configuration.mapText());
    Process process;
    try {
      process = new ProcessBuilder("haproxy", "-db", "-q", "-f", file.toString())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("haproxy.log").toFile())
          .start();
    } catch (IOException e) {
      delete(folder);
      throw new IllegalStateException(
          "haproxy must be installed and on the PATH, but could not be started", e);
    }
    return new Proxy(folder, configuration, process, port);
  }

  /** A port that is free now; HAProxy says so if somebody else is faster. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where the versions answer, whichever it is. */
  URI address() {
    return URI.create("http://127.0.0.1:" + port + PATH);
  }

  /** What drives it. */
  HaproxyTarget target() {
    return configuration.target().build();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " could not be deleted", e);
    }
  }
}
