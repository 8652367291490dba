package dev.belay.testkit.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.RolloutPolicy;
import dev.belay.health.HealthSignal;
import dev.belay.strategy.RolloutContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

class PoliciesProperties {

  private static final RolloutPolicy DEFAULT = RolloutPolicy.builder().build();
  private static final BlastRadius DEFAULT_RADIUS = BlastRadius.builder().build();

  @Provide
  Arbitrary<RolloutPolicy> policies() {
    return BelayArbitraries.policies();
  }

  @Provide
  Arbitrary<BlastRadius> radii() {
    return BelayArbitraries.blastRadii();
  }

  @Provide
  Arbitrary<HealthSignal> signals() {
    return BelayArbitraries.signals();
  }

  @Provide
  Arbitrary<RolloutContext> contexts() {
    return BelayArbitraries.contexts();
  }

  /** Everything that a policy says, but for its signals, which have no order. */
  private static Map<String, Object> settings(RolloutPolicy policy) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("falseRollback", policy.falseRollback());
    settings.put("falsePromotion", policy.falsePromotion());
    settings.put("blastRadius", caps(policy.blastRadius()));
    settings.put("shield", policy.shield());
    settings.put("callDeadline", policy.callDeadline());
    settings.put("deadline", policy.deadline());
    settings.put("whenUndecided", policy.whenUndecided());
    settings.put("rollBackWhenUnavailableFor", policy.rollBackWhenUnavailableFor());
    settings.put("evaluationInterval", policy.evaluationInterval());
    settings.put("signalTimeout", policy.signalTimeout());
    settings.put("longestCall", policy.longestCall());
    settings.put("minimumRequests", policy.minimumRequests());
    settings.put("expectedTraffic", policy.expectedTraffic());
    settings.put("reassignEvery", policy.reassignEvery());
    settings.put("calibrateFor", policy.calibrateFor());
    settings.put("shadow", policy.shadow().map(shadow -> shadow.sample()));
    settings.put("readyWithin", policy.readyWithin());
    settings.put("retireWithin", policy.retireWithin());
    return settings;
  }

  private static Map<String, Object> caps(BlastRadius radius) {
    return Map.of(
        "maxFailures", radius.maxFailures(),
        "maxConsecutiveFailures", radius.maxConsecutiveFailures(),
        "maxRequests", radius.maxRequests(),
        "maxShare", radius.maxShare(),
        "failuresPerStep", radius.failuresPerStep());
  }

  /** Their builder has accepted them; it also has to be possible to begin with them. */
  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void everySettingIsMadeAndLeftAlone(@ForAll("policies") RolloutPolicy policy) {
    assertTrue(policy.deadline().compareTo(policy.calibrateFor()) > 0);
    Map<String, Object> usual = settings(DEFAULT);
    settings(policy).forEach((setting, value) -> {
      Statistics.label(setting).collect(value.equals(usual.get(setting)) ? "usual" : "made");
      Statistics.label(setting).coverage(made -> {
        made.check("usual").percentage(share -> share > 20);
        made.check("made").percentage(share -> share > 9);
      });
    });
  }

  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void signalsOfEveryKindDecideAndAreObserved(@ForAll("policies") RolloutPolicy policy) {
    Set<String> names = new HashSet<>();
    policy.signals().forEach(signal -> names.add(signal.name()));
    policy.observed().forEach(signal -> names.add(signal.name()));
    assertEquals(policy.signals().size() + policy.observed().size(), names.size());
    Statistics.label("deciding").collect(Math.min(3, policy.signals().size()));
    Statistics.label("deciding").coverage(deciding -> {
      for (int count = 1; count <= 3; count++) {
        deciding.check(count).percentage(share -> share > 10);
      }
    });
    Statistics.label("observed").collect(policy.observed().isEmpty() ? "none" : "some");
    Statistics.label("observed").coverage(observed -> {
      observed.check("none").percentage(share -> share > 10);
      observed.check("some").percentage(share -> share > 10);
    });
    Statistics.label("gauge").collect(policy.signals().stream().allMatch(HealthSignal::sequential));
    Statistics.label("gauge").coverage(gauge -> gauge.check(false).percentage(share -> share > 5));
  }

  @Property(tries = 1_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void signalsAreOfEveryKind(@ForAll("signals") HealthSignal signal) {
    String kind = signal.name().startsWith("latency objective") ? "objective" : signal.name();
    assertNotEquals(HealthSignal.sampleRatio().name(), signal.name());
    Statistics.collect(kind);
    Statistics.coverage(kinds -> {
      for (String name : List.of(
          "failure rate",
          "failure objective",
          "latency",
          "objective",
          "quality",
          "predictions",
          "agreement",
          "queue length")) {
        kinds.check(name).percentage(share -> share > 5);
      }
    });
  }

  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void everyCapIsSetAndLeftAlone(@ForAll("radii") BlastRadius radius) {
    Map<String, Object> usual = caps(DEFAULT_RADIUS);
    caps(radius).forEach((cap, value) -> {
      Statistics.label(cap).collect(value.equals(usual.get(cap)) ? "usual" : "set");
      Statistics.label(cap).coverage(set -> {
        set.check("usual").percentage(share -> share > 20);
        set.check("set").percentage(share -> share > 20);
      });
    });
    Statistics.label("cost")
        .collect(Double.isInfinite(radius.failuresPerStep()) ? "anything" : "something");
    Statistics.label("cost")
        .coverage(cost -> cost.check("anything").percentage(share -> share > .5));
  }

  @Property(tries = 1_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void contextsAreThoseOfOneModel(@ForAll("contexts") RolloutContext context) {
    assertEquals(context.stable().model(), context.candidate().model());
    assertNotEquals(context.stable(), context.candidate());
    assertEquals(
        context.stable().model() + ":" + context.candidate().version() + "#" + context.attempt(),
        context.rollout());
    assertTrue(context.reaction().compareTo(BlastRadius.REACTION) >= 0);
    Statistics.collect(context.attempt() == 1 ? "first" : "later");
    Statistics.coverage(attempts -> {
      attempts.check("first").percentage(share -> share > 2);
      attempts.check("later").percentage(share -> share > 50);
    });
  }

  @Example
  void aCourseIsLeftTimeFor() {
    Duration course = Duration.ofDays(300);
    RolloutPolicy tight = Smallest.of(Policies.lasting(course), policy -> true);
    assertTrue(tight.deadline().compareTo(course) > 0, () -> tight.deadline().toString());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Policies.lasting(Duration.ofDays(365)));
    assertEquals("course must take less than PT8760H, but takes PT8760H", refused.getMessage());
  }

  @Example
  void theyShrinkToTheDefault() {
    RolloutPolicy any = Smallest.of(BelayArbitraries.policies(), policy -> true);
    assertEquals(settings(DEFAULT), settings(any));
    assertEquals(DEFAULT.signals(), any.signals());
    assertEquals(List.of(), any.observed());

    RolloutPolicy bare = Smallest.of(BelayArbitraries.policies(), policy -> !policy.shield());
    Map<String, Object> expected = settings(DEFAULT);
    expected.put("shield", false);
    assertEquals(expected, settings(bare));

    RolloutPolicy calm = Smallest.of(
        BelayArbitraries.policies(),
        policy -> policy.evaluationInterval().compareTo(Duration.ofSeconds(90)) > 0);
    expected = settings(DEFAULT);
    expected.put("evaluationInterval", calm.evaluationInterval());
    assertEquals(expected, settings(calm));
    assertTrue(calm.evaluationInterval().compareTo(Duration.ofMinutes(2)) <= 0);

    assertEquals(
        caps(DEFAULT_RADIUS), caps(Smallest.of(BelayArbitraries.blastRadii(), radius -> true)));
  }
}
