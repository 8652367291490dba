package dev.belay.databricks;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.databricks.EndpointState.Config;
import dev.belay.databricks.EndpointState.Entity;
import dev.belay.runtime.BelayRuntime;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the endpoint, compares, and sends an update if one is needed.
 *
 * <ol>
 *   <li>One update at a time: while one is under way nothing is sent.
 *   <li>An update sends all entities and all routes, from the configuration; it never sends what it has read.
 *   <li>An update adds or removes an entity, or moves traffic; never both.
 *   <li>Traffic is raised only for entities whose deployment is ready, or, in a retreat, recovering.
 *   <li>Nothing is changed under a lease that was taken over, nor over the word of somebody else. The lease is a tag of the endpoint.
 *   <li>An update whose answer did not come may still arrive: what is in force then may not last, and is not confirmed until it is
 *       seen, or cannot come any more.
 * </ol>
 *
 * <p>Thread-safe; one call at a time.
 */
final class ControlPlane {

  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

  /** So long after the end of a request it could still be carried out. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final String endpoint;
  private final ServedVersions served;
  private final ServingApi api;
  private final UpdateBudget budget;
  private final BelayRuntime runtime;
  private @Nullable Lost lost;

  /** An update without an answer: what it asked for, over which configuration, and how long it may still come. */
  private record Lost(Map<String, Integer> percents, long over, long until) {}

  ControlPlane(
      String endpoint,
      ServedVersions served,
      ServingApi api,
      UpdateBudget budget,
      BelayRuntime runtime) {
    this.endpoint = endpoint;
    this.served = served;
    this.api = api;
    this.budget = budget;
    this.runtime = runtime;
  }

  EndpointState read() throws UnavailableException {
    return api.read();
  }

  /** Moves traffic. */
  synchronized SubmitResult move(SplitIntent intent) {
    return trying(() -> move(api.read(), intent));
  }

  private SubmitResult move(EndpointState state, SplitIntent intent) throws UnavailableException {
    Optional<SubmitResult> fenced = intent.hindrance(Optional.empty(), state.lease());
    if (fenced.isPresent()) {
      return fenced.get();
    }
    TrafficSplit split = intent.split();
    Map<String, Integer> wanted = served.percents(state.active(), split);
    if (state.updating()) {
      boolean coming = state.pending().isPresent()
          && ServedVersions.same(state.pending().get().percents(), wanted);
      return coming ? new SubmitResult.Accepted() : busy();
    }
    Config active = state.active();
    boolean there = ServedVersions.same(active.percents(), wanted);
    Optional<TrafficSplit> word = intent.over().flatMap(over -> served.split(active, over));
    Optional<SubmitResult> overruled = there ? Optional.empty() : intent.hindrance(word, 0);
    if (overruled.isPresent()) {
      return overruled.get();
    }
    if (intent.urgent()) {
      SubmitResult result = move(state, intent, wanted, there);
      // A retreat does not wait for that.
      tellLease(state, intent)
          .ifPresent(untold -> LOG.warn("{}: the lease could not be told: {}", endpoint, untold));
      return result;
    }
    Optional<SubmitResult> untold = tellLease(state, intent);
    return untold.isPresent() ? untold.get() : move(state, intent, wanted, there);
  }

  private SubmitResult move(
      EndpointState state, SplitIntent intent, Map<String, Integer> wanted, boolean there)
      throws UnavailableException {
    Config active = state.active();
    if (there) {
      return mayStillChange(active, wanted)
          ? new SubmitResult.Busy("an update whose answer did not come may still arrive")
          : new SubmitResult.AlreadyInForce();
    }
    for (Map.Entry<ModelVersion, Integer> part : intent.split().parts().entrySet()) {
      Optional<SubmitResult> hindrance =
          hindrance(active, part.getKey(), part.getValue(), intent.urgent());
      if (hindrance.isPresent()) {
        return hindrance.get();
      }
    }
    return send(state, wanted, intent.urgent());
  }

  /** Has the endpoint remember the lease, before anything is raised under it. */
  private Optional<SubmitResult> tellLease(EndpointState state, SplitIntent intent) {
    long lease = intent.fence().orElse(0);
    if (lease <= state.lease()) {
      return Optional.empty();
    }
    SubmitResult told = Answers.ofUpdate(api.tag(EndpointState.LEASE_TAG, Long.toString(lease)));
    return Optional.of(told).filter(answer -> !(answer instanceof SubmitResult.Accepted));
  }

  /** What stands in the way of giving a version its part. A retreat may go to one that is about to be ready again. */
  private Optional<SubmitResult> hindrance(
      Config active, ModelVersion version, int part, boolean urgent) {
    int percent = served.percent(active, version);
    if (part / ServedVersions.PERCENT <= percent) {
      return Optional.empty();
    }
    if (served.of(version) == null) {
      return Optional.of(new SubmitResult.Refused(notConfigured(version)));
    }
    Entity entity = served.in(active, version);
    if (entity == null) {
      return Optional.of(
          new SubmitResult.Busy(version + " is not ready: it is not served by '" + endpoint + "'"));
    }
    boolean carriesOn = percent > 0 && !entity.known();
    return entity.ready() || carriesOn || (urgent && entity.recovering())
        ? Optional.empty()
        : Optional.of(new SubmitResult.Busy(version + " is not ready: " + entity.story()));
  }

