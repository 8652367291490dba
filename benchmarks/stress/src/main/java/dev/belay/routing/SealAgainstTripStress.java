package dev.belay.routing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZLI_Result;

/** Of a promotion and a failure that spends the blast radius, one comes first, and the other has no effect. */
@JCStressTest
@State
@Outcome(id = "true, ENDED, 10000", expect = ACCEPTABLE, desc = "Promoted first.")
@Outcome(id = "false, FAILURES_SPENT, 0", expect = ACCEPTABLE, desc = "Sent back first.")
@Outcome(expect = FORBIDDEN, desc = "Promoted and sent back, or neither.")
public class SealAgainstTripStress {

  private final Wiring wiring = new Wiring(1, Integer.MAX_VALUE);

  @Actor
  public void seal(ZLI_Result seen) {
    seen.r1 = wiring.tripwire.seal();
  }

  @Actor
  public void fail() {
    wiring.candidate.failed(1);
  }

  @Arbiter
  public void end(ZLI_Result seen) {
    seen.r2 = String.valueOf(wiring.tripwire.cause());
    seen.r3 = wiring.share();
  }
}
