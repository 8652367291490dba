package dev.belay.databricks;

import static dev.belay.databricks.Setting.CANDIDATE;
import static dev.belay.databricks.Setting.CANDIDATE_ENTITY;
import static dev.belay.databricks.Setting.STABLE;
import static dev.belay.databricks.Setting.STABLE_ENTITY;
import static dev.belay.databricks.Setting.percent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.databricks.testkit.FakeDatabricks;
import dev.belay.databricks.testkit.Fault;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Belay tells the platform, and what it makes of the answers. */
class DatabricksTargetTest {

  private final Setting setting = new Setting();
  private final FakeDatabricks platform = setting.platform;
  private final DatabricksTarget target = setting.target;

  @AfterEach
  void close() {
    setting.close();
  }

  private void pass(int seconds) {
    setting.time.advance(Duration.ofSeconds(seconds));
  }

  private SubmitResult.Busy busy(SubmitResult result) {
    return assertInstanceOf(SubmitResult.Busy.class, result);
  }

  private String refused(SubmitResult result) {
    return assertInstanceOf(SubmitResult.Refused.class, result).reason();
  }

  private void assertInForce(SubmitResult result) {
    assertInstanceOf(SubmitResult.AlreadyInForce.class, result);
  }

  private void assertAccepted(SubmitResult result) {
    assertInstanceOf(SubmitResult.Accepted.class, result);
  }

  @Test
  void theBeginningIsInForceThoughTheCandidateIsNotThere() {
    assertInForce(target.submit(SplitIntent.to(percent(0))));
    assertEquals(Optional.of(percent(0)), target.observe().effective());
    assertFalse(target.observe().candidateReady());
    assertEquals(0, platform.puts().size());
  }

  @Test
  void bringsTheCandidateUpWithoutTrafficAndLeavesStableAsItIs() {
    assertAccepted(target.prepare(CANDIDATE));
    assertAccepted(target.prepare(CANDIDATE));
    assertEquals(1, platform.puts().size(), "one update, however often it is asked");
    String body = platform.puts().get(0).body();
    assertTrue(
        body.contains("{\"served_model_name\":\"fraud-7\",\"traffic_percentage\":100}"), body);
    assertTrue(body.contains("{\"served_model_name\":\"fraud-8\",\"traffic_percentage\":0}"), body);
    assertTrue(body.contains(STABLE_ENTITY.specification().toString()), body);
    pass(601);
    assertInForce(target.prepare(CANDIDATE));
    assertEquals(1, platform.puts().size());
  }

  @Test
  void raisesNothingThatIsNotThereOrNotReady() {
    assertTrue(busy(target.submit(SplitIntent.to(percent(5)))).reason().contains("not ready"));
    setting.prepared();
    for (String state : new String[] {
      "DEPLOYMENT_CREATING", "DEPLOYMENT_RECOVERING", "DEPLOYMENT_FAILED", "SOMETHING_NEW"
    }) {
      platform.deployment("fraud-8", state);
      assertTrue(busy(target.submit(SplitIntent.to(percent(5)))).reason().contains(state));
      assertFalse(target.observe().candidateReady());
    }
    assertEquals(0, platform.puts().size());
    platform.deployment("fraud-8", "DEPLOYMENT_READY");
    assertAccepted(target.submit(SplitIntent.to(percent(5))));
  }

  @Test
  void aFailedDeploymentEndsThePreparation() {
    setting.prepared();
    platform.deployment("fraud-8", "DEPLOYMENT_FAILED");
    assertTrue(refused(target.prepare(CANDIDATE)).contains("DEPLOYMENT_FAILED"));
  }

  @Test
  void movesTrafficWithBothListsAndConfirmsWhatIsInForceAlone() {
    setting.prepared();
    assertAccepted(target.submit(SplitIntent.to(percent(5))));
    assertEquals(Optional.of(percent(0)), target.observe().effective(), "pending is not in force");
    assertAccepted(target.submit(SplitIntent.to(percent(5))));
    pass(31);
    assertEquals(Optional.of(percent(5)), target.observe().effective());
    assertInForce(target.submit(SplitIntent.to(percent(5))));
    assertEquals(1, platform.puts().size(), "the same split is one update");
    assertTrue(platform.puts().get(0).body().contains("served_entities"));
  }

