package dev.belay.routing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Of two failures of which the second spends the blast radius, exactly one trips the wire, and whoever fails second is on stable
 * from then on.
 */
@JCStressTest
@State
@Outcome(
    id = {"candidate, stable, tripped once", "stable, candidate, tripped once"},
    expect = ACCEPTABLE,
    desc = "The first one came back before the second one failed.")
@Outcome(
    id = "stable, stable, tripped once",
    expect = ACCEPTABLE,
    desc = "The first one came back after the wire had tripped.")
@Outcome(
    expect = FORBIDDEN,
    desc = "On the candidate after the last failure, or tripped never or twice.")
public class LastFailureStress {

  private final Wiring wiring = new Wiring(3, Integer.MAX_VALUE);

  /** The first of three failures is not part of the race, so every further reading of the clock is a trip. */
  public LastFailureStress() {
    wiring.candidate.failed(1);
  }

  @Actor
  public void one(LLL_Result seen) {
    seen.r1 = wiring.failAndRoute();
  }

  @Actor
  public void other(LLL_Result seen) {
    seen.r2 = wiring.failAndRoute();
  }

  @Arbiter
  public void trips(LLL_Result seen) {
    int trips = wiring.clockReadings() - 1;
    boolean spent = wiring.tripwire.cause() == Tripwire.Cause.FAILURES_SPENT
        && wiring.tripwire.failures() == 3
        && wiring.share() == 0;
    seen.r3 = spent && trips == 1 ? "tripped once" : trips + " trips";
  }
}
