package dev.belay.routing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.recording.CallRecorder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A route is whole for every thread that gets hold of it, even if its user hands it over without any care. */
@JCStressTest
@State
@Outcome(id = "none", expect = ACCEPTABLE, desc = "It was not handed over yet.")
@Outcome(id = "whole", expect = ACCEPTABLE, desc = "Everything that it leads to is there.")
@Outcome(expect = FORBIDDEN, desc = "A route in the making.")
public class HandOverStress {

  /** Not volatile: the user's own field, and a data race. */
  private CreditedRoute handedOver;

  @Actor
  public void make() {
    CallRecorder counts = new CallRecorder(null);
    counts.failed(1);
    handedOver = Wiring.route(Wiring.CANDIDATE, "candidate", counts, null);
  }

  @Actor
  public void use(L_Result seen) {
    CreditedRoute route = handedOver;
    seen.r1 = route == null ? "none" : isWhole(route) ? "whole" : "part";
  }

  private static boolean isWhole(CreditedRoute route) {
    return Wiring.CANDIDATE.equals(route.version())
        && "candidate".equals(route.token())
        && route.recorder() != null
        && route.recorder().counts().failures() == 1
        && route.begin();
  }
}
