package dev.belay.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the platform says of an endpoint. Lists are read as maps by name, since their order means nothing; what is not known is left
 * aside.
 *
 * @param update the state of updates, as the platform names it, empty if it does not say
 * @param active what is in force
 * @param pending what is being rolled in
 * @param lease the highest lease under which a process has changed the traffic, 0 if none has
 * @param permission what the caller may do, empty if it is not told
 * @param creator who created the endpoint, empty if it is not told
 * @param fallback whether failed requests are answered by another entity
 * @param routeOptimized whether its calls go past the workspace
 */
record EndpointState(
    String update,
    Config active,
    Optional<Config> pending,
    long lease,
    String permission,
    String creator,
    boolean fallback,
    boolean routeOptimized) {

  /** The tag of the endpoint that has the lease. */
  static final String LEASE_TAG = "belay_lease";

  private static final String READY = "DEPLOYMENT_READY";
  private static final Pattern LEASE = Pattern.compile("[0-9]{1,18}");
  private static final String RECOVERING = "DEPLOYMENT_RECOVERING";

  /**
   * One configuration.
   *
   * @param version counts configurations, 0 if it is not told
   * @param entities the served entities by name
   * @param percents the traffic by the name of the entity, also of what has none
   */
  record Config(long version, Map<String, Entity> entities, Map<String, Integer> percents) {

    int percent(String name) {
      return percents.getOrDefault(name, 0);
    }
  }

  /**
   * One served entity.
   *
   * @param name its name
   * @param entityName the model, empty if it is not told
   * @param entityVersion the version of the model, empty if it is not told
   * @param deployment the state of its deployment, empty if it is not told
   * @param message what the platform says of that
   * @param external whether it is a model elsewhere, whose secrets are not told
   */
  record Entity(
      String name,
      String entityName,
      String entityVersion,
      String deployment,
      String message,
      boolean external) {

    boolean ready() {
      return deployment.equals(READY);
    }

    /** Whether it has been ready, and may be again at any moment. */
    boolean recovering() {
      return deployment.equals(RECOVERING);
    }

    /** Whether the platform has given up on it. */
    boolean failed() {
      return deployment.equals("DEPLOYMENT_FAILED") || deployment.equals("DEPLOYMENT_ABORTED");
    }

    /** Whether its state has a name that is known to be another than ready. */
    boolean known() {
      return failed() || deployment.equals("DEPLOYMENT_CREATING") || recovering();
    }

    String story() {
      return name + " is " + (deployment.isEmpty() ? "in an unknown state" : deployment)
          + (message.isEmpty() ? "" : ": " + message);
    }
  }

  /** Whether an update is under way. A state without a known name is taken by what is pending. */
  boolean updating() {
    return switch (update) {
      case "IN_PROGRESS" -> true;
      case "NOT_UPDATING", "UPDATE_FAILED", "UPDATE_CANCELED" -> false;
      default -> pending.isPresent();
    };
  }

  /** Whether the last update has come to nothing. */
  boolean updateFailed() {
    return update.equals("UPDATE_FAILED") || update.equals("UPDATE_CANCELED");
  }

  static EndpointState read(String body) throws UnreadableAnswerException {
    JsonNode root = Json.parse(body);
    JsonNode pending = root.path("pending_config");
    return new EndpointState(
        Json.text(root.path("state"), "config_update", "update_state"),
        config(root.path("config")),
        pending.isObject() ? Optional.of(config(pending)) : Optional.empty(),
        lease(root.path("tags")),
        Json.text(root, "permission_level"),
        Json.text(root, "creator"),
        root.path("ai_gateway").path("fallback_config").path("enabled").asBoolean(false),
        root.path("route_optimized").asBoolean(false));
  }

  /** A value that is no number was set by somebody else, and says nothing. */
  private static long lease(JsonNode tags) {
    for (JsonNode tag : tags) {
      String value = Json.text(tag, "value");
      if (Json.text(tag, "key").equals(LEASE_TAG) && LEASE.matcher(value).matches()) {
        return Long.parseLong(value);
      }
    }
    return 0;
  }

  private static Config config(JsonNode node) throws UnreadableAnswerException {
    Map<String, Entity> entities = new LinkedHashMap<>();
    JsonNode list = node.path("served_entities");
    for (JsonNode each : list.isArray() ? list : node.path("served_models")) {
      Entity entity = entity(each);
      entities.put(entity.name(), entity);
    }
    Map<String, Integer> percents = new LinkedHashMap<>();
    for (JsonNode route : node.path("traffic_config").path("routes")) {
      percents.put(
          Json.text(route, "served_model_name", "served_entity_name"),
          percent(Json.text(route, "traffic_percentage")));
    }
    if (percents.isEmpty() && entities.size() == 1) {
      percents.put(entities.keySet().iterator().next(), 100);
    }
    return new Config(node.path("config_version").asLong(0), entities, percents);
  }

  private static Entity entity(JsonNode node) {
    JsonNode state = node.path("state");
    return new Entity(
        Json.text(node, "name"),
        Json.text(node, "entity_name", "model_name"),
        Json.text(node, "entity_version", "model_version"),
        Json.text(state, "deployment").toUpperCase(Locale.ROOT),
        Json.text(state, "deployment_state_message"),
        node.has("external_model"));
  }

  private static int percent(String text) throws UnreadableAnswerException {
    try {
      int percent = Integer.parseInt(text);
      if (percent >= 0 && percent <= 100) {
        return percent;
      }
    } catch (NumberFormatException e) {
      throw new UnreadableAnswerException("a traffic percentage is not a whole number");
    }
    throw new UnreadableAnswerException("a traffic percentage is not in [0, 100]");
  }
}
