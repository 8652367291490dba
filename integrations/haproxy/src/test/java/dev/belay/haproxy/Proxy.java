package dev.belay.haproxy;

import dev.belay.ModelVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A real HAProxy before three real model servers: stable, candidate, and the one after. */
final class Proxy implements AutoCloseable {

  static final ModelVersion V7 = ModelVersion.of("fraud", "7");
  static final ModelVersion V8 = ModelVersion.of("fraud", "8");
  static final ModelVersion V9 = ModelVersion.of("fraud", "9");

  final ModelServer seven = new ModelServer("7");
  final ModelServer eight = new ModelServer("8");
  final ModelServer nine = new ModelServer("9");
  final HaproxyConfiguration configuration;
  final Path directory;
  final int port;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<HaproxyTarget> targets = new ArrayList<>();
  private final List<Process> left = new ArrayList<>();
  private final List<String> mode;
  private Process process;

  /** One whose requests stick by a header. */
  Proxy() throws Exception {
    this(builder -> builder.keyHeader("x-user"), text -> text);
  }

  /**
   * Starts one, and waits until it has checked its servers.
   *
   * @param change what is different in the configuration
   * @param edit what an operator has changed in its text
   * @param mode options of the process
   */
  Proxy(
      UnaryOperator<HaproxyConfiguration.Builder> change,
      UnaryOperator<String> edit,
      String... mode)
      throws Exception {
    this.mode = List.of(mode);
    List<String> unused = HaproxyBinary.require();
    // Short: the path of a socket has at most 107 characters.
    directory = Files.createTempDirectory("belay-haproxy");
    port = freePort();
    configuration = change
        .apply(empty()
            .version(V7, "fraud-7", seven.address())
            .version(V8, "fraud-8", eight.address())
            .version(V9, "fraud-9", nine.address())
            .live(V7))
        .build();
    configure(edit.apply(configuration.toText()));
    Files.writeString(directory.resolve("fraud.map"), configuration.mapText());
    process = launch();
    try {
      ready();
    } catch (Exception | Error e) {
      kill();
      throw e;
    }
  }

  /** A configuration in the same place, without a version. */
  HaproxyConfiguration.Builder empty() {
    return HaproxyConfiguration.builder("fraud")
        .bind("127.0.0.1:" + port)
        .runtimeSocket(directory.resolve("s").toString())
        .mapFile(map())
        .healthPath("/health");
  }

  /** Writes what the next process will read. */
  void configure(String text) throws IOException {
    Files.writeString(directory.resolve("fraud.cfg"), text);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process launch(String... more) throws IOException {
    List<String> command = new ArrayList<>(HaproxyBinary.require());
    command.addAll(List.of("-db", "-f", directory.resolve("fraud.cfg").toString()));
    command.addAll(mode);
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(directory.resolve("haproxy.log").toFile()))
        .start();
  }

  void ready() throws Exception {
    Eventually.holds("HAProxy answers, and has checked its servers", () -> {
      if (!process.isAlive()) {
        throw new AssertionError(Files.readString(directory.resolve("haproxy.log")));
      }
      try {
        return isUp("fraud-7")
            && isUp("fraud-8")
            && isUp("fraud-9")
            && version("").equals("7");
      } catch (IOException notYet) {
        return false;
      }
    });
  }

  private boolean isUp(String backend) throws IOException {
    return Readiness.of(backend, command("show servers state " + backend)).ready();
  }

  /** As an operator would tell it. */
  String command(String text) throws IOException {
    return new RuntimeSocket(
            UnixDomainSocketAddress.of(directory.resolve("s")),
            Duration.ofSeconds(5),
            System::nanoTime)
        .ask(text);
  }

  /** As an operator would change the split. */
  void set(String value) throws IOException {
    String reply = command("set map " + map() + " split " + value);
    if (!reply.isEmpty()) {
      throw new AssertionError(reply);
    }
  }

  /** Has the candidate's server pass its checks or not, and waits until HAProxy knows. */
  void candidateHealthy(boolean value) throws Exception {
    eight.healthy(value);
    Eventually.holds("HAProxy has checked it", () -> isUp("fraud-8") == value);
  }

  String map() {
    return directory.resolve("fraud.map").toString();
  }

  /** What the map says, as an operator would read it. */
  String mapValue() throws IOException {
    String reply = command("show map " + map());
    return reply.substring(reply.indexOf(" split ") + " split ".length());
  }

  HaproxyTarget target() {
    HaproxyTarget target =
        configuration.target().pollEvery(Duration.ofMillis(20)).build();
    targets.add(target);
    return target;
  }

  /** As {@code kill -9} does. */
  void kill() {
    Process unused = process.destroyForcibly().onExit().join();
  }

  /** Starts it again, and does not wait for anything: that is what the target is for. */
  void restart() throws IOException {
    process = launch();
  }

  /** Starts a new process beside the old one, which is told to stop as soon as the new one is there. */
  Process reload() throws IOException {
    Process old = process;
    left.add(old);
    process = launch("-sf", Long.toString(old.pid()));
    return old;
  }

  /** Sends it a signal, as {@code kill} does. */
  void signal(String name) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
        .start()
        .waitFor();
    if (status != 0) {
      throw new AssertionError("kill -" + name + " ended with " + status);
    }
  }

  Process process() {
    return process;
  }

  HttpResponse<String> send(String user) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/predict"))
        .timeout(Duration.ofSeconds(20));
    if (!user.isEmpty()) {
      request.header("x-user", user);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Which version HAProxy says has answered. */
  String version(String user) throws IOException {
    return send(user).headers().firstValue("model-version").orElse("none");
  }

  @Override
  public void close() throws IOException {
    targets.forEach(HaproxyTarget::close);
    left.forEach(Process::destroyForcibly);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    kill();
    seven.close();
    eight.close();
    nine.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
