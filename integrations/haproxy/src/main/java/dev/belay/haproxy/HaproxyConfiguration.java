package dev.belay.haproxy;

import dev.belay.ModelVersion;
import dev.belay.target.TrafficTarget.Assignment;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration of HAProxy, with its map file, that a {@link HaproxyTarget} can drive and that is safe without one: whatever is wrong
 * with the map, everything goes to the live version.
 *
 * <pre>{@code
 * HaproxyConfiguration haproxy = HaproxyConfiguration.builder("fraud")
 *     .bind("127.0.0.1:8080")
 *     .runtimeSocket("/run/haproxy/fraud.sock")
 *     .mapFile("/etc/haproxy/fraud.map")
 *     .version(ModelVersion.of("fraud", "7"), "fraud-7", "10.0.0.7:9000", "10.0.0.8:9000")
 *     .version(ModelVersion.of("fraud", "8"), "fraud-8", "10.0.0.9:9000")
 *     .live(ModelVersion.of("fraud", "7"))
 *     .keyHeader("x-user-id")
 *     .healthPath("/health")
 *     .build();
 * Files.writeString(Path.of("/etc/haproxy/fraud.cfg"), haproxy.toText());
 * Files.writeString(Path.of("/etc/haproxy/fraud.map"), haproxy.mapText());
 * }</pre>
 *
 * <p>Each request is routed anew, also on a connection that is kept alive. It gets a slot in [0, 10 000), and the candidate takes the
 * slots below its share. Without a key the slot is random. With one it is {@code xxh32(key + ":" + backend of the candidate) mod
 * 10000}, over the bytes of the header, with seed 0: sticky, and monotone, so that a growing share never takes the candidate away from a
 * key that has it. The name of the candidate is in it so that other keys come first with each candidate. 2<sup>32</sup> is no multiple
 * of 10 000: slots below 7 296 are more likely by 2.3 millionths of themselves. A request with an empty key, or without one, is
 * random.
 *
 * <p>Failures of one version are never answered by another: backends do not fall over to each other, and there are no retries. Every
 * answer, also one that HAProxy makes itself because a backend is dead, has a header with the version, so that clients can credit the
 * outcome. Servers are checked every second.
 *
 * <p>Immutable.
 */
public final class HaproxyConfiguration {

  private final String name;
  private final String bind;
  private final String runtimeSocket;
  private final String mapFile;
  private final Map<ModelVersion, String> backends;
  private final Map<ModelVersion, List<String>> servers;
  private final ModelVersion live;
  private final Optional<String> keyHeader;
  private final Optional<String> healthPath;
  private final String versionHeader;
  private final Duration connectTimeout;
  private final Duration answerTimeout;
  private final Duration drainWithin;

