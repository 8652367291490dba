package dev.belay.recording;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.evidence.PredictionCounts;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** What is recorded while a reader takes the growth is handed out once, now or the next time. */
@JCStressTest
@State
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both predictions were handed out once.")
@Outcome(expect = FORBIDDEN, desc = "A prediction was never handed out, or twice.")
public class GrowthStress {

  private static final int CLASS = 3;

  private final PredictionRecorder predictions = new PredictionRecorder();
  private PredictionCounts taken = PredictionCounts.NONE;

  @Actor
  public void record() {
    predictions.record(CLASS);
    predictions.record(CLASS);
  }

  @Actor
  public void take() {
    taken = predictions.take();
  }

  @Arbiter
  public void takeTheRest(J_Result seen) {
    seen.r1 = taken.plus(predictions.take()).count(CLASS);
  }
}
