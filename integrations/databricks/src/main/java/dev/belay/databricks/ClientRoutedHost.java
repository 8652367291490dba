package dev.belay.databricks;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.databricks.EndpointState.Config;
import dev.belay.databricks.EndpointState.Entity;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.VersionHost;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings versions up and takes them down for a router that calls them by name. The platform's own split stays on stable for everyone
 * else until stable is retired: then everyone else goes to its successor first, and it is removed when that is in force. Thread-safe.
 */
final class ClientRoutedHost implements VersionHost {

  private final ServedVersions served;
  private final ControlPlane plane;
  private volatile @Nullable ModelVersion prepared;

  ClientRoutedHost(ServedVersions served, ControlPlane plane) {
    this.served = served;
    this.plane = plane;
  }

  @Override
  public SubmitResult prepare(ModelVersion version) {
    SubmitResult result = plane.add(version);
    if (!(result instanceof SubmitResult.Refused)) {
      prepared = version;
    }
    return result;
  }

  @Override
  public SubmitResult retire(ModelVersion version) {
    if (served.of(version) == null) {
      return plane.remove(version);
    }
    Config active;
    try {
      EndpointState state = plane.read();
      if (state.updating()) {
        return plane.remove(version);
      }
      active = state.active();
    } catch (UnavailableException e) {
      return e.result();
    }
    if (served.percent(active, version) == 0) {
      return plane.remove(version);
    }
    Optional<ModelVersion> successor = successor(active, version);
    if (successor.isEmpty()) {
      return new SubmitResult.Refused(
          version + " takes traffic of others, and no one version that is"
              + " ready could take it instead");
    }
    SubmitResult moved = plane.move(
        SplitIntent.to(TrafficSplit.between(version, successor.get(), BasisPoints.WHOLE)));
    // The traffic has moved, but the version is not gone yet.
    return moved instanceof SubmitResult.AlreadyInForce ? new SubmitResult.Accepted() : moved;
  }

  /** The version that was prepared last, or else the only other one. */
  private Optional<ModelVersion> successor(Config active, ModelVersion leaving) {
    List<ModelVersion> others = served.all().stream()
        .map(ServedEntity::version)
        .filter(version -> !version.equals(leaving) && isReady(active, version))
        .toList();
    ModelVersion last = prepared;
    if (last != null && others.contains(last)) {
      return Optional.of(last);
    }
    return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
  }

  private boolean isReady(Config active, ModelVersion version) {
    Entity entity = served.in(active, version);
    return entity != null && entity.ready();
  }
}