  private HaproxyConfiguration(Builder builder) {
    name = builder.name;
    bind = required("bind", builder.bind);
    runtimeSocket = required("runtimeSocket", builder.runtimeSocket);
    mapFile = required("mapFile", builder.mapFile);
    backends = Collections.unmodifiableMap(new LinkedHashMap<>(builder.backends));
    servers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.servers));
    live = required("live", builder.live);
    Backends.requireLive(backends, live);
    if (backends.containsValue(name)) {
      throw new IllegalArgumentException(
          "backend must have another name than the frontend, but both were '" + name + "'");
    }
    keyHeader = Optional.ofNullable(builder.keyHeader);
    healthPath = Optional.ofNullable(builder.healthPath);
    versionHeader = builder.versionHeader;
    connectTimeout = builder.connectTimeout;
    answerTimeout = builder.answerTimeout;
    drainWithin = builder.drainWithin;
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " must be set, but was not");
    }
    return value;
  }

  /**
   * Describes a configuration.
   *
   * @param name the name of the frontend: 1 to 100 characters out of letters, digits and {@code _ . : -}, beginning with a letter or a
   *     digit, without {@code ..}
   * @return a builder
   * @throws IllegalArgumentException if the name is in another form
   */
  public static Builder builder(String name) {
    return new Builder(Names.name("name", name));
  }

  /**
   * Writes HAProxy's configuration, for HAProxy 2.6 or later.
   *
   * @return the text of the file, with a line end at its end
   */
  public String toText() {
    Lines lines = new Lines();
    global(lines);
    frontend(lines);
    backends.forEach((version, backend) -> backend(lines, version, backend));
    return lines.toString();
  }

  /**
   * Writes the map file, with everything on the live version. HAProxy reads it when it starts and when it is reloaded; write it
   * anew, of a configuration with another live version, after each promotion.
   *
   * @return the text of the file, with a line end at its end
   */
  public String mapText() {
    return MapValue.KEY + " " + MapValue.ofFile(liveBackend()).text() + "\n";
  }

  /**
   * Describes the target that drives this configuration.
   *
   * @return a builder that knows the socket, the map and the versions
   */
  public HaproxyTarget.Builder target() {
    HaproxyTarget.Builder target = HaproxyTarget.builder(
            UnixDomainSocketAddress.of(runtimeSocket), mapFile)
        .live(live)
        .assignment(keyHeader.isPresent() ? Assignment.BY_KEY : Assignment.BY_CALL);
    backends.forEach(target::version);
    return target;
  }

  private String liveBackend() {
    return Objects.requireNonNull(backends.get(live), "live has a backend");
  }

  private void global(Lines lines) {
    lines
        .section("global")
        .line(
            "# The map can be read and changed by whoever may open the socket; more is not needed.")
        .line("stats socket " + runtimeSocket + " mode 600 level user")
        .line(
            "# An old process, after a reload, may go on by an old map; not for longer than this.")
        .line("hard-stop-after " + millis(drainWithin))
        .section("defaults")
        .line("mode http")
        .line("timeout connect " + millis(connectTimeout))
        .line("timeout client " + millis(answerTimeout))
        .line("timeout server " + millis(answerTimeout))
        .line("timeout queue " + millis(connectTimeout))
        .line("timeout check " + millis(connectTimeout))
        .line("# A failure of a version is that version's: nobody else answers for it.")
        .line("no option redispatch")
        .line("retries 0");
  }

  private void frontend(Lines lines) {
    lines
        .section("frontend " + name)
        .line("bind " + bind)
        .line("# [lease.]revision|stable|candidate|share; anything else is taken for nothing.")
        .line(
            "http-request set-var(txn.belay_split) str(" + MapValue.KEY + "),map(" + mapFile + ")")
        .line("http-request unset-var(txn.belay_split) unless { var(txn.belay_split) -m reg '"
            + MapValue.FORM + "' }")
        .line("http-request set-var(txn.belay_version) var(txn.belay_split),field(2,|)")
        .line("http-request set-var(txn.belay_candidate) var(txn.belay_split),field(3,|)")
        .line("http-request set-var(txn.belay_share) var(txn.belay_split),field(4,|)")
        .line("http-request set-var(txn.belay_slot) rand(10000)");
    keyHeader.ifPresent(header -> lines.line("http-request set-var(txn.belay_slot) req.fhdr("
        + header + "),concat(:,txn.belay_candidate),xxh32,mod(10000) if { req.fhdr(" + header
        + ") -m len gt 0 }"));
    lines
        .line("http-request set-var(txn.belay_version) var(txn.belay_candidate)"
            + " if { var(txn.belay_share),sub(txn.belay_slot) -m int gt 0 }")
        .line("use_backend %[var(txn.belay_version)] if { var(txn.belay_version) -m found }")
        .line("default_backend " + liveBackend());
  }

  private void backend(Lines lines, ModelVersion version, String backend) {
    lines
        .section("backend " + backend)
        .line("balance roundrobin")
        .line("http-after-response set-header " + versionHeader + " " + version.version());
    healthPath.ifPresent(path -> lines.line("option httpchk GET " + path));
    lines.line("default-server check inter 1s fall 2 rise 1");
    List<String> addresses = servers.getOrDefault(version, List.of());
    for (int i = 0; i < addresses.size(); i++) {
      lines.line("server s" + (i + 1) + " " + addresses.get(i));
    }
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }

  /** The sections and their lines. */
  private static final class Lines {

    private final StringBuilder text = new StringBuilder();

    Lines section(String head) {
      text.append(text.length() == 0 ? "" : "\n").append(head).append('\n');
      return this;
    }

    Lines line(String line) {
      text.append("  ").append(line).append('\n');
      return this;
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  /** Describes a configuration. Not thread-safe. */
  public static final class Builder {

    private static final Duration LONGEST = Duration.ofHours(1);

    private final String name;
    private final Map<ModelVersion, String> backends = new LinkedHashMap<>();
    private final Map<ModelVersion, List<String>> servers = new LinkedHashMap<>();
    private @Nullable String bind;
    private @Nullable String runtimeSocket;
    private @Nullable String mapFile;
    private @Nullable ModelVersion live;
    private @Nullable String keyHeader;
    private @Nullable String healthPath;
    private String versionHeader = "model-version";
    private Duration connectTimeout = Duration.ofSeconds(1);
    private Duration answerTimeout = Duration.ofSeconds(30);
    private Duration drainWithin = Duration.ofSeconds(30);

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Sets where requests come in.
     *
     * @param address {@code host:port}, with a port in [1, 65535]
     * @return this builder
     * @throws IllegalArgumentException if it is in another form
     */
    public Builder bind(String address) {
      bind = Names.bindAddress("bind", address);
      return this;
    }

    /**
     * Sets the path of the runtime socket, which only the owner of the process may open.
     *
     * @param path an absolute path whose parts are out of letters, digits and {@code _ . + -}
     * @return this builder
     * @throws IllegalArgumentException if it is in another form
     */
    public Builder runtimeSocket(String path) {
      runtimeSocket = Names.file("runtimeSocket", path);
      return this;
    }

    /**
     * Sets the path of the map file.
     *
     * @param path an absolute path whose parts are out of letters, digits and {@code _ . + -}
     * @return this builder
     * @throws IllegalArgumentException if it is in another form
     */
    public Builder mapFile(String path) {
      mapFile = Names.file("mapFile", path);
      return this;
    }

    /**
     * Adds a version with its backend.
     *
     * @param version the version
     * @param backend the name of its backend: 1 to 100 characters out of letters, digits and {@code _ . : -}, beginning with a letter or
     *     a digit, without {@code ..}
     * @param addresses its servers, at least one, each {@code host:port} with a port in [1, 65535]
     * @return this builder
     * @throws IllegalArgumentException if a name or an address is in another form, there is no address, or the version or the backend was
     *     added before
     */
    public Builder version(ModelVersion version, String backend, String... addresses) {
      if (addresses.length == 0) {
        throw new IllegalArgumentException(
            "addresses of " + version + " must be at least 1, but were 0");
      }
      List<String> checked = new ArrayList<>();
      for (String address : addresses) {
        checked.add(Names.serverAddress("address of " + version, address));
      }
      Backends.add(backends, version, backend);
      servers.put(version, List.copyOf(checked));
      return this;
    }

    /**
     * Sets the version that takes everything until a target says otherwise: in the map file, and where the map is of no use.
     *
     * @param version one of the versions
     * @return this builder
     */
    public Builder live(ModelVersion version) {
      live = version;
      return this;
    }

    /**
     * Makes the assignment sticky by a request header, for example with the user's id.
     *
     * @param header 1 to 64 characters out of letters, digits and {@code -}, beginning with a letter; by default there is none
     * @return this builder
     * @throws IllegalArgumentException if it is in another form
     */
    public Builder keyHeader(String header) {
      keyHeader = Names.header("keyHeader", header);
      return this;
    }

    /**
     * Checks servers by a request instead of a connection.
     *
     * @param path what {@code GET} asks for, beginning with {@code /}, out of letters, digits and {@code _ . ~ - /}; a server is up if it
     *     answers 2xx or 3xx
     * @return this builder
     * @throws IllegalArgumentException if it is in another form
     */
    public Builder healthPath(String path) {
      healthPath = Names.urlPath("healthPath", path);
      return this;
    }

    /**
     * Sets the response header that tells which version has answered, without the model.
     *
     * @param header 1 to 64 characters out of letters, digits and {@code -}, beginning with a letter; default {@code model-version}
     * @return this builder
     * @throws IllegalArgumentException if it is in another form
     */
    public Builder versionHeader(String header) {
      versionHeader = Names.header("versionHeader", header);
      return this;
    }

    /**
     * Sets how long a connection to a server, a wait for one and a check may take.
     *
     * @param value at least a millisecond, at most an hour; default one second
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder connectTimeout(Duration value) {
      connectTimeout = require("connectTimeout", value);
      return this;
    }

    /**
     * Sets how long a client or a server may be silent.
     *
     * @param value at least a millisecond, at most an hour; default 30 seconds
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder answerTimeout(Duration value) {
      answerTimeout = require("answerTimeout", value);
      return this;
    }

    /**
     * Sets how long the old process may go on after a reload, by the map that it had.
     *
     * @param value at least a millisecond, at most an hour; default 30 seconds
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder drainWithin(Duration value) {
      drainWithin = require("drainWithin", value);
      return this;
    }

    private static Duration require(String name, Duration value) {
      if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            name + " must be in [PT0.001S, " + LONGEST + "], but was " + value);
      }
      return value;
    }

    /**
     * Makes the configuration.
     *
     * @return the configuration
     * @throws IllegalArgumentException if {@code bind}, {@code runtimeSocket}, {@code mapFile} or {@code live} was not set, live is not one of
     *     the versions, or a backend has the name of the frontend
     */
    public HaproxyConfiguration build() {
      return new HaproxyConfiguration(this);
    }
  }
}
