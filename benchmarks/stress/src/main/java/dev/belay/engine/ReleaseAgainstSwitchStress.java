package dev.belay.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.recording.InFlight;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * When a person sets the old version live again just as it is to be released, it is not released, or the person is told that it
 * is.
 */
@JCStressTest
@State
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Live again, so not released.")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Being released, and the person knows.")
@Outcome(expect = FORBIDDEN, desc = "Released although it is live, and nobody knows.")
public class ReleaseAgainstSwitchStress {

  private final Still still = new Still();
  private final Resting.Live again = new Resting.Live(Still.STABLE, new InFlight());

  public ReleaseAgainstSwitchStress() {
    still.resting.end(0, Still.CANDIDATE, new InFlight());
  }

  @Actor
  public void setLive(ZZ_Result seen) {
    still.resting.switchTo(still.resting.live(), again);
    seen.r1 = Still.STABLE.equals(still.resting.released());
  }

  @Actor
  public void release(ZZ_Result seen) {
    seen.r2 = still.resting.release(Still.STABLE);
  }
}
