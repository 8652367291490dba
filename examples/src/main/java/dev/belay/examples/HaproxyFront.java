package dev.belay.examples;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.haproxy.HaproxyConfiguration;
import dev.belay.haproxy.HaproxyTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real HAProxy between the service and the servers of the models, in a folder of its own that goes with it. */
final class HaproxyFront implements Front, Splitter {

  /** The response header that tells which version has answered. */
  private static final String VERSION_HEADER = "model-version";

  private static final String PATH = "/score";

  private static final int LOOKS = 100;
  private static final int LOOK_MILLIS = 50;

  private final String model;
  private final ModelClient models;
  private final Path folder;
  private final Process process;
  private final HaproxyTarget target;
  private final URI address;
  private final HttpClient client = Http.client();

  private HaproxyFront(
      String model,
      ModelClient models,
      Path folder,
      Process process,
      HaproxyTarget target,
      URI address) {
    this.model = model;
    this.models = models;
    this.folder = folder;
    this.process = process;
    this.target = target;
    this.address = address;
  }

  /**
   * Starts HAProxy, with everything on the first version.
   *
   * @throws IllegalStateException if there is no HAProxy, or it does not take its configuration
   */
  static HaproxyFront start(String model, List<ModelServer> servers, ModelClient models)
      throws IOException {
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
    if (!listens(process, port)) {
      process.destroy();
      String story = Files.readString(folder.resolve("haproxy.log")).strip();
      delete(folder);
      throw new IllegalStateException("haproxy does not listen: " + story);
    }
    return new HaproxyFront(
        model,
        models,
        folder,
        process,
        configuration.target().build(),
        URI.create("http://127.0.0.1:" + port + PATH));
  }

  /** Whether it takes connections before it ends, or some seconds are over. */
  private static boolean listens(Process process, int port) throws IOException {
    for (int look = 0; look < LOOKS; look++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (ConnectException notYet) {
        try {
          if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            return false;
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return false;
  }

  /** A port that is free now; HAProxy says so if somebody else is faster. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public ModelEndpoint.Builder on(ModelEndpoint.Builder endpoint) {
    return endpoint.target(target);
  }

  @Override
  public Scorer scorer(ModelEndpoint endpoint) {
    return new SplitScorer(endpoint, this);
  }

  @Override
  public Answer ask(String line) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(Http.post(address, line).build(), HttpResponse.BodyHandlers.ofString());
    boolean ok = response.statusCode() == Http.OK;
    return new Answer(
        ok,
        ok ? response.body() : response.statusCode() + ": " + response.body(),
        response.headers().firstValue(VERSION_HEADER).map(name -> ModelVersion.of(model, name)));
  }

  /** HAProxy knows no versions but by its split; the server is asked itself. */
  @Override
  public String ask(ModelVersion version, String line) throws IOException, InterruptedException {
    return models.predict(version, line);
  }

  @Override
  public void close() {
    target.close();
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
