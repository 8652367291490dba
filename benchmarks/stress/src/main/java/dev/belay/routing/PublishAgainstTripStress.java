package dev.belay.routing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.BasisPoints;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZLI_Result;

/**
 * Whatever the control plane publishes of an attempt, a stage or a new draw, nothing is on the candidate once its wire has
 * tripped.
 */
@JCStressTest
@State
@Outcome(id = "true, stable, 0", expect = ACCEPTABLE, desc = "Published, then sent back.")
@Outcome(id = "false, stable, 0", expect = ACCEPTABLE, desc = "Sent back, so not published.")
@Outcome(expect = FORBIDDEN, desc = "Traffic on the candidate after the wire has tripped.")
public class PublishAgainstTripStress {

  private final Wiring wiring = Wiring.unlimited();
  private final RoutingTable known = wiring.router.table();
  private final RoutingTable next = wiring.stage("next", BasisPoints.WHOLE, wiring.recorder);

  @Actor
  public void publish(ZLI_Result seen) {
    seen.r1 = wiring.router.publish(known, next);
  }

  @Actor
  public void trip(ZLI_Result seen) {
    wiring.tripwire.trip(Tripwire.Cause.RETREAT);
    seen.r2 = wiring.next();
  }

  @Arbiter
  public void share(ZLI_Result seen) {
    seen.r3 = wiring.share();
  }
}
