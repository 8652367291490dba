package dev.belay.databricks;

import static dev.belay.databricks.Setting.CANDIDATE;
import static dev.belay.databricks.Setting.percent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.TrafficSplit;
import dev.belay.databricks.testkit.Call;
import dev.belay.databricks.testkit.FakeDatabricks;
import dev.belay.databricks.testkit.Fault;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes, or a process and a person, at one serving endpoint. The lease is a tag of it. */
class DatabricksLeaseTest {

  private final Setting setting = new Setting().prepared();
  private final FakeDatabricks platform = setting.platform;
  private final DatabricksTarget target = setting.target;

  @AfterEach
  void close() {
    setting.close();
  }

  private void bring(SplitIntent intent) {
    assertInstanceOf(SubmitResult.Accepted.class, target.submit(intent));
    setting.time.advance(Duration.ofSeconds(31));
    assertInstanceOf(SubmitResult.AlreadyInForce.class, target.submit(intent));
  }

  private long tagged() {
    return platform.calls().stream()
        .filter(call -> call.method().equals("PATCH"))
        .count();
  }

  @Test
  void theTagIsSetOnceForEachLeaseAndBeforeAnythingIsChangedUnderIt() {
    bring(SplitIntent.to(percent(5)).fencedBy(12));
    bring(SplitIntent.to(percent(10)).fencedBy(12));
    bring(SplitIntent.to(percent(20)));
    assertEquals(1, tagged());
    int tag = 0;
    while (!platform.calls().get(tag).method().equals("PATCH")) {
      assertEquals("GET", platform.calls().get(tag++).method());
    }
    assertEquals(
        "{\"add_tags\":[{\"key\":\"belay_lease\",\"value\":\"12\"}]}",
        platform.calls().get(tag).body());
    bring(SplitIntent.to(percent(30)).fencedBy(13));
    assertEquals(2, tagged());
  }

  @Test
  void aProcessThatWasTakenOverChangesNothingNotEvenBack() {
    bring(SplitIntent.to(percent(5)).fencedBy(12));
    try (DatabricksEndpoint later = setting.another()) {
      assertInstanceOf(
          SubmitResult.AlreadyInForce.class,
          later.target().submit(SplitIntent.to(percent(5)).fencedBy(13)));
      int before = platform.puts().size();
      for (TrafficSplit split : new TrafficSplit[] {percent(0), percent(5), percent(50)}) {
        assertInstanceOf(
            SubmitResult.Refused.class, target.submit(SplitIntent.to(split).fencedBy(12)));
      }
      assertEquals(before, platform.puts().size());
    }
  }

  @Test
  void withoutTheTagNothingIsRaisedButARetreatDoesNotWaitForIt() {
    platform.failTags(Fault.UNAVAILABLE, 1);
    assertInstanceOf(
        SubmitResult.Busy.class, target.submit(SplitIntent.to(percent(5)).fencedBy(12)));
    platform.failTags(Fault.FORBIDDEN, 1);
    assertInstanceOf(
        SubmitResult.Refused.class, target.submit(SplitIntent.to(percent(5)).fencedBy(12)));
    assertEquals(0, platform.puts().size());
    bring(SplitIntent.to(percent(5)).fencedBy(12));
    platform.failTags(Fault.FORBIDDEN, 1);
    assertInstanceOf(
        SubmitResult.Accepted.class,
        target.submit(SplitIntent.to(percent(0)).fencedBy(13).now()));
    List<String> asked = platform.calls().stream().map(Call::method).toList();
    assertEquals(
        List.of("GET", "PUT", "PATCH"),
        asked.subList(asked.size() - 3, asked.size()),
        "and is sent before it");
  }

  @Test
  void aTagThatIsNoNumberSaysNothing() {
    platform.tagByHand("belay_lease", "of the quarter");
    platform.tagByHand("team", "99");
    bring(SplitIntent.to(percent(5)).fencedBy(1));
  }

  @Test
  void aStepOverrulesNobodyAndARetreatEverybody() {
    bring(SplitIntent.to(percent(5)));
    platform.changeByHand(Map.of("fraud-7", 70, "fraud-8", 30));
    int before = platform.puts().size();
    SubmitResult.Conflict conflict = assertInstanceOf(
        SubmitResult.Conflict.class, target.submit(SplitIntent.to(percent(10)).over(percent(5))));
    assertTrue(conflict.reason().contains("fraud:8 30 %"), conflict::reason);
    assertEquals(before, platform.puts().size());
    assertInstanceOf(
        SubmitResult.AlreadyInForce.class,
        target.submit(SplitIntent.to(percent(30)).over(percent(5))));
    bring(SplitIntent.to(percent(0)));
  }

  /** The platform is replacing what stable runs on: a candidate must not keep the traffic for that. */
  @Test
  void aRetreatGoesToAStableThatIsRecoveringAndNothingElseDoes() {
    bring(SplitIntent.to(percent(100)));
    platform.deployment("fraud-7", "DEPLOYMENT_RECOVERING");
    assertInstanceOf(
        SubmitResult.Busy.class, target.submit(SplitIntent.to(percent(50)).over(percent(100))));
    assertInstanceOf(SubmitResult.Busy.class, target.submit(SplitIntent.to(percent(0))));
    platform.deployment("fraud-7", "DEPLOYMENT_FAILED");
    assertInstanceOf(
        SubmitResult.Busy.class, target.submit(SplitIntent.to(percent(0)).now()));
    platform.deployment("fraud-7", "DEPLOYMENT_RECOVERING");
    bring(SplitIntent.to(percent(0)).now());
    platform.deployment("fraud-8", "DEPLOYMENT_RECOVERING");
    assertInstanceOf(
        SubmitResult.Busy.class,
        target.submit(SplitIntent.to(TrafficSplit.all(CANDIDATE)).over(percent(0))));
  }
}
