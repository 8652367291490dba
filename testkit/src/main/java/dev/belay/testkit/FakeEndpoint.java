package dev.belay.testkit;

import dev.belay.ModelVersion;
import dev.belay.runtime.BelayRuntime;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The models that a service calls, played by scripts: for tests of services that embed Belay.
 *
 * <pre>{@code
 * VirtualRuntime time = VirtualRuntime.seeded(1);
 * ModelEndpoint service = ModelEndpoint.builder("fraud").live("7").runtime(time).build();
 * FakeEndpoint fake = FakeEndpoint.seeded(1, time)
 *     .version("7", FakeModel.healthy())
 *     .version("8", FakeModel.builder().outage(FakeOutage.from(Duration.ofMinutes(10))).build())
 *     .build();
 *
 * FakeAnswer answer = service.call(version -> fake.call(version, transaction));
 * }</pre>
 *
 * <p>A call takes the latency that its script says: in virtual time it moves the clock, in real time it waits. What a call comes
 * to depends on the seed, the name of its version, how many calls the version had before, and for some scripts on time, on the
 * calls in flight and on the input. So the same calls in the same order get the same answers to the bit, on every machine, and
 * calls of one version leave the others alone.
 *
 * <p>Thread-safe if the runtime is; {@link VirtualRuntime} is not.
 *
 * <p>In virtual time a blocking call is over when the method returns, so only {@link #callAsync} has several calls in flight. One
 * whose time comes while a blocking call has the thread ends after that, and late. A blocking call spends its whole latency, also
 * where its caller has a deadline and would have given up before.
 */
public final class FakeEndpoint {

  private final Map<String, FakeVersion> versions = new LinkedHashMap<>();
  private final BelayRuntime runtime;
  private final Pause pause;
  private final long startNanos;

  private FakeEndpoint(Builder builder) {
    builder.models.forEach(
        (name, model) -> versions.put(name, new FakeVersion(name, model, builder.seed)));
    runtime = builder.runtime;
    pause = builder.pause;
    startNanos = runtime.nanoTime();
  }

  /**
   * Starts an endpoint.
   *
   * @param seed decides all chance
   * @param runtime the clock; it lets time pass itself if it is a {@link Pause}, as {@link VirtualRuntime} is
   * @return a builder
   */
  public static Builder seeded(long seed, BelayRuntime runtime) {
    return new Builder(seed, runtime);
  }

  /**
   * Calls a version.
   *
   * @param version the version; the name of the model may be any
   * @param input what the model is asked
   * @return its answer
   * @throws FakeFailure if the script says so
   * @throws java.util.concurrent.CancellationException if the thread was interrupted; the call counts as failed
   * @throws IllegalArgumentException if the endpoint has no such version
   */
  public FakeAnswer call(ModelVersion version, Object input) {
    FakeVersion called = find(version.version());
    Outcome outcome = called.begin(elapsedNanos(), input);
    boolean answered = false;
    try {
      pause.spend(Duration.ofNanos(outcome.latencyNanos()));
      answered = outcome.failure() == null;
    } finally {
      called.end(answered);
    }
    FailureKind failure = outcome.failure();
    if (failure != null) {
      throw new FakeFailure(version, failure, outcome.cause());
    }
    return answer(version, outcome);
  }

  /**
   * Calls a version without an input, so that {@code service.call(fake::call)} is enough.
   *
   * @param version the version; the name of the model may be any
   * @return its answer
   * @throws FakeFailure if the script says so
   * @throws java.util.concurrent.CancellationException if the thread was interrupted; the call counts as failed
   * @throws IllegalArgumentException if the endpoint has no such version
   */
  public FakeAnswer call(ModelVersion version) {
    return call(version, "");
  }

  /**
   * Calls a version asynchronously. In virtual time the call ends when time is moved past its latency.
   *
   * @param version the version; the name of the model may be any
   * @param input what the model is asked
   * @return completes with the answer, or with a {@link FakeFailure} if the script says so. It may be cancelled, which does not
   *     end the call: the model goes on until the latency is over
   * @throws IllegalArgumentException if the endpoint has no such version
   */
  public CompletableFuture<FakeAnswer> callAsync(ModelVersion version, Object input) {
    return finish(version, begin(version, input));
  }

  /** Decides a call, and counts it in. {@link #finish} must follow. */
  Outcome begin(ModelVersion version, Object input) {
    return find(version.version()).begin(elapsedNanos(), input);
  }

  /** Lets a call that has begun take its time; else as {@link #callAsync}. */
  CompletableFuture<FakeAnswer> finish(ModelVersion version, Outcome outcome) {
    FakeVersion called = find(version.version());
    CompletableFuture<FakeAnswer> result = new CompletableFuture<>();
    if (outcome.latencyNanos() == 0) {
      end(called, version, outcome, result);
    } else {
      pause.schedule(
          Duration.ofNanos(outcome.latencyNanos()), () -> end(called, version, outcome, result));
    }
    return result;
  }

  private static void end(
      FakeVersion called,
      ModelVersion version,
      Outcome outcome,
      CompletableFuture<FakeAnswer> result) {
    FailureKind failure = outcome.failure();
    called.end(failure == null);
    if (failure == null) {
      result.complete(answer(version, outcome));
    } else {
      result.completeExceptionally(new FakeFailure(version, failure, outcome.cause()));
    }
  }

  private static FakeAnswer answer(ModelVersion version, Outcome outcome) {
    return new FakeAnswer(version, outcome.score(), outcome.predictedClass());
  }

  /**
   * Counts the calls of a version so far. The numbers fit together also while calls are made.
   *
   * @param version the version, without the model
   * @return the counts
   * @throws IllegalArgumentException if the endpoint has no such version
   */
  public FakeCounts counts(String version) {
    return find(version).counts();
  }

  /**
   * Tells whether a version is there: whether no outage has it now. For readiness probes; it counts as no call.
   *
   * @param version the version, without the model
   * @return false during an outage
   * @throws IllegalArgumentException if the endpoint has no such version
   */
  public boolean isUp(String version) {
    return find(version).upAt(elapsedNanos());
  }

  /**
   * Names the versions.
   *
   * @return the versions without the model, in the order in which they were added
   */
  public Set<String> versions() {
    return Collections.unmodifiableSet(versions.keySet());
  }

  /** Whether a call really takes its time, as a server must. */
  boolean isInRealTime() {
    return pause.equals(Pause.real());
  }

  private FakeVersion find(String name) {
    FakeVersion version = versions.get(name);
    if (version == null) {
      throw new IllegalArgumentException(
          "version must be one of " + versions.keySet() + ", but was " + name);
    }
    return version;
  }

  private long elapsedNanos() {
    return runtime.nanoTime() - startNanos;
  }

  @Override
  public String toString() {
    return "fake endpoint with " + versions.keySet();
  }

  /** Collects an endpoint. Not thread-safe. */
  public static final class Builder {

    private final long seed;
    private final BelayRuntime runtime;
    private final Map<String, FakeModel> models = new LinkedHashMap<>();
    private Pause pause;

    private Builder(long seed, BelayRuntime runtime) {
      this.seed = seed;
      this.runtime = runtime;
      this.pause = runtime instanceof Pause own ? own : Pause.real();
    }

    /**
     * Adds a version.
     *
     * @param name the version, without the model; see {@link ModelVersion} for what a name may be
     * @param model how it behaves
     * @return this builder
     * @throws IllegalArgumentException if the name is not valid, or was added before
     */
    public Builder version(String name, FakeModel model) {
      ModelVersion checked = ModelVersion.of("fake", name);
      if (models.putIfAbsent(checked.version(), Objects.requireNonNull(model)) != null) {
        throw new IllegalArgumentException(
            "version must be none of " + models.keySet() + ", but was " + name);
      }
      return this;
    }

    /**
     * Sets how calls let time pass.
     *
     * @param value default the runtime if it is a {@link Pause}, else {@link Pause#real}
     * @return this builder
     */
    public Builder pause(Pause value) {
      pause = value;
      return this;
    }

    /**
     * Finishes the endpoint. The scripts' time begins now.
     *
     * @return the endpoint
     * @throws IllegalArgumentException if no version was added
     */
    public FakeEndpoint build() {
      if (models.isEmpty()) {
        throw new IllegalArgumentException("versions must be at least one, but were none");
      }
      return new FakeEndpoint(this);
    }
  }
}