  @Test
  void aRetreatWaitsForTheUpdateUnderWayAndThenGoesFirst() {
    setting.prepared();
    assertAccepted(target.submit(SplitIntent.to(percent(5))));
    busy(target.submit(SplitIntent.to(percent(0))));
    pass(31);
    assertAccepted(target.submit(SplitIntent.to(percent(0))));
    pass(31);
    assertEquals(Optional.of(percent(0)), target.observe().effective());
    assertEquals(2, platform.puts().size());
  }

  @Test
  void takesStableDownOnlyWithoutTrafficAndWanted() {
    setting.prepared();
    assertTrue(refused(target.retire(STABLE)).contains("100 %"));
    assertAccepted(target.submit(SplitIntent.to(percent(100))));
    busy(target.retire(STABLE));
    pass(31);
    assertAccepted(target.retire(STABLE));
    assertAccepted(target.retire(STABLE));
    pass(31);
    assertInForce(target.retire(STABLE));
    assertFalse(platform.serves("fraud-7"));
    assertEquals(2, platform.puts().size());
    assertEquals(Optional.of(percent(100)), target.observe().effective());
  }

  @Test
  void doesNotTakeDownWhatIsWantedWithTraffic() {
    setting.prepared();
    platform.failUpdates(Fault.CONFLICT, 1);
    busy(target.submit(SplitIntent.to(percent(5))));
    assertTrue(refused(target.retire(CANDIDATE)).contains("wanted"));
  }

  @Test
  void knowsEachAnswerForWhatItIs() {
    setting.prepared();
    Map<Fault, Class<? extends SubmitResult>> expected = Map.ofEntries(
        Map.entry(Fault.BAD_REQUEST, SubmitResult.Refused.class),
        Map.entry(Fault.INVALID_STATE, SubmitResult.Refused.class),
        Map.entry(Fault.UNAUTHORIZED, SubmitResult.Refused.class),
        Map.entry(Fault.FORBIDDEN, SubmitResult.Refused.class),
        Map.entry(Fault.CREATOR_REMOVED, SubmitResult.Refused.class),
        Map.entry(Fault.NOT_FOUND, SubmitResult.Refused.class),
        Map.entry(Fault.REDIRECT, SubmitResult.Refused.class),
        Map.entry(Fault.CONFLICT, SubmitResult.Busy.class),
        Map.entry(Fault.TOO_MANY, SubmitResult.Busy.class),
        Map.entry(Fault.UNAVAILABLE, SubmitResult.Busy.class),
        Map.entry(Fault.ERROR, SubmitResult.Unknown.class),
        Map.entry(Fault.BAD_GATEWAY, SubmitResult.Unknown.class),
        Map.entry(Fault.GATEWAY_TIMEOUT, SubmitResult.Unknown.class),
        Map.entry(Fault.LOST_BEFORE, SubmitResult.Unknown.class));
    assertEquals(
        EnumSet.complementOf(EnumSet.of(Fault.LOST_AFTER, Fault.HANG)),
        EnumSet.copyOf(expected.keySet()));
    expected.forEach((fault, answer) -> {
      platform.failUpdates(fault, 1);
      assertInstanceOf(answer, target.submit(SplitIntent.to(percent(5))), fault.name());
    });
    assertEquals(0, platform.accepted());
  }

  @Test
  void saysWhenToComeAgain() {
    setting.prepared();
    platform.failUpdates(Fault.TOO_MANY, 1);
    assertEquals(
        Optional.of(Duration.ofSeconds(20)),
        busy(target.submit(SplitIntent.to(percent(5)))).retryAfter());
  }

  @Test
  void understandsADateAsWell() {
    setting.prepared();
    platform.answers().retryAfter(setting.time.clock().instant().plusSeconds(90));
    platform.failUpdates(Fault.UNAVAILABLE, 1);
    assertEquals(
        Optional.of(Duration.ofSeconds(90)),
        busy(target.submit(SplitIntent.to(percent(5)))).retryAfter());
  }

