package dev.belay.routing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.belay.BasisPoints;
import dev.belay.recording.CallRecorder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A request goes by the old table or by the new one, never by parts of both, and none goes by the old one after another has gone
 * by the new one.
 */
@JCStressTest
@State
@Outcome(id = "old, old", expect = ACCEPTABLE, desc = "Both requests came before.")
@Outcome(id = "old, new", expect = ACCEPTABLE, desc = "The table came between the requests.")
@Outcome(id = "new, new", expect = ACCEPTABLE, desc = "Both requests came after.")
@Outcome(expect = FORBIDDEN, desc = "Parts of two tables, or an old table after a new one.")
public class PublishStress {

  private final Wiring wiring = Wiring.unlimited();

  public PublishStress() {
    wiring.publish(wiring.stage("old", 0, new CallRecorder(null)));
  }

  @Actor
  public void publish() {
    CallRecorder counts = new CallRecorder(null);
    counts.succeeded(1);
    wiring.publish(wiring.stage("new", BasisPoints.WHOLE, counts));
  }

  @Actor
  public void route(LL_Result seen) {
    seen.r1 = table(wiring.router.route());
    seen.r2 = table(wiring.router.route());
  }

  /** The table that a route belongs to, judged by everything it leads to. */
  private static String table(CreditedRoute route) {
    long counted = route.recorder().counts().requests();
    if (is(route, Wiring.STABLE, "stable of old") && counted == 0) {
      return "old";
    }
    boolean whole = is(route, Wiring.CANDIDATE, "candidate of new") && counted == 1;
    return whole ? "new" : route + " with " + counted;
  }

  private static boolean is(CreditedRoute route, Object version, String token) {
    return version.equals(route.version()) && token.equals(route.token());
  }
}
