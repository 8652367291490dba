package dev.belay.databricks;

import static dev.belay.databricks.Setting.CANDIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.databricks.testkit.Answers;
import dev.belay.databricks.testkit.FakeDatabricks;
import dev.belay.databricks.testkit.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Belay finds before a rollout. */
class DatabricksPreflightTest {

  private static void assertFinds(Setting setting, Finding.Severity severity, String what) {
    List<Finding> findings = setting.databricks.preflight(CANDIDATE);
    assertEquals(1, findings.size(), findings::toString);
    assertEquals(severity, findings.get(0).severity());
    assertTrue(findings.get(0).what().contains(what), findings::toString);
  }

  @Test
  void findsNothingWhereNothingIs() {
    try (Setting setting = new Setting()) {
      assertEquals(List.of(), setting.databricks.preflight(CANDIDATE));
      assertEquals(1, setting.platform.calls().size());
      ModelVersion nine = ModelVersion.of("fraud", "9");
      assertThrows(IllegalArgumentException.class, () -> setting.databricks.preflight(nine));
    }
  }

  @Test
  void findsWhatIsWrongWithTheEndpoint() {
    try (Setting setting = new Setting()) {
      FakeDatabricks platform = setting.platform;
      Answers answers = platform.answers();
      answers.permission("CAN_QUERY");
      assertFinds(setting, Finding.Severity.ERROR, "CAN_QUERY");
      answers.permission("CAN_MANAGE");
      answers.fallback(true);
      assertFinds(setting, Finding.Severity.ERROR, "fall back");
      answers.fallback(false);
      answers.creator("alice@example.com");
      assertFinds(setting, Finding.Severity.WARNING, "alice@example.com");
      answers.creator("principal");
      answers.routeOptimized(true);
      assertFinds(setting, Finding.Severity.WARNING, "route-optimized");
      answers.routeOptimized(false);
      answers.state("IN_PROGRESS");
      assertFinds(setting, Finding.Severity.ERROR, "under way");
      answers.state("UPDATE_FAILED");
      assertFinds(setting, Finding.Severity.WARNING, "UPDATE_FAILED");
      answers.state("");
      platform.failReads(Fault.FORBIDDEN, 1);
      assertFinds(setting, Finding.Severity.ERROR, "403");
      platform.addByHand("other", "{}");
      assertFinds(setting, Finding.Severity.ERROR, "'other', which is not configured");
    }
  }

  @Test
  void findsWhatIsWrongWithTheCandidate() {
    ModelVersion nine = ModelVersion.of("fraud", "9");
    try (Setting setting = new Setting(builder -> builder.serve(
        Setting.entity(nine).workloadSize("Small").scaleToZero(true).build()))) {
      List<Finding> found = setting.databricks.preflight(nine);
      assertEquals(1, found.size(), found::toString);
      assertTrue(found.get(0).what().contains("scaled to zero"));
    }
    try (Setting setting =
        new Setting(builder -> builder.serve(ServedEntity.builder(nine, "main.ml.fraud", "9")
            .provisionedConcurrency(0, 2)
            .build()))) {
      List<Finding> found = setting.databricks.preflight(nine);
      assertEquals(1, found.size(), found::toString);
      assertTrue(found.get(0).what().contains("takes 2 requests at once"));
    }
  }

  @Test
  void tellsOfSecretsThatAreNotTold() {
    ModelVersion nine = ModelVersion.of("fraud", "9");
    try (Setting setting =
        new Setting(builder -> builder.serve(ServedEntity.builder(nine, "gpt", "1")
            .name("outside")
            .extra("{\"external_model\":{\"key_plaintext\":\"hunter2-extra\"}}")
            .build()))) {
      setting.platform.addByHand("outside", "{\"external_model\":{}}");
      assertFinds(setting, Finding.Severity.WARNING, "external model");
    }
  }
}
