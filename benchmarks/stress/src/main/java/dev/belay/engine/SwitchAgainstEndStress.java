package dev.belay.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.ModelVersion;
import dev.belay.recording.InFlight;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** When a person sets a version live just as a rollout ends, that version serves, whoever came first. */
@JCStressTest
@State
@Outcome(
    id = "fraud:9, \\[fraud:9\\]",
    expect = ACCEPTABLE,
    desc = "The person's version is live and has all requests.")
@Outcome(expect = FORBIDDEN, desc = "The end of a rollout has overruled a person.")
public class SwitchAgainstEndStress {

  private final Still still = new Still();
  private final Resting.Live urgent =
      new Resting.Live(ModelVersion.of(Still.ENDPOINT, "9"), new InFlight());
  private final InFlight candidate = new InFlight();

  @Actor
  public void setLive() {
    Resting.Live from;
    do {
      from = still.resting.live();
    } while (!still.resting.switchTo(from, urgent));
  }

  @Actor
  public void endRollout() {
    still.resting.end(0, Still.CANDIDATE, candidate);
  }

  @Arbiter
  public void end(LL_Result seen) {
    seen.r1 = still.resting.live().version().toString();
    seen.r2 = still.inForce();
  }
}
