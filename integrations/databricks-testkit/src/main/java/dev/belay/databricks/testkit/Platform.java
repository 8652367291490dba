package dev.belay.databricks.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of the endpoint, and its updates: one at a time, in force when its time is over, fifty in five minutes. Nothing runs in
 * between: whoever asks first after the end of an update finds it in force. Thread-safe.
 */
final class Platform {

  private static final long WINDOW = Duration.ofMinutes(5).toNanos();
  private static final int UPDATES_PER_WINDOW = 50;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final String READY = "DEPLOYMENT_READY";

  /** What comes of a request for an update. */
  enum Verdict {
    TAKEN,
    UPDATING,
    TOO_MANY
  }

  /** An update under way. */
  private record Update(Configuration configuration, long start, long end) {}

  private final String name;
  private final LongSupplier clock;
  private final Tags tags = new Tags();
  private final SplittableRandom chance = new SplittableRandom(1);
  private final Deque<Long> updates = new ArrayDeque<>();
  private final Map<String, String> deployments = new HashMap<>();
  private final Set<String> neverReady = new HashSet<>();
  private Configuration active;
  private @Nullable Update coming;
  private long version = 1;
  private String lastUpdate = "NOT_UPDATING";
  private int failing;
  private int accepted;
  private long trafficTakes = Duration.ofSeconds(30).toNanos();
  private long additionTakes = Duration.ofMinutes(10).toNanos();

  Platform(String name, LongSupplier clock, Configuration active) {
    this.name = name;
    this.clock = clock;
    this.active = active;
  }

  Tags tags() {
    return tags;
  }

  /** Puts an update in force whose time is over, and returns the time. */
  private long arrive() {
    long now = clock.getAsLong();
    Update update = coming;
    if (update == null || now - update.end() < 0) {
      return now;
    }
    if (failing > 0) {
      failing--;
      lastUpdate = "UPDATE_FAILED";
    } else if (neverReady.stream().anyMatch(each -> adds(update.configuration(), each))) {
      return now;
    } else {
      active = update.configuration();
      version++;
      lastUpdate = "NOT_UPDATING";
    }
    coming = null;
    return now;
  }

  private boolean adds(Configuration configuration, String entity) {
    return configuration.entities().containsKey(entity) && !active.entities().containsKey(entity);
  }

  /** Takes an update, or says why not. */
  synchronized Verdict update(Configuration wanted) {
    long now = arrive();
    updates.removeIf(time -> now - time >= WINDOW);
    if (updates.size() >= UPDATES_PER_WINDOW) {
      return Verdict.TOO_MANY;
    }
    if (coming != null) {
      return Verdict.UPDATING;
    }
    boolean adds = !active.entities().keySet().containsAll(wanted.entities().keySet());
    accepted++;
    updates.add(now);
    coming = new Update(wanted, now, now + (adds ? additionTakes : trafficTakes));
    return Verdict.TAKEN;
  }

  /** The endpoint, as it is told. */
  synchronized ObjectNode toJson(Answers answers) {
    arrive();
    boolean ready = active.entities().keySet().stream()
        .allMatch(entity -> deployment(entity, READY).equals(READY));
    Update update = coming;
    ObjectNode root = Json.object().put("name", name).put("id", "42").put("some_new_field", 1);
    root.put("creator", answers.creator()).put("permission_level", answers.permission());
    root.put("route_optimized", answers.routeOptimized());
    root.putObject("ai_gateway").putObject("fallback_config").put("enabled", answers.fallback());
    root.putObject("state")
        .put("ready", ready ? "READY" : "NOT_READY")
        .put(answers.stateField(), answers.stateOr(update == null ? lastUpdate : "IN_PROGRESS"));
    root.set(
        "config",
        active.toJson(version, entity -> deployment(entity, READY), answers.percentsAsText()));
    if (update != null) {
      ObjectNode pending = update
          .configuration()
          .toJson(
              version + 1,
              entity -> deployment(entity, "DEPLOYMENT_CREATING"),
              answers.percentsAsText());
      root.set("pending_config", pending.put("start_time", update.start() / NANOS_PER_MILLI));
    }
    return tags.addTo(root);
  }

  private String deployment(String entity, String otherwise) {
    return deployments.getOrDefault(entity, otherwise);
  }

  /** Whom the split sends the next request to. */
  synchronized String draw() {
    arrive();
    return active.at(chance.nextInt(100));
  }

  synchronized int percent(String entity) {
    arrive();
    return active.percent(entity);
  }

  synchronized boolean serves(String entity) {
    arrive();
    return active.entities().containsKey(entity);
  }

  synchronized int accepted() {
    return accepted;
  }

  synchronized void takes(Duration traffic, Duration addition) {
    trafficTakes = Require.notNegative("traffic", traffic).toNanos();
    additionTakes = Require.notNegative("addition", addition).toNanos();
  }

  synchronized void letUpdatesFail(int times) {
    failing = Require.positive("times", times);
  }

  synchronized void neverReady(String entity) {
    neverReady.add(entity);
  }

  synchronized void setDeployment(String entity, String state) {
    deployments.put(entity, state);
  }

  synchronized void changeByHand(Map<String, Integer> traffic) {
    arrive();
    active = active.divided(traffic);
    version++;
  }

  synchronized void addByHand(String entity, ObjectNode specification) {
    arrive();
    active = active.with(entity, specification, active.percent(entity));
    version++;
  }
}
