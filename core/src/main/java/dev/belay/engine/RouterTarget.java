package dev.belay.engine;

import dev.belay.TrafficSplit;
import dev.belay.routing.Router;
import dev.belay.routing.RoutingTable;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This process's own router as a target: every share down to a basis point, in force for every thread at once. The control
 * thread stages the table that carries a split out; submitting the split publishes it, unless a tripwire was faster.
 */
public final class RouterTarget implements TrafficTarget {

  private static final Capabilities CAPABILITIES = new Capabilities(1, 1, Duration.ZERO);

  private record Step(RoutingTable from, RoutingTable to) {}

  private final Router router;
  private volatile @Nullable Step staged;
  private long highestFence;

  /**
   * A target of what is in force here.
   *
   * @param router sends the requests
   */
  public RouterTarget(Router router) {
    this.router = router;
  }

  /**
   * Prepares a table to be published in place of another.
   *
   * @param from the table that must still be in force then
   * @param to the table that carries out the split that will be submitted
   */
  public void stage(RoutingTable from, RoutingTable to) {
    staged = new Step(from, to);
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Observation observe() {
    return new Observation(Optional.of(router.table().split()), true, "in this process");
  }

  @Override
  public synchronized SubmitResult submit(SplitIntent intent) {
    TrafficSplit split = intent.split();
    Optional<SubmitResult> hindrance =
        intent.hindrance(Optional.of(router.table().split()), highestFence);
    if (hindrance.isPresent()) {
      return hindrance.get();
    }
    highestFence = Math.max(highestFence, intent.fence().orElse(0));
    Step step = staged;
    if (step != null && step.to().split().equals(split)) {
      staged = null;
      return router.publish(step.from(), step.to())
          ? new SubmitResult.Accepted()
          : new SubmitResult.Refused("the traffic has been sent back to stable meanwhile");
    }
    return router.table().split().equals(split)
        ? new SubmitResult.AlreadyInForce()
        : new SubmitResult.Refused("no table was made for it");
  }
}
