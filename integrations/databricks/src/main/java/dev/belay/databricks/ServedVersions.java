package dev.belay.databricks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.databricks.EndpointState.Config;
import dev.belay.databricks.EndpointState.Entity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The served entities of the application's configuration, and what the platform has beside them. Immutable. */
final class ServedVersions {

  static final int PERCENT = BasisPoints.WHOLE / 100;

  /** The model of versions that are told of but not configured. */
  private static final String UNCONFIGURED = "unconfigured";

  private final Map<ModelVersion, ServedEntity> byVersion = new LinkedHashMap<>();
  private final Map<String, ServedEntity> byName = new LinkedHashMap<>();

  ServedVersions(Collection<ServedEntity> entities) {
    for (ServedEntity entity : entities) {
      if (byVersion.putIfAbsent(entity.version(), entity) != null) {
        throw new IllegalArgumentException(
            "version must be served once, but was named twice: " + entity.version());
      }
      if (byName.putIfAbsent(entity.name(), entity) != null) {
        throw new IllegalArgumentException(
            "name of a served entity must be unique, but was used twice: " + entity.name());
      }
    }
  }

  @Nullable
  ServedEntity of(ModelVersion version) {
    return byVersion.get(version);
  }

  @Nullable
  ServedEntity named(String name) {
    return byName.get(name);
  }

  Collection<ServedEntity> all() {
    return Collections.unmodifiableCollection(byVersion.values());
  }

  /** What the platform has for a version, null if it has nothing. */
  @Nullable
  Entity in(Config config, ModelVersion version) {
    ServedEntity entity = byVersion.get(version);
    return entity == null ? null : config.entities().get(entity.name());
  }

  int percent(Config config, ModelVersion version) {
    ServedEntity entity = byVersion.get(version);
    return entity == null ? 0 : config.percent(entity.name());
  }

  /** What an update from the configuration would destroy: entities that are not configured, or are something else than configured. */
  List<String> foreign(Config config) {
    List<String> found = new ArrayList<>();
    for (Entity entity : config.entities().values()) {
      ServedEntity own = byName.get(entity.name());
      if (own == null) {
        found.add("'" + entity.name() + "', which is not configured");
      } else if (entity.external() && !own.specification().has("external_model")) {
        found.add("'" + entity.name() + "', which is an external model and not configured as one");
      } else if (differs(entity.entityName(), own.entityName())
          || differs(entity.entityVersion(), own.entityVersion())) {
        found.add("'" + entity.name() + "', which serves " + entity.entityName() + " "
            + entity.entityVersion() + " and is configured to serve " + own.entityName() + " "
            + own.entityVersion());
      }
    }
    return found;
  }

  private static boolean differs(String told, String own) {
    return !told.isEmpty() && !told.equals(own);
  }

  /**
   * The split in force: in it are the versions that were wanted last, also with zero, and whatever else takes traffic. Empty if it is
   * no split.
   */
  Optional<TrafficSplit> split(Config config, @Nullable TrafficSplit wanted) {
    Set<ModelVersion> versions = new LinkedHashSet<>();
    if (wanted == null) {
      byVersion.values().stream()
          .filter(entity -> config.entities().containsKey(entity.name()))
          .forEach(entity -> versions.add(entity.version()));
    } else {
      versions.addAll(wanted.parts().keySet());
    }
    Map<ModelVersion, Integer> parts = new LinkedHashMap<>();
    versions.forEach(version -> parts.put(version, percent(config, version) * PERCENT));
    try {
      config.percents().forEach((name, percent) -> {
        if (percent > 0) {
          parts.put(version(name), percent * PERCENT);
        }
      });
      TrafficSplit.Builder split = TrafficSplit.builder();
      parts.forEach(split::basisPoints);
      return Optional.of(split.build());
    } catch (IllegalArgumentException e) {
      // A name that is no version, or a sum that is not the whole: the platform tells of no split.
      return Optional.empty();
    }
  }

  private ModelVersion version(String name) {
    ServedEntity own = byName.get(name);
    return own == null ? ModelVersion.of(UNCONFIGURED, name) : own.version();
  }

  /** The traffic that a split asks for, of all entities that there are. */
  Map<String, Integer> percents(Config config, TrafficSplit split) {
    Map<String, Integer> percents = new LinkedHashMap<>();
    config.entities().keySet().forEach(name -> percents.put(name, 0));
    split.parts().forEach((version, part) -> {
      ServedEntity entity = byVersion.get(version);
      if (entity != null && (part > 0 || percents.containsKey(entity.name()))) {
        percents.put(entity.name(), part / PERCENT);
      }
    });
    return percents;
  }

  /** Whether two configurations of the traffic are the same; what is not named has none. */
  static boolean same(Map<String, Integer> one, Map<String, Integer> other) {
    Set<String> names = new LinkedHashSet<>(one.keySet());
    names.addAll(other.keySet());
    return names.stream()
        .allMatch(name -> one.getOrDefault(name, 0).equals(other.getOrDefault(name, 0)));
  }

  /** An update: always both lists, in the order of the configuration. */
  ObjectNode update(Map<String, Integer> percents) {
    ObjectNode update = Json.object();
    ArrayNode entities = update.putArray("served_entities");
    ArrayNode routes = update.putObject("traffic_config").putArray("routes");
    byName.forEach((name, entity) -> {
      Integer percent = percents.get(name);
      if (percent != null) {
        entities.add(entity.specification());
        routes.addObject().put("served_model_name", name).put("traffic_percentage", percent);
      }
    });
    return update;
  }
}
