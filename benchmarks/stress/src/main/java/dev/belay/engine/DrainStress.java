package dev.belay.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A call that was routed to stable long ago and begins now is waited for before stable is released, or goes to the candidate.
 */
@JCStressTest
@State
@Outcome(id = "stable, released", expect = ACCEPTABLE, desc = "It was waited for.")
@Outcome(id = "candidate, released", expect = ACCEPTABLE, desc = "It came too late and went on.")
@Outcome(
    expect = FORBIDDEN,
    desc = "A call on a version that is released, or a version that never is.")
public class DrainStress {

  private final Farewell farewell = new Farewell();

  @Actor
  public void call(LL_Result seen) {
    seen.r1 = farewell.callLate(
        version -> Farewell.isStable(version) ? farewell.stableModel() : "candidate");
  }

  @Actor
  public void retire() {
    farewell.retire();
  }

  @Arbiter
  public void end(LL_Result seen) {
    seen.r2 = farewell.outcome();
  }
}
