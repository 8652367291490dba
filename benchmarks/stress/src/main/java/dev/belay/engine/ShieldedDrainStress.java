package dev.belay.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A failure of the candidate that spends the blast radius just when stable is to go either keeps stable, or is answered by it
 * before its release, or finds it withdrawn.
 */
@JCStressTest
@State
@Outcome(id = "stable, kept", expect = ACCEPTABLE, desc = "Sent back before the promotion.")
@Outcome(
    id = "stable, released",
    expect = ACCEPTABLE,
    desc = "Promoted; stable answered, and was waited for.")
@Outcome(
    id = "failed, released",
    expect = ACCEPTABLE,
    desc = "Promoted; nobody was left to answer.")
@Outcome(
    expect = FORBIDDEN,
    desc = "A call on a version that is released, or sent back to a version that is not kept.")
public class ShieldedDrainStress {

  private static final Failure FAILURE = new Failure();

  private final Farewell farewell = new Farewell();

  /** Made once: it says nothing, and its trace would take most of the time of a test. */
  private static final class Failure extends Exception {

    private static final long serialVersionUID = 1;

    Failure() {
      super("the candidate failed", null, false, false);
    }
  }

  @Actor
  public void call(LL_Result seen) {
    try {
      seen.r1 = farewell.call(version -> {
        if (Farewell.isStable(version)) {
          return farewell.stableModel();
        }
        throw FAILURE;
      });
    } catch (Failure failure) {
      seen.r1 = "failed";
    }
  }

  @Actor
  public void retire() {
    farewell.retire();
  }

  @Arbiter
  public void end(LL_Result seen) {
    seen.r2 = farewell.outcome();
  }
}
