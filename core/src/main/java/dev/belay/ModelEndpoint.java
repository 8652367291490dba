package dev.belay;

import dev.belay.engine.EndpointController;
import dev.belay.engine.RolloutRun;
import dev.belay.routing.Caller;
import dev.belay.routing.Router;
import dev.belay.runtime.BelayRuntime;
import dev.belay.store.RolloutStore;
import dev.belay.strategy.Command;
import dev.belay.target.TrafficTarget;
import dev.belay.target.VersionHost;
import dev.belay.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The serving endpoint of one model in this service: what is live, where each request goes, and at most one rollout.
 *
 * <pre>{@code
 * ModelEndpoint fraud = ModelEndpoint.builder("fraud-detector").live("7").build();
 *
 * double score = fraud.call(version -> models.get(version).score(transaction));
 * }</pre>
 *
 * <p>Thread-safe. Routing and recording take no lock, allocate nothing and never wait. Whatever goes wrong in the control
 * plane, requests are served.
 */
public final class ModelEndpoint implements AutoCloseable {

  private final String name;
  private final EndpointController controller;
  private final Router router;
  private final Caller caller;

  private ModelEndpoint(Builder builder, String live) {
    this.name = builder.name;
    this.controller = new EndpointController(
        builder.name,
        ModelVersion.of(builder.name, live),
        builder.runtime,
        builder.store,
        builder.target,
        builder.host(),
        builder.listeners,
        builder.countsAsFailure,
        builder.plans,
        Rollout::new);
    this.router = controller.router();
    this.caller = controller.caller();
  }

  /**
   * Starts an endpoint.
   *
   * @param model the model's name, which is also the endpoint's; see {@link ModelVersion} for what a name may be
   * @return a builder
   * @throws IllegalArgumentException if the name is not valid
   */
  public static Builder builder(String model) {
    return new Builder(ModelVersion.requireName("model", model));
  }

  // --- requests

  /**
   * Assigns a request at random. This is the assignment to prefer: it lets both versions see the same mix of requests, so
   * the comparison between them is exact.
   *
   * @return where the request goes
   */
  public Route route() {
    return router.route();
  }

  /**
   * Assigns a request by a key, so that the same key stays on the same version: raising the candidate's share never takes
   * it away from a key that has it, and lowering it gives keys back in reverse, unless the policy
   * {@linkplain StickyUsers#reassignedEvery draws keys anew}. Outcomes are counted apart from random ones, and compared
   * with care for the differences between users.
   *
   * @param key the key, for example a user's id; not empty
   * @return where the request goes
   * @throws IllegalArgumentException if the key is empty
   */
  public Route route(String key) {
    return router.route(key);
  }

  /**
   * Assigns a request by a number, like {@link #route(String)}. The number 42 and the text "42" are different keys.
   *
   * @param key the key
   * @return where the request goes
   */
  public Route route(long key) {
    return router.route(key);
  }

  /**
   * Calls the model: assigns the request at random, counts it in and out, times it and credits its outcome. If the
   * candidate fails and the policy's shield is up, stable answers in the same request.
   *
   * @param call calls one version
   * @param <T> what the model answers
   * @param <X> what the call may throw
   * @return the answer
   * @throws X if the call failed and was not shielded
   */
  public <T extends @Nullable Object, X extends Exception> T call(ModelCall<T, X> call) throws X {
    return caller.call(router.route(), call);
  }

  /**
   * Calls the model for a key; see {@link #route(String)} and {@link #call(ModelCall)}.
   *
   * @param key the key, not empty
   * @param call calls one version
   * @param <T> what the model answers
   * @param <X> what the call may throw
   * @return the answer
   * @throws X if the call failed and was not shielded
   * @throws IllegalArgumentException if the key is empty
   */
  public <T extends @Nullable Object, X extends Exception> T call(String key, ModelCall<T, X> call)
      throws X {
    return caller.call(router.route(key), call);
  }

  /**
   * Calls the model for a number; see {@link #route(long)} and {@link #call(ModelCall)}.
   *
   * @param key the key
   * @param call calls one version
   * @param <T> what the model answers
   * @param <X> what the call may throw
   * @return the answer
   * @throws X if the call failed and was not shielded
   */
  public <T extends @Nullable Object, X extends Exception> T call(long key, ModelCall<T, X> call)
      throws X {
    return caller.call(router.route(key), call);
  }

  /**
   * Calls the model asynchronously; otherwise like {@link #call(ModelCall)}.
   *
   * @param call starts a call of one version
   * @param <T> what the model answers
   * @return completes with the answer, or exceptionally if the call failed and was not shielded
   */
  public <T extends @Nullable Object> CompletionStage<T> callAsync(
      Function<ModelVersion, ? extends CompletionStage<T>> call) {
    return caller.callAsync(router.route(), call);
  }

