package dev.belay.recording;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.evidence.PairCounts;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A slow failure is never missing from what is read while a quick answer that began after it is there, and nothing is lost or
 * read twice.
 */
@JCStressTest
@State
@Outcome(
    id = "in order, 1 of 2",
    expect = ACCEPTABLE,
    desc = "Both pairs, and the failure not last.")
@Outcome(expect = FORBIDDEN, desc = "The answer without the failure, or pairs lost or read twice.")
public class PairSetStress {

  private static final int READINGS = 3;

  private final PairRecorder pairs = new PairRecorder();
  private PairCounts read = PairCounts.NONE;

  @Actor
  public void record() {
    PairRecorder.Batch slow = pairs.begin();
    PairRecorder.Batch quick = pairs.begin();
    quick.end(false, false);
    slow.end(false, true);
  }

  @Actor
  public void take(LL_Result seen) {
    boolean inOrder = true;
    for (int reading = 0; reading < READINGS; reading++) {
      read = read.plus(pairs.take());
      inOrder &= read.pairs() == 0 || read.onlyCandidateFailed() == 1;
    }
    seen.r1 = inOrder ? "in order" : "the answer alone";
  }

  @Arbiter
  public void takeTheRest(LL_Result seen) {
    for (int reading = 0; reading < READINGS; reading++) {
      read = read.plus(pairs.take());
    }
    seen.r2 = read.onlyCandidateFailed() + " of " + read.pairs();
  }
}
