package dev.belay.recording;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** While one call takes over from another, so that there is always one, a count of the calls in flight never says none. */
@JCStressTest
@State
@Outcome(
    id = {"1", "2"},
    expect = ACCEPTABLE,
    desc = "One call, or both.")
@Outcome(expect = FORBIDDEN, desc = "Fewer calls than were running, or more than there were.")
public class RunningCallsStress {

  private final InFlight calls = new InFlight();

  public RunningCallsStress() {
    calls.begin();
  }

  @Actor
  public void takeOver() {
    calls.begin();
    calls.end();
  }

  @Actor
  public void count(J_Result seen) {
    seen.r1 = calls.count();
  }
}
