package dev.belay.recording;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.evidence.CallCounts;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** Two threads on one stripe lose no call, no failure and no latency, and count none twice. */
@JCStressTest
@State
@Outcome(
    id = "4, 2, 4",
    expect = ACCEPTABLE,
    desc = "Requests, failures and latencies are all there.")
@Outcome(expect = FORBIDDEN, desc = "Something was lost or counted twice.")
public class RecorderSumsStress {

  private final VersionRecorder version = new VersionRecorder();
  private final CallRecorder route = new CallRecorder(version);

  public RecorderSumsStress() {
    SharedStripe.arrange();
  }

  @Actor
  public void one() {
    route.succeeded(1_000);
    route.failed(1_000);
  }

  @Actor
  public void other() {
    route.succeeded(1_000);
    route.failed(1_000);
  }

  @Arbiter
  public void read(JJJ_Result seen) {
    CallCounts counts = route.counts();
    seen.r1 = counts.requests();
    seen.r2 = counts.failures();
    seen.r3 = version.latencies().total();
  }
}
