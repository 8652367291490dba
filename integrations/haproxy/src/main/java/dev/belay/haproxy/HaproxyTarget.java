package dev.belay.haproxy;

import dev.belay.ModelVersion;
import dev.belay.runtime.BelayRuntime;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HAProxy as what carries splits out: one backend for each version, and one map value that says who is stable, who is the candidate,
 * and which share it has. One command on the runtime socket changes all three at one instant, for every request that comes after it.
 *
 * <pre>{@code
 * HaproxyConfiguration haproxy = HaproxyConfiguration.builder("fraud")...build();
 * try (HaproxyTarget target = haproxy.target().build()) {
 *   ModelEndpoint fraud = ModelEndpoint.builder("fraud").live("7").target(target).build();
 * }
 * }</pre>
 *
 * <p>It carries out a split of one version alone, and one of two, in steps of one basis point. What is in force is read from HAProxy
 * each time, never remembered. Which requests go to the candidate is described at {@link HaproxyConfiguration}.
 *
 * <p><b>A restart or a reload</b> puts HAProxy back to its map file, which sends everything to one version. The value of the file
 * says that it is the file's. The target looks every {@link Builder#pollEvery}; where it finds that value instead of the one that it
 * was told last, it tells HAProxy again, and until then an observation tells of no split, so that nobody takes it for a person's
 * word. If HAProxy refuses, the observation tells what the file does, and a rollout asks a person.
 *
 * <p><b>A person's change</b>, any other value and also a map without one, is never overruled: an observation tells it, and the
 * target forgets what it was told until it is told again. The same holds for the value of another target at the same HAProxy. A
 * change and a restart within one interval look like a restart alone.
 *
 * <p><b>After a reload, the old process</b> goes on with the requests that it has, by the map that it had; the runtime socket no longer
 * reaches it. It takes no new connections, and closes each one after its next answer. What it may still send to the candidate ends
 * with {@code hard-stop-after}, which a {@link HaproxyConfiguration} sets.
 *
 * <p>Each call waits for HAProxy, at most a few times the timeout. Thread-safe: submissions come one after the other. The looking is
 * done on the runtime's threads until {@link #close}, which leaves the traffic as it is.
 */
public final class HaproxyTarget implements TrafficTarget, AutoCloseable {

  /** A command takes well below a millisecond; the rest is for a machine that is busy. */
  private static final Duration RETREAT_TIME = Duration.ofMillis(50);

  private final Capabilities capabilities;
  private final Backends backends;
  private final Observer observer;
  private final Submitter submitter;
  private final Keeper keeper;

  private HaproxyTarget(Builder builder) {
    backends = new Backends(builder.versions, builder.requireLive());
    capabilities = new Capabilities(1, 1, RETREAT_TIME, builder.pollEvery, builder.assignment);
    RuntimeApi api = new RuntimeApi(
        new RuntimeSocket(builder.socket, builder.timeout, builder.runtime::nanoTime), builder.map);
    submitter = new Submitter(api, backends);
    observer = new Observer(api, backends, submitter);
    keeper = new Keeper(builder.map, api, submitter, builder.pollEvery, builder.runtime);
  }

  /**
   * Describes a target.
   *
   * @param socket where HAProxy's runtime socket is: a {@link UnixDomainSocketAddress}, or an {@link InetSocketAddress}, which
   *     should be a loopback address, since the socket asks nobody who he is
   * @param map the map's file, exactly as HAProxy's configuration names it: an absolute path without spaces
   * @return a builder
   * @throws IllegalArgumentException if the address is of another kind, or the path is not in that form
   */
  public static Builder builder(SocketAddress socket, String map) {
    return new Builder(socket, map);
  }

  /**
   * Steps of one basis point, from one basis point on; a retreat is in force within 50 ms.
   *
   * @return always the same capabilities
   */
  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  /**
   * Reads what is in force. Never throws: a HAProxy that cannot be reached gives an observation without a split whose detail says so.
   *
   * <p>The candidate is ready if a server of its backend is running, has passed its check, if it has one, and is neither drained nor in
   * maintenance. The candidate is who is not stable in the map, or else in what was submitted last; before that, any version beside
   * the one in force.
   *
   * @return the split in force; a backend that this target was not told of stands in it as a version of {@code unconfigured}; empty if
   *     HAProxy does not answer, or has just begun anew
   */
  @Override
  public Observation observe() {
    return observer.observe();
  }

