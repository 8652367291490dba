package dev.belay.haproxy;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which backend serves which version, and what that makes of a split. Immutable. */
final class Backends {

  /** The model of what HAProxy has and this target was not told of. */
  private static final String UNCONFIGURED = "unconfigured";

  private final Map<ModelVersion, String> byVersion;
  private final Map<String, ModelVersion> byName = new LinkedHashMap<>();
  private final ModelVersion live;

  Backends(Map<ModelVersion, String> byVersion, ModelVersion live) {
    this.byVersion = new LinkedHashMap<>(byVersion);
    this.live = live;
    byVersion.forEach((version, name) -> byName.put(name, version));
  }

  /** Puts a name into a table that is being made, once for each version and each name. */
  static void add(Map<ModelVersion, String> table, ModelVersion version, String backend) {
    Names.name("backend of " + version, backend);
    if (table.containsValue(backend)) {
      throw new IllegalArgumentException(
          "backend must be given to one version, but '" + backend + "' was given to two");
    }
    if (table.putIfAbsent(version, backend) != null) {
      throw new IllegalArgumentException(
          "version must be named once, but " + version + " was named twice");
    }
  }

  static void requireLive(Map<ModelVersion, String> table, ModelVersion live) {
    if (!table.containsKey(live)) {
      throw new IllegalArgumentException(
          "live must be one of " + table.keySet() + ", but was " + live);
    }
  }

  List<String> names() {
    return List.copyOf(byVersion.values());
  }

  String live() {
    return name(live);
  }

  private String name(ModelVersion version) {
    String name = byVersion.get(version);
    if (name == null) {
      throw new IllegalArgumentException(
          "version must be one of " + byVersion.keySet() + ", but was " + version);
    }
    return name;
  }

  /** What stands in the way of a split, whatever HAProxy says. */
  Optional<String> refusal(TrafficSplit split) {
    if (split.parts().size() > 2) {
      return Optional.of("HAProxy divides the traffic between two versions, but the split has "
          + split.parts().size() + ": " + split);
    }
    return split.parts().keySet().stream()
        .filter(version -> !byVersion.containsKey(version))
        .findFirst()
        .map(version -> version
            + " has no backend: name it when the target is built, as one more of " + byVersion);
  }

  /** The first version takes the rest, the second one the share. */
  MapValue.Route route(TrafficSplit split) {
    List<ModelVersion> versions = List.copyOf(split.parts().keySet());
    String stable = name(versions.get(0));
    return versions.size() == 1
        ? MapValue.Route.all(stable)
        : new MapValue.Route(
            stable, Optional.of(name(versions.get(1))), split.basisPoints(versions.get(1)));
  }

  /** What a value of the map comes to. */
  private TrafficSplit split(MapValue.Route route) {
    ModelVersion stable = version(route.stable());
    ModelVersion candidate = route.candidate().map(this::version).orElse(stable);
    return candidate.equals(stable)
        ? TrafficSplit.all(stable)
        : TrafficSplit.between(stable, candidate, route.share());
  }

  /** The split in force. What is not named here is told of as a version of {@value #UNCONFIGURED}. */
  TrafficSplit effective(RuntimeApi.Found found) {
    if (found.isAmbiguous()) {
      return TrafficSplit.all(unconfigured("several-values"));
    }
    // Where the map has no value that it understands, HAProxy sends everything to live.
    return found.value().map(value -> split(value.route())).orElse(TrafficSplit.all(live));
  }

  private ModelVersion version(String name) {
    ModelVersion version = byName.get(name);
    return version == null ? unconfigured(name) : version;
  }

  private static ModelVersion unconfigured(String name) {
    return ModelVersion.of(UNCONFIGURED, name);
  }

  /** The backends that take any traffic. */
  static List<String> serving(MapValue.Route route) {
    if (route.candidate().isEmpty() || route.share() == 0) {
      return List.of(route.stable());
    }
    return route.share() == BasisPoints.WHOLE
        ? List.of(route.candidate().get())
        : List.of(route.stable(), route.candidate().get());
  }
}
