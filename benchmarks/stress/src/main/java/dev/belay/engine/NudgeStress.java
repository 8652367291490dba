package dev.belay.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.recording.CallRecorder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;

/**
 * A failure that finds the control plane nudged already is either in the evaluation of that nudge, or leaves a nudge behind.
 */
@JCStressTest
@State
@Outcome(id = "1, false", expect = ACCEPTABLE, desc = "The evaluation saw it.")
@Outcome(
    id = "1, true",
    expect = ACCEPTABLE,
    desc = "The evaluation saw it, and another one will look again.")
@Outcome(id = "0, true", expect = ACCEPTABLE, desc = "The next evaluation will see it.")
@Outcome(expect = FORBIDDEN, desc = "A failure that no evaluation is asked for.")
public class NudgeStress {

  private final Surroundings around = new Still().around();
  private final CallRecorder candidate = new CallRecorder(null);

  public NudgeStress() {
    around.nudge();
  }

  @Actor
  public void fail() {
    candidate.failed(1);
    around.nudge();
  }

  @Actor
  public void evaluate(JZ_Result seen) {
    around.takeNudge();
    seen.r1 = candidate.counts().failures();
  }

  @Arbiter
  public void end(JZ_Result seen) {
    seen.r2 = around.isNudged();
  }
}
