package dev.belay.routing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/**
 * Of two failures at the cap or beyond, exactly one trips the wire, and both come back to a router that is on stable.
 */
@JCStressTest
@State
@Outcome(id = "stable, stable, 1", expect = ACCEPTABLE, desc = "Both are on stable; tripped once.")
@Outcome(
    expect = FORBIDDEN,
    desc = "On the candidate after a failure beyond the cap, or tripped twice.")
public class BeyondTheCapStress {

  private final Wiring wiring = new Wiring(2, Integer.MAX_VALUE);

  /** The first failure is not part of the race, so every further reading of the clock is a trip. */
  public BeyondTheCapStress() {
    wiring.candidate.failed(1);
  }

  @Actor
  public void one(LLI_Result seen) {
    seen.r1 = wiring.failAndRoute();
  }

  @Actor
  public void other(LLI_Result seen) {
    seen.r2 = wiring.failAndRoute();
  }

  @Arbiter
  public void trips(LLI_Result seen) {
    seen.r3 = wiring.clockReadings() - 1;
  }
}