  /** Adds an entity without traffic. */
  synchronized SubmitResult add(ModelVersion version) {
    ServedEntity own = served.of(version);
    return own == null
        ? new SubmitResult.Refused(notConfigured(version))
        : trying(() -> add(api.read(), own));
  }

  private SubmitResult add(EndpointState state, ServedEntity own) throws UnavailableException {
    if (state.updating()) {
      boolean coming =
          state.pending().isPresent() && state.pending().get().entities().containsKey(own.name());
      return coming ? new SubmitResult.Accepted() : busy();
    }
    Entity entity = state.active().entities().get(own.name());
    if (entity == null) {
      Map<String, Integer> percents = percents(state.active());
      percents.put(own.name(), 0);
      return send(state, percents, false);
    }
    List<String> foreign = served.foreign(state.active());
    if (!foreign.isEmpty()) {
      return refuseForeign(foreign);
    }
    if (entity.failed()) {
      return new SubmitResult.Refused(own.version() + " will not be ready: " + entity.story());
    }
    return entity.ready()
        ? new SubmitResult.AlreadyInForce()
        : new SubmitResult.Busy(own.version() + " is not ready: " + entity.story());
  }

  /** Removes an entity without traffic. */
  synchronized SubmitResult remove(ModelVersion version) {
    ServedEntity own = served.of(version);
    return own == null
        ? new SubmitResult.Refused(notConfigured(version))
        : trying(() -> remove(api.read(), own));
  }

  private SubmitResult remove(EndpointState state, ServedEntity own) throws UnavailableException {
    if (state.updating()) {
      boolean going =
          state.pending().isPresent() && !state.pending().get().entities().containsKey(own.name());
      return going ? new SubmitResult.Accepted() : busy();
    }
    Config active = state.active();
    if (!active.entities().containsKey(own.name())) {
      return new SubmitResult.AlreadyInForce();
    }
    if (active.percent(own.name()) > 0) {
      return new SubmitResult.Refused(
          own.version() + " takes " + active.percent(own.name()) + " % of the traffic");
    }
    Map<String, Integer> percents = percents(active);
    if (mayStillChange(active, percents)) {
      return new SubmitResult.Busy("an update whose answer did not come may still arrive");
    }
    percents.remove(own.name());
    return send(state, percents, false);
  }

  /** The traffic of all entities that there are. */
  private static Map<String, Integer> percents(Config active) {
    Map<String, Integer> percents = new LinkedHashMap<>();
    active.entities().keySet().forEach(name -> percents.put(name, active.percent(name)));
    return percents;
  }

  private SubmitResult send(EndpointState state, Map<String, Integer> percents, boolean urgent)
      throws UnavailableException {
    List<String> foreign = served.foreign(state.active());
    if (!foreign.isEmpty()) {
      return refuseForeign(foreign);
    }
    Optional<Duration> wait = budget.take(urgent);
    if (wait.isPresent()) {
      return new SubmitResult.Busy("as many updates as may be were sent in five minutes", wait);
    }
    if (state.updateFailed()) {
      LOG.warn(
          "{}: the last update came to nothing ({}); sending another one",
          endpoint,
          state.update());
    }
    Reply reply = api.update(served.update(percents));
    SubmitResult result = Answers.ofUpdate(reply);
    if (result instanceof SubmitResult.Unknown) {
      lost = new Lost(percents, state.active().version(), runtime.nanoTime() + GRACE.toNanos());
    } else if (result instanceof SubmitResult.Accepted) {
      lost = null;
    }
    LOG.info("{}: asked for {}: {}", endpoint, percents, result);
    return Answers.isInvalidState(reply) ? invalidState(result) : result;
  }

  /** The platform says that the state of the endpoint does not allow it: an update by somebody else, or something that stays. */
  private SubmitResult invalidState(SubmitResult refused) throws UnavailableException {
    return api.read().updating() ? busy() : refused;
  }

  private boolean mayStillChange(Config active, Map<String, Integer> wanted) {
    Lost one = lost;
    if (one == null) {
      return false;
    }
    boolean arrived = active.version() != one.over();
    if (arrived || runtime.nanoTime() - one.until() >= 0) {
      lost = null;
      return false;
    }
    return !ServedVersions.same(one.percents(), wanted);
  }

  private SubmitResult busy() {
    return new SubmitResult.Busy("an update of '" + endpoint + "' is under way");
  }

  private String notConfigured(ModelVersion version) {
    return version + " has no served entity in the configuration of '" + endpoint + "'";
  }

  private SubmitResult refuseForeign(List<String> foreign) {
    return new SubmitResult.Refused("'" + endpoint
        + "' has served entities that an update would destroy: " + String.join("; ", foreign)
        + ". Configure them, or remove them there");
  }

  /** What is tried, if the endpoint can be read. */
  private interface Attempt {

    SubmitResult make() throws UnavailableException;
  }

  private static SubmitResult trying(Attempt attempt) {
    try {
      return attempt.make();
    } catch (UnavailableException e) {
      return e.result();
    }
  }
}
