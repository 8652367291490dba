package dev.belay.routing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LJJ_Result;

/**
 * A success ends a row of failures either before or after the failure beside it, and takes no failure out of the count of all.
 */
@JCStressTest
@State
@Outcome(
    id = "null, 1, 2",
    expect = ACCEPTABLE,
    desc = "Success first: the failure begins a row, and the wire holds.")
@Outcome(
    id = "CONSECUTIVE_FAILURES, 0, 2",
    expect = ACCEPTABLE,
    desc = "Failure first: it is the second in a row, and the success comes too late.")
@Outcome(
    expect = FORBIDDEN,
    desc = "A row that is neither ended nor gone on with, or a failure lost.")
public class RowStress {

  private final Wiring wiring = new Wiring(Integer.MAX_VALUE, 2);

  public RowStress() {
    wiring.candidate.failed(1);
  }

  @Actor
  public void fail() {
    wiring.candidate.failed(1);
  }

  @Actor
  public void succeed() {
    wiring.candidate.succeeded(1);
  }

  @Arbiter
  public void end(LJJ_Result seen) {
    seen.r1 = String.valueOf(wiring.tripwire.cause());
    seen.r2 = wiring.tripwire.consecutiveFailures();
    seen.r3 = wiring.tripwire.failures();
  }
}