  /**
   * Calls the model asynchronously for a key; see {@link #route(String)} and {@link #callAsync(Function)}.
   *
   * @param key the key, not empty
   * @param call starts a call of one version
   * @param <T> what the model answers
   * @return completes with the answer, or exceptionally if the call failed and was not shielded
   * @throws IllegalArgumentException if the key is empty
   */
  public <T extends @Nullable Object> CompletionStage<T> callAsync(
      String key, Function<ModelVersion, ? extends CompletionStage<T>> call) {
    return caller.callAsync(router.route(key), call);
  }

  /**
   * Sends a request to the version that it asks for by name, so that somebody can look at a candidate before it has any
   * traffic; it is to be had a moment after the start of its rollout. Such requests are counted apart: they are no evidence, spend nothing of the blast radius, and are not shielded.
   *
   * @param version the version, without the model
   * @return where the request goes: to the version if it is stable or the candidate of a running rollout, else to stable; see
   *     {@link Route#version}
   */
  public Route preview(String version) {
    return router.preview(version);
  }

  /**
   * Calls the version that the request asks for; see {@link #preview(String)}.
   *
   * @param version the version, without the model
   * @param call calls one version
   * @param <T> what the model answers
   * @param <X> what the call may throw
   * @return the answer
   * @throws X if the call failed
   */
  public <T extends @Nullable Object, X extends Exception> T preview(
      String version, ModelCall<T, X> call) throws X {
    return caller.call(router.preview(version), call);
  }

  /**
   * Finds the route that a token came from, for an outcome that became known later or elsewhere.
   *
   * @param token what {@link Route#token} returned
   * @return the route
   * @throws IllegalArgumentException if the token is not from this endpoint, its last rollout included
   */
  public Route routeOf(String token) {
    Route route = controller.find(token);
    if (route == null) {
      throw new IllegalArgumentException("token must come from a route of endpoint '" + name
          + "', but was '" + Printable.shown(token) + "'");
    }
    return route;
  }

  /**
   * Adds a quality score that became known late, for example when the true answer arrived. It is credited to the version that
   * served the request, in the interval in which it arrives.
   *
   * @param token what {@link Route#token} returned for the request
   * @param quality from 0, useless, to 1, perfect; anything else is counted as rejected
   * @return false if the token is not from this endpoint or is older than its last rollout, and nothing was counted
   */
  public boolean label(String token, double quality) {
    Route route = controller.find(token);
    if (route == null) {
      return false;
    }
    route.scored(quality);
    return true;
  }

  /**
   * Finds the route to a version as things stand, for an outcome of which only the version is known. It is credited as
   * assigned at random.
   *
   * @param version a version that has a part in this endpoint
   * @return the route
   * @throws IllegalArgumentException if the version is neither stable nor the candidate
   */
  public Route routeOf(ModelVersion version) {
    Route route = router.table().routeTo(version);
    if (route == null) {
      throw new IllegalArgumentException(
          "version must be one of " + split().parts().keySet() + ", but was " + version);
    }
    return route;
  }

  // --- rollouts

  /**
   * Starts a rollout. The candidate takes no traffic before the first evaluation.
   *
   * @param plan what to roll out and how
   * @param actor who starts it, 1 to 200 printable characters
   * @return the rollout
   * @throws IllegalStateException if another rollout is running, or the endpoint is closed
   * @throws PlanRefusedException if the {@linkplain PlanCheck check} of the plan has errors; warnings are logged
   * @throws IllegalArgumentException if the candidate is the live version, or was rolled back before and the plan does not say
   *     {@code retry}, or the actor is blank, too long or not printable
   */
  public Rollout start(RolloutPlan plan, String actor) {
    return controller.start(plan, actor);
  }

  /**
   * Sets a version live at once, without a staged rollout: no slice, no evidence, no bake. For emergencies alone, such as a
   * stable version that has to go now. When this method returns, every later request goes to the version; a rollout that is
   * running ends as rolled back, or as promoted if stable was being released by then. A version that has been released is for
   * the caller to bring back first. The switch is logged as a warning, told to listeners, and written down with who did it and
   * why; no store or target delays it.
   *
   * @param version the version, without the model
   * @param actor who does it, 1 to 200 printable characters
   * @param reason why, 1 to 1 000 printable characters, not blank
   * @return what was done, and how to undo it
   * @throws IllegalArgumentException if the version is live already or not a valid name, or actor or reason is missing, too long
   *     or not printable; nothing is changed then
   * @throws IllegalStateException if the endpoint is closed
   */
  public EmergencySwitch emergencySwitch(String version, String actor, String reason) {
    return emergencySwitch(version, actor, reason, null);
  }

  EmergencySwitch emergencySwitch(
      String version, String actor, String reason, @Nullable EmergencySwitch undone) {
    Printable.require("reason", reason, Command.Order.LONGEST_REASON);
    return controller.emergencySwitch(
        version,
        actor,
        reason,
        undone,
        (from, to, order, at, written) ->
            new EmergencySwitch(this, from, to, order, at, written.copy()));
  }

  /**
   * Returns the rollout that runs, or the last one that ran.
   *
   * @return the rollout, empty if there was none
   */
  public Optional<Rollout> rollout() {
    return Optional.ofNullable(controller.run()).map(RolloutRun::handle);
  }

