package dev.belay.haproxy;

import static dev.belay.haproxy.Proxy.V7;
import static dev.belay.haproxy.Proxy.V8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.TrafficSplit;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes, or a process and a person, at one HAProxy. */
class HaproxyLeaseTest {

  private static final TrafficSplit TENTH = TrafficSplit.between(V7, V8, 1_000);
  private static final TrafficSplit HALF = TrafficSplit.between(V7, V8, 5_000);

  private Proxy proxy;
  private HaproxyTarget target;

  @BeforeEach
  void begin() throws Exception {
    proxy = new Proxy();
    target = proxy.target();
  }

  @AfterEach
  void end() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
  }

  private static void accepted(SubmitResult result) {
    assertInstanceOf(SubmitResult.Accepted.class, result);
  }

  private String value() throws Exception {
    String reply = proxy.command("show map " + proxy.map());
    return reply.substring(reply.indexOf("split ") + "split ".length()).strip();
  }

  private void eventually(String value) throws Exception {
    Eventually.holds("the map has " + value, () -> {
      try {
        return value().equals(value);
      } catch (IOException notThere) {
        return false;
      }
    });
  }

  @Test
  void theLeaseStandsInTheMap() throws Exception {
    accepted(target.submit(SplitIntent.to(TENTH).fencedBy(12)));
    assertEquals("12.1|fraud-7|fraud-8|1000", value());
    accepted(target.submit(SplitIntent.to(HALF)));
    assertEquals("12.2|fraud-7|fraud-8|5000", value(), "a word without a lease leaves it");
    accepted(target.submit(SplitIntent.to(HALF).fencedBy(13)));
    assertEquals("13.3|fraud-7|fraud-8|5000", value(), "the same split under a later lease");
    assertInstanceOf(
        SubmitResult.AlreadyInForce.class, target.submit(SplitIntent.to(HALF).fencedBy(13)));
    assertEquals("13.3|fraud-7|fraud-8|5000", value());
    assertInstanceOf(
        SubmitResult.Refused.class,
        target.submit(SplitIntent.to(TrafficSplit.all(V7)).fencedBy(12)));
    assertEquals("13.3|fraud-7|fraud-8|5000", value());
  }

  /** HAProxy forgets leases when it begins anew; whoever was taken over may then be the first to speak. */
  @Test
  void afterARestartTheLaterLeaseHasTheLastWord() throws Exception {
    accepted(target.submit(SplitIntent.to(TENTH).fencedBy(12)));
    HaproxyTarget later = proxy.target();
    accepted(later.submit(SplitIntent.to(HALF).fencedBy(13)));
    proxy.kill();
    proxy.restart();
    eventually("13.2|fraud-7|fraud-8|5000");
    proxy.set("12.1|fraud-7|fraud-8|1000");
    eventually("13.2|fraud-7|fraud-8|5000");
    assertTrue(later.claim().isPresent());
    assertInstanceOf(
        SubmitResult.Refused.class, target.submit(SplitIntent.to(TENTH).fencedBy(12)));
  }

  @Test
  void aStepOverrulesNobodyAndARetreatEverybody() throws Exception {
    accepted(target.submit(SplitIntent.to(TENTH)));
    for (String theirs :
        new String[] {"9|fraud-7|fraud-8|9999", "9|fraud-9|-|0", "9|fraud-none|-|0", "nonsense"}) {
      proxy.set(theirs);
      assertInstanceOf(
          SubmitResult.Conflict.class, target.submit(SplitIntent.to(HALF).over(TENTH)), theirs);
      assertEquals(theirs, value());
    }
    assertEquals("", proxy.command("clear map " + proxy.map()));
    assertInstanceOf(
        SubmitResult.Conflict.class, target.submit(SplitIntent.to(HALF).over(TENTH)));
    accepted(target.submit(SplitIntent.to(TrafficSplit.between(V7, V8, 0))));
    assertEquals(Optional.of(TrafficSplit.between(V7, V8, 0)), target.observe().effective());
  }

  /** What the file says is nobody's word: a step that comes before the target has told HAProxy again is taken. */
  @Test
  void aRestartDoesNotStandInTheWayOfAStep() throws Exception {
    HaproxyTarget fresh = proxy.target();
    accepted(fresh.submit(SplitIntent.to(HALF).over(TENTH)));
    assertEquals(Optional.of(HALF), fresh.observe().effective());
  }
}