  @Test
  void tellsACreatorWithoutPermissionFromACallerWithoutOne() {
    setting.prepared();
    platform.failUpdates(Fault.CREATOR_REMOVED, 1);
    assertTrue(refused(target.submit(SplitIntent.to(percent(5)))).contains("recorded creator"));
    platform.failUpdates(Fault.FORBIDDEN, 1);
    String caller = refused(target.submit(SplitIntent.to(percent(5))));
    assertTrue(caller.contains("CAN_MANAGE is needed"), caller);
    assertFalse(caller.contains("recorded creator"), caller);
  }

  @Test
  void readsThatFailChangeNothingAndAreNotUnknown() {
    for (Fault fault :
        new Fault[] {Fault.ERROR, Fault.UNAVAILABLE, Fault.CONFLICT, Fault.TOO_MANY}) {
      platform.failReads(fault, 2);
      busy(target.submit(SplitIntent.to(percent(0))));
      Observation found = target.observe();
      assertEquals(Optional.empty(), found.effective());
      assertTrue(found.detail().contains(String.valueOf(fault.status())));
    }
    for (Fault fault : new Fault[] {Fault.FORBIDDEN, Fault.NOT_FOUND, Fault.REDIRECT}) {
      platform.failReads(fault, 1);
      refused(target.submit(SplitIntent.to(percent(0))));
    }
  }

  @Test
  void aPlatformThatIsNotThereIsBusy() {
    platform.close();
    busy(target.submit(SplitIntent.to(percent(0))));
    assertEquals(Optional.empty(), target.observe().effective());
  }