  // --- what there is to know

  /**
   * Names the endpoint.
   *
   * @return the model's name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the version that serves: during a rollout the stable one, after a promotion the candidate.
   *
   * @return the version
   */
  public ModelVersion live() {
    return controller.live();
  }

  /**
   * Returns the split in force.
   *
   * @return the split that the next request will see
   */
  public TrafficSplit split() {
    return router.table().split();
  }

  /**
   * Counts the calls in flight on a version: those made by {@code call}, and those that were {@linkplain Route#begin begun}
   * by hand.
   *
   * @param version the version
   * @return calls that have begun and not ended
   */
  public long inFlight(ModelVersion version) {
    return controller.inFlight(version);
  }

  /**
   * Sends a running rollout back to stable, unless stable is being released already, and starts no other one. When this method
   * returns, all requests go there, and
   * they still may come; {@link Rollout#completion} tells when the end is written down. Closing twice has no effect.
   */
  @Override
  public void close() {
    controller.close();
  }

  @Override
  public String toString() {
    return name + " with " + split();
  }

  /** Collects an endpoint. Not thread-safe. */
  public static final class Builder {

    private final String name;
    private @Nullable String live;
    private BelayRuntime runtime = BelayRuntime.system();
    private RolloutStore store = RolloutStore.inMemory();
    private @Nullable TrafficTarget target;
    private @Nullable VersionHost host;
    private final List<RolloutListener> listeners = new ArrayList<>();
    private Predicate<? super Throwable> countsAsFailure = failure -> true;
    private Function<ModelVersion, Optional<RolloutPlan>> plans = candidate -> Optional.empty();

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Sets the version that serves, unless the store has a journal of this endpoint: then the journal says what is live. A rollout
     * that was cut off there goes on by its {@linkplain #resume plan}, or is ended: on stable unless its promotion was decided.
     *
     * @param version the version, without the model
     * @return this builder
     * @throws IllegalArgumentException if the version is not a valid name
     */
    public Builder live(String version) {
      live = ModelVersion.requireName("version", version);
      return this;
    }

    /**
     * Sets who hears of what rollouts do. May be called several times.
     *
     * @param listener the listener
     * @return this builder
     */
    public Builder listener(RolloutListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Sets which exceptions are held against the version that threw them, and answered by the shield. An exception that is
     * not, such as one that refuses the caller's input, goes to the caller and counts as a success.
     *
     * @param test true for a failure of the version; default all
     * @return this builder
     */
    public Builder countsAsFailure(Predicate<? super Throwable> test) {
      countsAsFailure = test;
      return this;
    }

    /**
     * Sets where transitions are written down.
     *
     * @param value the store; default one in memory, of this endpoint's own
     * @return this builder
     */
    public Builder store(RolloutStore value) {
      store = value;
      return this;
    }

    /**
     * Sets the plans by which rollouts go on after the end of a process. When the endpoint is made and its journal ends in the
     * middle of a rollout, the plan of its candidate is asked for. If it says the same as the plan that was started, the rollout
     * goes on where it was: the candidate is made ready in this process first, then the split comes into force again, and the
     * evidence goes on from where it was saved last. The time in between does not count. A rollout that was retreating ends its
     * retreat.
     *
     * <p>A rollout is rolled back instead if there is no plan, if the plan says something else, or if it ended three processes in
     * a row within a minute of their beginning, as a candidate does that takes its process with it.
     *
     * @param value the plan for a candidate, empty for none; default none
     * @return this builder
     */
    public Builder resume(Function<ModelVersion, Optional<RolloutPlan>> value) {
      plans = value;
      return this;
    }

    /**
     * Sets what carries splits out.
     *
     * @param value the target; default this process's router
     * @return this builder
     */
    public Builder target(TrafficTarget value) {
      target = value;
      return this;
    }

    /**
     * Sets where versions run: what brings a candidate up first, and retires the old version after a promotion, when the plan's
     * {@linkplain RolloutPlan.Builder#release release} is over. One that was rolled back stays there, without traffic.
     *
     * @param value the host; default the target, if it is one
     * @return this builder
     */
    public Builder host(VersionHost value) {
      host = value;
      return this;
    }

    private @Nullable VersionHost host() {
      return host == null && target instanceof VersionHost own ? own : host;
    }

    /**
     * Sets clocks, threads and chance.
     *
     * @param value the runtime; default {@link BelayRuntime#system()}
     * @return this builder
     */
    public Builder runtime(BelayRuntime value) {
      runtime = value;
      return this;
    }

    /**
     * Finishes the endpoint. All requests go to the live version.
     *
     * @return the endpoint
     * @throws IllegalArgumentException if no live version was set
     * @throws IllegalStateException if another process has the journal of this endpoint. One that cannot be read, now or at all,
     *     is logged as an error: requests are served, by the last version that is known to be stable, and no rollout starts until
     *     it can be read
     */
    public ModelEndpoint build() {
      if (live == null) {
        throw new IllegalArgumentException("live must be set, but was not");
      }
      return new ModelEndpoint(this, live);
    }
  }
}
