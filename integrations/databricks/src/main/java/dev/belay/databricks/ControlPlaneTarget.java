package dev.belay.databricks;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.databricks.EndpointState.Config;
import dev.belay.databricks.EndpointState.Entity;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has the platform split the traffic, and run the versions. Thread-safe. */
final class ControlPlaneTarget implements DatabricksTarget {

  private final ServedVersions served;
  private final ControlPlane plane;
  private final Capabilities capabilities;
  private volatile @Nullable TrafficSplit wanted;

  ControlPlaneTarget(ServedVersions served, ControlPlane plane, Capabilities capabilities) {
    this.served = served;
    this.plane = plane;
    this.capabilities = capabilities;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public SubmitResult submit(SplitIntent intent) {
    TrafficSplit split = intent.split();
    for (int part : split.parts().values()) {
      if (part % capabilities.step() != 0) {
        return new SubmitResult.Refused(
            "traffic is divided in whole percents, but asked for " + split);
      }
    }
    SubmitResult result = plane.move(intent);
    if (!(result instanceof SubmitResult.Refused || result instanceof SubmitResult.Conflict)) {
      wanted = split;
    }
    return result;
  }

  @Override
  public Observation observe() {
    EndpointState state;
    try {
      state = plane.read();
    } catch (UnavailableException e) {
      return new Observation(Optional.empty(), false, e.story());
    }
    TrafficSplit split = wanted;
    return new Observation(
        served.split(state.active(), split), isReady(state.active(), split), detail(state));
  }

  /** Whether everything that was named last could take traffic. */
  private boolean isReady(Config active, @Nullable TrafficSplit split) {
    return split == null
        ? active.entities().values().stream().allMatch(Entity::ready)
        : split.parts().keySet().stream().allMatch(version -> {
          Entity entity = served.in(active, version);
          return entity != null && entity.ready();
        });
  }

  private String detail(EndpointState state) {
    List<String> story = new ArrayList<>();
    if (state.updating()) {
      story.add("an update is under way");
    } else if (state.updateFailed()) {
      story.add("the last update came to nothing (" + state.update() + ")");
    }
    state.active().entities().values().stream()
        .filter(entity -> !entity.ready())
        .forEach(entity -> story.add(entity.story()));
    state
        .pending()
        .ifPresent(pending -> pending.entities().values().stream()
            .filter(entity -> !entity.ready())
            .forEach(entity -> story.add("coming: " + entity.story())));
    List<String> foreign = served.foreign(state.active());
    if (!foreign.isEmpty()) {
      story.add("there is also " + String.join("; ", foreign));
    }
    return story.isEmpty()
        ? "configuration " + state.active().version() + " is in force"
        : String.join("; ", story);
  }

  @Override
  public SubmitResult prepare(ModelVersion version) {
    return plane.add(version);
  }

  @Override
  public SubmitResult retire(ModelVersion version) {
    TrafficSplit split = wanted;
    return split != null && split.basisPoints(version) > 0
        ? new SubmitResult.Refused(version + " is wanted with traffic: " + split)
        : plane.remove(version);
  }
}
