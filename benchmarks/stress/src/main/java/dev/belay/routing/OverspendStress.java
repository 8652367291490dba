package dev.belay.routing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** However many requests come, failures go beyond the cap by no more than the calls that were in flight when it was spent. */
@JCStressTest
@State
@Outcome(
    id = "2, 2",
    expect = ACCEPTABLE,
    desc = "The cap, with no call in flight beside the last one.")
@Outcome(
    id = "3, 3",
    expect = ACCEPTABLE,
    desc = "The cap, and the one call in flight beside the last one.")
@Outcome(expect = FORBIDDEN, desc = "Too few failures, too many, or not all of them counted.")
public class OverspendStress {

  private static final int REQUESTS = 4;

  private final Wiring wiring = new Wiring(2, Integer.MAX_VALUE);

  @Actor
  public void one() {
    serve();
  }

  @Actor
  public void other() {
    serve();
  }

  private void serve() {
    for (int request = 0; request < REQUESTS; request++) {
      CreditedRoute route = wiring.router.route();
      if (route.version().equals(Wiring.CANDIDATE)) {
        route.failed(1);
      }
    }
  }

  @Arbiter
  public void count(JJ_Result seen) {
    seen.r1 = wiring.tripwire.failures();
    seen.r2 = wiring.recorder.counts().failures();
  }
}