  @Test
  void anAnswerThatIsLostAfterTheUpdateIsReadBackAndSentOnce() {
    setting.prepared();
    platform.failUpdates(Fault.LOST_AFTER, 1);
    assertInstanceOf(SubmitResult.Unknown.class, target.submit(SplitIntent.to(percent(5))));
    assertAccepted(target.submit(SplitIntent.to(percent(5))));
    pass(31);
    assertInForce(target.submit(SplitIntent.to(percent(5))));
    assertEquals(1, platform.puts().size());
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsUnknown() {
    Duration second = Duration.ofSeconds(1);
    ImpatientClient client = new ImpatientClient(second);
    try (Setting hasty =
        new Setting(builder -> builder.requestTimeout(second).httpClient(client))) {
      hasty.prepared();
      hasty.platform.failUpdates(Fault.HANG, 1);
      client.isOverAt(hasty.platform.nextHang());
      assertInstanceOf(SubmitResult.Unknown.class, hasty.target.submit(SplitIntent.to(percent(5))));
      assertAccepted(hasty.target.submit(SplitIntent.to(percent(5))));
      assertEquals(1, hasty.platform.puts().size());
    }
  }

  @Test
  void aRetreatIsNotConfirmedWhileALostUpdateMayStillArrive() {
    setting.prepared();
    platform.failUpdates(Fault.LOST_BEFORE, 1);
    assertInstanceOf(SubmitResult.Unknown.class, target.submit(SplitIntent.to(percent(5))));
    busy(target.submit(SplitIntent.to(percent(0))));
    pass(61);
    assertInForce(target.submit(SplitIntent.to(percent(0))));
    assertEquals(1, platform.puts().size());
  }

  @Test
  void anUpdateThatComesToNothingIsToldAndSentAgain() {
    setting.prepared();
    platform.letUpdatesFail(1);
    assertAccepted(target.submit(SplitIntent.to(percent(5))));
    pass(31);
    Observation found = target.observe();
    assertEquals(Optional.of(percent(0)), found.effective());
    assertTrue(found.detail().contains("UPDATE_FAILED"), found.detail());
    assertAccepted(target.submit(SplitIntent.to(percent(5))));
    pass(31);
    assertInForce(target.submit(SplitIntent.to(percent(5))));
  }

  @Test
  void whatItDoesNotKnowIsNoHindrance() {
    setting.prepared();
    platform.answers().percentsAsText(true).oldStateField(true).state("SOMETHING_NEW");
    assertAccepted(target.submit(SplitIntent.to(percent(5))));
    assertAccepted(target.submit(SplitIntent.to(percent(5))));
    pass(31);
    assertInForce(target.submit(SplitIntent.to(percent(5))));
    assertEquals(1, platform.puts().size());
  }

  @Test
  void refusesToDestroyWhatIsNotConfigured() {
    setting.prepared();
    platform.addByHand("other", "{\"entity_name\":\"main.ml.other\",\"entity_version\":\"1\"}");
    for (SubmitResult result : new SubmitResult[] {
      target.submit(SplitIntent.to(percent(5))), target.retire(CANDIDATE), target.prepare(CANDIDATE)
    }) {
      assertTrue(refused(result).contains("'other', which is not configured"), result::toString);
    }
    assertInForce(target.submit(SplitIntent.to(percent(0))));
    assertEquals(0, platform.puts().size());
  }

  @Test
  void refusesToReplaceAnotherModelOfTheSameName() {
    platform.addByHand("fraud-8", "{\"entity_name\":\"main.ml.fraud\",\"entity_version\":\"9\"}");
    assertTrue(
        refused(target.submit(SplitIntent.to(percent(5)))).contains("serves main.ml.fraud 9"));
  }

  @Test
  void tellsWhatSomebodyElseHasDone() {
    setting.prepared();
    assertInForce(target.submit(SplitIntent.to(percent(0))));
    platform.changeByHand(Map.of("fraud-7", 60, "fraud-8", 40));
    assertEquals(Optional.of(percent(40)), target.observe().effective());
    platform.addByHand("other", "{}");
    platform.changeByHand(Map.of("fraud-7", 90, "other", 10));
    TrafficSplit found = target.observe().effective().orElseThrow();
    assertEquals(1_000, found.basisPoints(ModelVersion.of("unconfigured", "other")));
    assertEquals(9_000, found.basisPoints(STABLE));
  }

  @Test
  void aRetreatIsNeverStarvedByOurOwnUpdates() {
    setting.prepared();
    platform.failUpdates(Fault.CONFLICT, UpdateBudget.USUAL);
    for (int i = 0; i < UpdateBudget.USUAL; i++) {
      busy(target.submit(SplitIntent.to(percent(5))));
    }
    SubmitResult.Busy spent = busy(target.submit(SplitIntent.to(percent(5))));
    assertTrue(spent.reason().contains("five minutes"), spent.reason());
    assertEquals(Optional.of(Duration.ofMinutes(5)), spent.retryAfter());
    assertEquals(UpdateBudget.USUAL, platform.puts().size());
    platform.changeByHand(Map.of("fraud-7", 60, "fraud-8", 40));
    busy(target.submit(SplitIntent.to(percent(0))));
    assertAccepted(target.submit(SplitIntent.to(percent(0)).now()));
    pass(301);
    assertAccepted(target.submit(SplitIntent.to(percent(5))));
  }

  @Test
  void doesNotKnowWhatIsNotConfigured() {
    ModelVersion nine = ModelVersion.of("fraud", "9");
    assertTrue(refused(target.prepare(nine)).contains("fraud:9"));
    assertTrue(refused(target.retire(nine)).contains("fraud:9"));
    assertTrue(refused(target.submit(SplitIntent.to(TrafficSplit.between(STABLE, nine, 500))))
        .contains("fraud:9"));
    assertInForce(target.submit(SplitIntent.to(TrafficSplit.between(STABLE, nine, 0))));
  }

  @Test
  void zeroMeansZero() {
    setting.prepared();
    assertAccepted(target.submit(SplitIntent.to(percent(50))));
    pass(31);
    assertAccepted(target.submit(SplitIntent.to(percent(0))));
    pass(31);
    for (int i = 0; i < 1_000; i++) {
      assertEquals("fraud-7", platform.draw());
    }
  }

  @Test
  void sendsNothingWhenItIsClosed() {
    setting.databricks.close();
    setting.databricks.close();
    assertThrows(IllegalStateException.class, target::observe);
    assertThrows(IllegalStateException.class, () -> target.submit(SplitIntent.to(percent(0))));
    assertThrows(IllegalStateException.class, () -> target.prepare(CANDIDATE_ENTITY.version()));
    assertEquals(0, platform.calls().size());
  }
}