  /**
   * Writes the split into the map and reads it back. The first version of a split of two takes the rest, the second one is the candidate.
   *
   * @param intent what is wanted
   * @return {@link SubmitResult.Accepted} if it was read back; {@link SubmitResult.AlreadyInForce} if it was there before; {@link
   *     SubmitResult.Busy} if HAProxy could not be reached and nothing was changed; {@link SubmitResult.Unknown} if it was told, and the
   *     answer did not come; {@link SubmitResult.Conflict} if somebody else has changed the value, before or at the same time; {@link
   *     SubmitResult.Refused}, with what to do, for more than two versions, a version without a backend, a backend or a map that HAProxy
   *     does not have, a socket that must not change it, and a lease that was taken over
   * @throws IllegalStateException if the target is closed
   */
  @Override
  public SubmitResult submit(SplitIntent intent) {
    keeper.requireOpen();
    Optional<String> refusal = backends.refusal(intent.split());
    return refusal.isPresent() ? new SubmitResult.Refused(refusal.get()) : submitter.submit(intent);
  }

  /** Ends the looking, and leaves the traffic as it is. A second call has no effect. */
  @Override
  public void close() {
    keeper.close();
  }

  /** What a restart may put back, for tests. */
  Optional<MapValue> claim() {
    return submitter.claim();
  }

  /** Describes a target. Not thread-safe. */
  public static final class Builder {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final SocketAddress socket;
    private final String map;
    private final Map<ModelVersion, String> versions = new LinkedHashMap<>();
    private @Nullable ModelVersion live;
    private Duration timeout = Duration.ofSeconds(1);
    private Duration pollEvery = Duration.ofMillis(200);
    private Assignment assignment = Assignment.BY_KEY;
    private BelayRuntime runtime = BelayRuntime.system();

    private Builder(SocketAddress socket, String map) {
      if (!(socket instanceof UnixDomainSocketAddress || socket instanceof InetSocketAddress)) {
        throw new IllegalArgumentException(
            "socket must be a UnixDomainSocketAddress or an InetSocketAddress, but was " + socket);
      }
      this.socket = socket;
      this.map = Names.file("map", map);
    }

    /**
     * Names the backend of a version, also of versions that will be rolled out later.
     *
     * @param version the version
     * @param backend its backend in HAProxy's configuration: 1 to 100 characters out of letters, digits and {@code _ . : -},
     *     beginning with a letter or a digit, without {@code ..}
     * @return this builder
     * @throws IllegalArgumentException if the name is in another form, or the version or the backend was named before
     */
    public Builder version(ModelVersion version, String backend) {
      Backends.add(versions, version, backend);
      return this;
    }

    /**
     * Says which version takes everything where the map has no value that HAProxy understands.
     *
     * @param version the version of the configuration's {@code default_backend}
     * @return this builder
     */
    public Builder live(ModelVersion version) {
      live = version;
      return this;
    }

    /**
     * Sets how long one command may take, from the connection to the end of the reply.
     *
     * @param value above zero, at most a minute; default one second
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder timeout(Duration value) {
      timeout = require("timeout", value);
      return this;
    }

    /**
     * Sets how often the target looks whether HAProxy has begun anew, and how often the engine looks at a split on its way.
     *
     * @param value above zero, at most a minute; default 200 ms
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder pollEvery(Duration value) {
      pollEvery = require("pollEvery", value);
      return this;
    }

    /**
     * Says how HAProxy chooses the version of a request: with a key, or for each request by itself, so that what is counted can be held
     * against the split.
     *
     * @param value as the configuration has it; default {@link Assignment#BY_KEY}
     * @return this builder
     */
    public Builder assignment(Assignment value) {
      assignment = value;
      return this;
    }

    /**
     * Sets the clock and the threads.
     *
     * @param value the runtime; default {@link BelayRuntime#system()}
     * @return this builder
     */
    public Builder runtime(BelayRuntime value) {
      runtime = value;
      return this;
    }

    private static Duration require(String name, Duration value) {
      if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            name + " must be above zero and at most " + LONGEST + ", but was " + value);
      }
      return value;
    }

    private ModelVersion requireLive() {
      if (live == null) {
        throw new IllegalArgumentException("live must be one of " + versions.keySet()
            + ", the version of HAProxy's default_backend, but was not set");
      }
      Backends.requireLive(versions, live);
      return live;
    }

    /**
     * Makes the target. Nothing is sent yet; the looking begins.
     *
     * @return the target
     * @throws IllegalArgumentException if no version was named live, or one without a backend
     */
    public HaproxyTarget build() {
      HaproxyTarget target = new HaproxyTarget(this);
      target.keeper.start();
      return target;
    }
  }
}
