package dev.belay.recording;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.evidence.BucketCounts;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two threads with keys of one bucket lose no call and no failure, and count none twice. */
@JCStressTest
@State
@Outcome(id = "4, 2", expect = ACCEPTABLE, desc = "Requests and failures are all there.")
@Outcome(expect = FORBIDDEN, desc = "Something was lost or counted twice.")
public class BucketSumsStress {

  private static final int BUCKET = 7;

  private final BucketRecorder buckets = new BucketRecorder();

  @Actor
  public void one() {
    buckets.record(BUCKET, false);
    buckets.record(BUCKET, true);
  }

  @Actor
  public void other() {
    buckets.record(BUCKET, false);
    buckets.record(BUCKET, true);
  }

  @Arbiter
  public void read(JJ_Result seen) {
    BucketCounts counts = buckets.take();
    seen.r1 = counts.requests(BUCKET);
    seen.r2 = counts.failures(BUCKET);
  }
}
