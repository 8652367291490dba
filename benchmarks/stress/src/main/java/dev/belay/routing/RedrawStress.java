package dev.belay.routing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.recording.BucketRecorder;
import dev.belay.recording.CallRecorder;
import dev.belay.stress.StillRuntime;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** While keys are drawn anew, a key is hashed with the seed of the same table whose bucket then counts it. */
@JCStressTest
@State
@Outcome(id = "first, first", expect = ACCEPTABLE, desc = "Both requests came before.")
@Outcome(id = "first, second", expect = ACCEPTABLE, desc = "The draw came between the requests.")
@Outcome(id = "second, second", expect = ACCEPTABLE, desc = "Both requests came after.")
@Outcome(expect = FORBIDDEN, desc = "The seed of one draw and the bucket of another.")
public class RedrawStress {

  private static final long KEY = 42;
  private static final RoutingTable FIRST = draw(1);
  private static final RoutingTable SECOND = draw(2);
  private static final CreditedRoute OF_FIRST = FIRST.sticky(StickyHash.hash(KEY, 1));
  private static final CreditedRoute OF_SECOND = SECOND.sticky(StickyHash.hash(KEY, 2));

  private final Router router = new Router(FIRST, StillRuntime.SHARED);

  /** Tables are immutable: they are made once for all states, because each has a route for every bucket. */
  private static RoutingTable draw(long seed) {
    CallRecorder counts = new CallRecorder(null);
    return RoutingTable.during(
        Wiring.arm(Wiring.route(Wiring.STABLE, "stable", counts, null), new BucketRecorder()),
        Wiring.arm(Wiring.route(Wiring.CANDIDATE, "candidate", counts, null), new BucketRecorder()),
        5_000,
        seed,
        Wiring.unlimited().tripwire);
  }

  @Actor
  public void redraw() {
    router.publish(FIRST, SECOND);
  }

  @Actor
  public void route(LL_Result seen) {
    seen.r1 = draw(router.route(KEY));
    seen.r2 = draw(router.route(KEY));
  }

  private static String draw(CreditedRoute route) {
    if (route == OF_FIRST) {
      return "first";
    }
    return route == OF_SECOND ? "second" : "neither";
  }
}
