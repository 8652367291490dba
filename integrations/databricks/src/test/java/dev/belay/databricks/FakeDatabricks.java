package dev.belay.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The serving API of Databricks on a loopback port, as far as it is known: one update at a time, which takes virtual time; lists in
 * another order than sent, defaults that were not sent, no secrets; 50 updates in five minutes. And the ways in which it fails.
 */
final class FakeDatabricks implements AutoCloseable {

  static final String ENDPOINT = "fraud";
  private static final String API = "/api/2.0/serving-endpoints/" + ENDPOINT;
  private static final String CALLS = "/serving-endpoints/" + ENDPOINT;
  private static final long WINDOW = Duration.ofMinutes(5).toNanos();

  /** How a request fails. */
  enum Fault {
    BAD_REQUEST(400, "INVALID_PARAMETER_VALUE", "traffic must sum to 100"),
    INVALID_STATE(400, "INVALID_STATE", "not in a state to be updated"),
    UNAUTHORIZED(401, "UNAUTHENTICATED", "bad token"),
    FORBIDDEN(403, "PERMISSION_DENIED", "User does not have CAN_MANAGE"),
    CREATOR_REMOVED(403, "PERMISSION_DENIED", "The endpoint creator is no member of the workspace"),
    NOT_FOUND(404, "RESOURCE_DOES_NOT_EXIST", "no such endpoint"),
    CONFLICT(409, "RESOURCE_CONFLICT", "is currently updating"),
    TOO_MANY(429, "REQUEST_LIMIT_EXCEEDED", "too many"),
    ERROR(500, "INTERNAL_ERROR", "oops"),
    BAD_GATEWAY(502, "", ""),
    UNAVAILABLE(503, "TEMPORARILY_UNAVAILABLE", "later"),
    GATEWAY_TIMEOUT(504, "", ""),
    REDIRECT(302, "", ""),
    LOST_BEFORE(0, "", ""),
    LOST_AFTER(0, "", ""),
    HANG(0, "", "");

    final int status;
    final String code;
    final String message;

    Fault(int status, String code, String message) {
      this.status = status;
      this.code = code;
      this.message = message;
    }
  }

