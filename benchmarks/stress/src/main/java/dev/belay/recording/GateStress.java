package dev.belay.recording;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;

/** Either a call sees that the gate is closed, or whoever has closed it and counts then sees the call. */
@JCStressTest
@State
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "The call has begun, and is waited for.")
@Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "The call goes elsewhere.")
@Outcome(
    id = "false, 1",
    expect = ACCEPTABLE,
    desc = "The call goes elsewhere, and was counted until it knew.")
@Outcome(expect = FORBIDDEN, desc = "A call behind a gate that is taken for drained.")
public class GateStress {

  private final InFlight calls = new InFlight();

  @Actor
  public void begin(ZJ_Result seen) {
    seen.r1 = calls.begin();
  }

  @Actor
  public void drain(ZJ_Result seen) {
    calls.close();
    seen.r2 = calls.count();
  }
}
