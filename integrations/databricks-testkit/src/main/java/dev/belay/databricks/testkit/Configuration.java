package dev.belay.databricks.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the endpoint serves, and who gets how much of the traffic. Immutable.
 *
 * @param entities the served entities as they were sent, by name and in the order of their names, which need not be that of an update
 * @param percents the routes, in the same order; an entity need not have one
 */
record Configuration(SortedMap<String, ObjectNode> entities, SortedMap<String, Integer> percents) {

  private static final int WHOLE = 100;

  /** What is sent and never told again, beside whatever has "plaintext" in its name. */
  private static final Set<String> UNTOLD =
      Set.of("environment_vars", "burst_scaling_enabled", "budget_policy_id");

  Configuration {
    entities = Collections.unmodifiableSortedMap(new TreeMap<>(entities));
    percents = Collections.unmodifiableSortedMap(new TreeMap<>(percents));
  }

  static Configuration empty() {
    return new Configuration(new TreeMap<>(), new TreeMap<>());
  }

  /**
   * Reads an update.
   *
   * @throws IllegalArgumentException if the platform would refuse it; the message says why
   */
  static Configuration parse(String body) {
    ObjectNode root = Json.parse("the body", body);
    SortedMap<String, ObjectNode> entities = new TreeMap<>();
    for (JsonNode each : root.path("served_entities")) {
      if (!(each instanceof ObjectNode entity)) {
        throw new IllegalArgumentException("served_entities must be objects, but was " + each);
      }
      String name = entity.path("name").asText(defaultName(entity));
      if (entities.put(name, entity) != null) {
        throw new IllegalArgumentException(
            "served_entities must have different names, but has '" + name + "' twice");
      }
    }
    SortedMap<String, Integer> percents = new TreeMap<>();
    for (JsonNode route : root.path("traffic_config").path("routes")) {
      String name = route
          .path("served_model_name")
          .asText(route.path("served_entity_name").asText(""));
      percents.put(
          name,
          Require.percent("traffic_percentage", route.path("traffic_percentage").asInt(-1)));
    }
    if (percents.isEmpty() && entities.size() == 1) {
      percents.put(entities.firstKey(), WHOLE);
    }
    if (!percents.keySet().equals(entities.keySet())) {
      throw new IllegalArgumentException("routes must name the served entities " + entities.keySet()
          + ", but named " + percents.keySet());
    }
    Require.whole("traffic", sum(percents));
    return new Configuration(entities, percents);
  }

  private static String defaultName(JsonNode entity) {
    return entity.path("entity_name").asText("") + "-"
        + entity.path("entity_version").asText("");
  }

  private static int sum(Map<String, Integer> percents) {
    return percents.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** With one more entity, or another one of the same name. */
  Configuration with(String name, ObjectNode entity, int percent) {
    SortedMap<String, ObjectNode> more = new TreeMap<>(entities);
    more.put(name, entity.deepCopy().put("name", name));
    SortedMap<String, Integer> shares = new TreeMap<>(percents);
    shares.put(name, percent);
    return new Configuration(more, shares);
  }

  /**
   * With other shares.
   *
   * @throws IllegalArgumentException if they are for something that is not served, or do not sum to 100
   */
  Configuration divided(Map<String, Integer> traffic) {
    traffic.forEach((name, percent) -> {
      Require.percent("the percent of '" + name + "'", percent);
      if (!entities.containsKey(name)) {
        throw new IllegalArgumentException(
            "traffic must be for one of " + entities.keySet() + ", but was for '" + name + "'");
      }
    });
    Require.whole("traffic", sum(traffic));
    return new Configuration(entities, new TreeMap<>(traffic));
  }

  int percent(String name) {
    return percents.getOrDefault(name, 0);
  }

  /** Whose part of the traffic a point from 0 to 99 is in. */
  String at(int point) {
    int rest = point;
    for (Map.Entry<String, Integer> part : percents.entrySet()) {
      rest -= part.getValue();
      if (rest < 0) {
        return part.getKey();
      }
    }
    throw new IllegalStateException("traffic must sum to 100, but was " + percents);
  }

  /** As the platform tells it: in its own order, with defaults that were not sent, and without secrets. */
  ObjectNode toJson(long version, Function<String, String> deployment, boolean percentsAsText) {
    ObjectNode config = Json.object().put("config_version", version);
    ArrayNode list = config.putArray("served_entities");
    entities.forEach((name, entity) -> {
      ObjectNode told = entity.deepCopy();
      told.remove(UNTOLD);
      hide(told);
      if (!told.has("workload_size") && !told.has("max_provisioned_concurrency")) {
        told.put("workload_size", "Small");
      }
      told.put("name", name).putObject("state").put("deployment", deployment.apply(name));
      list.add(told);
    });
    ArrayNode routes = config.putObject("traffic_config").putArray("routes");
    percents.forEach((name, percent) -> {
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

  private static void hide(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(field -> field.getKey().contains("plaintext"));
    }
    node.forEach(Configuration::hide);
  }
}