  /** One request as it came. */
  record Call(String method, String path, String authorization, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LongSupplier nanos;
  private final SplittableRandom chance = new SplittableRandom(1);
  private final List<Call> calls = new ArrayList<>();
  private final Deque<Long> updates = new ArrayDeque<>();
  private final Deque<Fault> updateFaults = new ArrayDeque<>();
  private final Deque<Fault> readFaults = new ArrayDeque<>();
  private final Deque<Fault> tagFaults = new ArrayDeque<>();
  private final Map<String, String> tags = new TreeMap<>();
  private final Deque<Integer> invocationStatuses = new ArrayDeque<>();
  private final Map<String, String> deployments = new HashMap<>();
  private final Set<String> tokens = new HashSet<>(Set.of("control-token", "query-token"));
  private Map<String, ObjectNode> entities = new TreeMap<>();
  private Map<String, Integer> percents = new TreeMap<>();
  private @Nullable Map<String, ObjectNode> comingEntities;
  private @Nullable Map<String, Integer> comingPercents;
  private long due;
  private long version = 1;
  private String update = "NOT_UPDATING";
  private String neverReady = "";
  private int failingUpdates;
  private int issued;
  private boolean away;
  private Duration trafficTakes = Duration.ofSeconds(30);
  private Duration additionTakes = Duration.ofMinutes(10);
  String unknownState = "";
  String echo = "";
  boolean percentsAsText;
  boolean oldStateField;
  boolean namesTheAnswerer = true;
  String permission = "CAN_MANAGE";
  String creator = "11111111-2222-3333-4444-555555555555";
  boolean fallback;
  boolean routeOptimized;
  int accepted;
  int metricsStatus = 200;
  String metrics = "";

  FakeDatabricks(LongSupplier nanos) {
    this.nanos = nanos;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  // --- what a test sets and asks

  /** Serves an entity, with this much of the traffic. */
  synchronized FakeDatabricks serving(ServedEntity entity, int percent) {
    entities.put(entity.name(), entity.specification());
    percents.put(entity.name(), percent);
    return this;
  }

  synchronized FakeDatabricks takes(Duration traffic, Duration addition) {
    trafficTakes = traffic;
    additionTakes = addition;
    return this;
  }

  synchronized void failUpdates(Fault fault, int times) {
    for (int i = 0; i < times; i++) {
      updateFaults.add(fault);
    }
  }

  synchronized void failTags(Fault fault, int times) {
    for (int i = 0; i < times; i++) {
      tagFaults.add(fault);
    }
  }

  synchronized void tag(String key, String value) {
    tags.put(key, value);
  }

  synchronized void failReads(Fault fault, int times) {
    for (int i = 0; i < times; i++) {
      readFaults.add(fault);
    }
  }

  synchronized void answerInvocations(int... statuses) {
    for (int status : statuses) {
      invocationStatuses.add(status);
    }
  }

  /** The next updates come to nothing when their time is over. */
  synchronized void letUpdatesFail(int times) {
    failingUpdates = times;
  }

  /** An update that adds this entity never ends. */
  synchronized void neverReady(String name) {
    neverReady = name;
  }

  synchronized void deployment(String name, String state) {
    deployments.put(name, state);
  }

  /** Somebody else changes the traffic, at once. */
  synchronized void changeByHand(Map<String, Integer> traffic) {
    arrive();
    percents = new TreeMap<>(traffic);
    version++;
  }

  /** Somebody else adds an entity, at once. */
  synchronized void addByHand(String name, String json, int percent) {
    arrive();
    try {
      entities.put(name, Json.parse(json).put("name", name));
    } catch (UnreadableAnswerException e) {
      throw new AssertionError(e);
    }
    percents.put(name, percent);
    version++;
  }

  /** Whether nothing gets an answer. */
  synchronized void away(boolean value) {
    away = value;
  }

  synchronized void revokeTokens() {
    tokens.clear();
  }

  synchronized int percent(String name) {
    arrive();
    return percents.getOrDefault(name, 0);
  }

  synchronized boolean serves(String name) {
    arrive();
    return entities.containsKey(name);
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  synchronized List<Call> puts() {
    return calls.stream().filter(call -> call.method().equals("PUT")).toList();
  }

  /** Which entity the split sends the next request to. */
  synchronized String draw() {
    arrive();
    int point = chance.nextInt(100);
    for (Map.Entry<String, Integer> part : percents.entrySet()) {
      point -= part.getValue();
      if (point < 0) {
        return part.getKey();
      }
    }
    throw new AssertionError("the percents do not sum to 100: " + percents);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  // --- the platform

  private void arrive() {
    if (comingEntities == null || nanos.getAsLong() - due < 0) {
      return;
    }
    if (failingUpdates > 0) {
      failingUpdates--;
      update = "UPDATE_FAILED";
    } else if (comingEntities.containsKey(neverReady) && !entities.containsKey(neverReady)) {
      return;
    } else {
      entities = comingEntities;
      percents = Objects.requireNonNull(comingPercents);
      version++;
      update = "NOT_UPDATING";
    }
    comingEntities = null;
    comingPercents = null;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    String path = String.valueOf(exchange.getRequestURI().getRawPath());
    String method = exchange.getRequestMethod();
    synchronized (this) {
      if (away) {
        exchange.close();
        return;
      }
      calls.add(new Call(method, path, authorization, body));
      arrive();
      if (path.equals("/oidc/v1/token")) {
        token(exchange, authorization);
      } else if (!tokens.contains(authorization.replace("Bearer ", ""))) {
        answer(exchange, Fault.UNAUTHORIZED);
      } else if (method.equals("GET") && path.equals(API)) {
        read(exchange);
      } else if (method.equals("GET") && path.equals(API + "/metrics")) {
        answer(exchange, metricsStatus, metrics);
      } else if (method.equals("PUT") && path.equals(API + "/config")) {
        update(exchange, body, authorization);
      } else if (method.equals("PATCH") && path.equals(API + "/tags")) {
        tag(exchange, body);
      } else if (method.equals("POST") && path.startsWith(CALLS)) {
        invoke(exchange, path.substring(CALLS.length()));
      } else {
        answer(exchange, Fault.NOT_FOUND);
      }
    }
  }

  private void token(HttpExchange exchange, String authorization) throws IOException {
    if (!authorization.equals("Basic "
        + Base64.getEncoder()
            .encodeToString("principal:client-secret".getBytes(StandardCharsets.UTF_8)))) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    String token = "oauth-token-" + ++issued;
    tokens.add(token);
    answer(
        exchange,
        200,
        "{\"access_token\":\"" + token + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
  }

  private void tag(HttpExchange exchange, String body) throws IOException {
    Fault fault = tagFaults.poll();
    if (fault != null) {
      answer(exchange, fault);
      return;
    }
    try {
      for (JsonNode tag : Json.parse(body).path("add_tags")) {
        tags.put(tag.path("key").asText(), tag.path("value").asText());
      }
      answer(exchange, 200, list(tags).toString());
    } catch (UnreadableAnswerException e) {
      answer(exchange, Fault.BAD_REQUEST);
    }
  }

  private static ArrayNode list(Map<String, String> tags) {
    ArrayNode list = Json.object().putArray("tags");
    tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
    return list;
  }

  private void read(HttpExchange exchange) throws IOException {
    Fault fault = readFaults.poll();
    if (fault != null) {
      answer(exchange, fault);
      return;
    }
    ObjectNode root = Json.object();
    root.put("name", ENDPOINT).put("id", "42").put("creator", creator).put("some_new_field", 1);
    root.put("permission_level", permission).put("route_optimized", routeOptimized);
    root.putObject("ai_gateway").putObject("fallback_config").put("enabled", fallback);
    root.set("tags", list(tags));
    String state =
        unknownState.isEmpty() ? (comingEntities == null ? update : "IN_PROGRESS") : unknownState;
    root.putObject("state")
        .put("ready", "READY")
        .put(oldStateField ? "update_state" : "config_update", state);
    root.set("config", config(version, entities, percents, "DEPLOYMENT_READY"));
    if (comingEntities != null && comingPercents != null) {
      root.set(
          "pending_config",
          config(version + 1, comingEntities, comingPercents, "DEPLOYMENT_CREATING"));
    }
    answer(exchange, 200, root.toString());
  }

  private ObjectNode config(
      long number, Map<String, ObjectNode> all, Map<String, Integer> traffic, String deployment) {
    ObjectNode config = Json.object();
    config.put("config_version", number);
    ArrayNode list = config.putArray("served_entities");
    all.forEach((name, entity) -> {
      ObjectNode told = list.addObject();
      entity.fieldNames().forEachRemaining(field -> {
        if (!field.contains("plaintext") && !field.equals("environment_vars")) {
          told.set(field, entity.get(field));
        }
      });
      if (!told.has("workload_size")) {
        told.put("workload_size", "Small");
      }
      told.putObject("state").put("deployment", deployments.getOrDefault(name, deployment));
    });
    ArrayNode routes = config.putObject("traffic_config").putArray("routes");
    traffic.forEach((name, percent) -> {
      ObjectNode route = routes.addObject();
      route.put("served_model_name", name).put("served_entity_name", name);
      if (percentsAsText) {
        route.put("traffic_percentage", String.valueOf(percent));
      } else {
        route.put("traffic_percentage", percent);
      }
    });
    return config;
  }

  private void update(HttpExchange exchange, String body, String authorization) throws IOException {
    Fault fault = updateFaults.poll();
    if (fault != null && fault != Fault.LOST_AFTER && fault != Fault.HANG) {
      if (!echo.isEmpty()) {
        answer(
            exchange,
            fault.status,
            "{\"error_code\":\"" + fault.code + "\",\"message\":\"" + echo + " " + authorization
                + "\"}");
      } else {
        answer(exchange, fault);
      }
      return;
    }
    long now = nanos.getAsLong();
    updates.removeIf(time -> now - time >= WINDOW);
    if (updates.size() >= 50) {
      answer(exchange, Fault.TOO_MANY);
      return;
    }
    if (comingEntities != null) {
      answer(exchange, Fault.CONFLICT);
      return;
    }
    if (!take(body, now)) {
      answer(exchange, Fault.BAD_REQUEST);
    } else if (fault == null) {
      answer(
          exchange,
          200,
          "{\"name\":\"" + ENDPOINT + "\",\"state\":{\"config_update\":\"IN_PROGRESS\"}}");
    } else if (fault == Fault.LOST_AFTER) {
      exchange.close();
    }
    // What hangs is never answered.
  }

  private boolean take(String body, long now) {
    Map<String, ObjectNode> sent = new TreeMap<>();
    Map<String, Integer> traffic = new TreeMap<>();
    try {
      ObjectNode root = Json.parse(body);
      for (JsonNode entity : root.path("served_entities")) {
        sent.put(entity.path("name").asText(), (ObjectNode) entity);
      }
      for (JsonNode route : root.path("traffic_config").path("routes")) {
        traffic.put(
            route.path("served_model_name").asText(),
            route.path("traffic_percentage").asInt());
      }
    } catch (UnreadableAnswerException e) {
      return false;
    }
    int sum = traffic.values().stream().mapToInt(Integer::intValue).sum();
    if (sum != 100 || !sent.keySet().equals(traffic.keySet())) {
      return false;
    }
    boolean adds = !entities.keySet().containsAll(sent.keySet());
    accepted++;
    updates.add(now);
    comingEntities = sent;
    comingPercents = traffic;
    due = now + (adds ? additionTakes : trafficTakes).toNanos();
    return true;
  }

  private void invoke(HttpExchange exchange, String rest) throws IOException {
    String name = rest.equals("/invocations")
        ? draw()
        : rest.replace("/served-models/", "").replace("/invocations", "");
    if (!entities.containsKey(name)) {
      answer(exchange, Fault.NOT_FOUND);
      return;
    }
    if (namesTheAnswerer) {
      exchange.getResponseHeaders().set("served-model-name", name);
    }
    Integer status = invocationStatuses.poll();
    answer(exchange, status == null ? 200 : status, "{\"predictions\":[\"" + name + "\"]}");
  }

  private static void answer(HttpExchange exchange, Fault fault) throws IOException {
    if (fault.status == 0) {
      exchange.close();
      return;
    }
    if (fault == Fault.TOO_MANY || fault == Fault.UNAVAILABLE) {
      exchange.getResponseHeaders().set("Retry-After", "20");
    }
    if (fault == Fault.REDIRECT) {
      exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
    }
    answer(
        exchange,
        fault.status,
        fault.code.isEmpty()
            ? "<html>proxy</html>"
            : "{\"error_code\":\"" + fault.code + "\",\"message\":\"" + fault.message + "\"}");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
