package dev.belay.recording;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.evidence.CallCounts;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** What is read while calls are recorded never shows more failures than requests, and the next reading never shows less. */
@JCStressTest
@State
@Outcome(
    id = {"0 of 0, grown", "1 of 1, grown", "1 of 2, grown"},
    expect = ACCEPTABLE,
    desc = "Nothing, the failure, or both calls.")
@Outcome(
    id = "0 of 1, grown",
    expect = ACCEPTABLE_INTERESTING,
    desc =
        "A reading is not one instant: both calls came after the failures were read, before the successes were.")
@Outcome(expect = FORBIDDEN, desc = "More failures than requests, or fewer calls than before.")
public class CountsWhileRecordingStress {

  private final CallRecorder route = new CallRecorder(null);

  @Actor
  public void record() {
    route.failed(1);
    route.succeeded(1);
  }

  @Actor
  public void read(LL_Result seen) {
    // A reading with more failures than requests throws.
    CallCounts first = route.counts();
    CallCounts second = route.counts();
    boolean grown = second.requests() >= first.requests() && second.failures() >= first.failures();
    seen.r1 = first.failures() + " of " + first.requests();
    seen.r2 = grown ? "grown" : "shrunk";
  }
}
