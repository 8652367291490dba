package dev.belay.testkit.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.health.HealthSignal;
import dev.belay.strategy.RolloutContext;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineTestKit;

@Domain(BelayDomain.class)
class BelayDomainProperties {

  @Property(tries = 50, seed = "1")
  void everythingIsToBeHadByItsType(
      @ForAll ModelVersion version,
      @ForAll TrafficSplit split,
      @ForAll BlastRadius radius,
      @ForAll HealthSignal signal,
      @ForAll RolloutPolicy policy,
      @ForAll RolloutContext context,
      @ForAll Evaluation evaluation,
      @ForAll CallCounts calls,
      @ForAll PairCounts pairs,
      @ForAll LatencyHistogram latencies,
      @ForAll ArmEvidence arm,
      @ForAll EvidenceIncrement increment) {
    for (Object drawn : List.of(
        version,
        split,
        radius,
        signal,
        policy,
        context,
        evaluation,
        calls,
        pairs,
        latencies,
        arm,
        increment)) {
      assertNotNull(drawn);
    }
  }

  @Property(tries = 500, seed = "1")
  void increments(@ForAll List<EvidenceIncrement> increments) {
    for (int i = 1; i < increments.size(); i++) {
      assertEquals(increments.get(i - 1).to(), increments.get(i).from(), "they are in order");
    }
  }

  @Property(tries = 100, seed = "1")
  void historiesAreListsOfEvents(@ForAll @Size(min = 3, max = 5) List<RolloutEvent> history) {
    assertTrue(history.size() >= 3 && history.size() <= 5);
    history.forEach(event -> assertFalse(event.after().isNegative()));
  }

  @Property(tries = 50, seed = "1")
  void theTypesOfJqwikAreThereAsWell(
      @ForAll @IntRange(min = 1, max = 3) int number, @ForAll List<ModelVersion> versions) {
    assertTrue(number >= 1 && number <= 3);
    assertNotNull(versions);
  }

  /** Falsified by whatever is drawn. */
  @Domain(BelayDomain.class)
  static class Falsified {

    @Property(tries = 5, seed = "1")
    void anything(@ForAll RolloutPolicy policy, @ForAll RolloutEvent event) {
      assertTrue(policy.shield() && policy.signals().isEmpty());
    }
  }

  @Example
  void aFalsifiedPropertyShowsWhatWasDrawn() {
    String shown = EngineTestKit.engine("jqwik")
        .configurationParameter("jqwik.reporting.usejunitplatform", "true")
        .configurationParameter("jqwik.database", "target/jqwik-database-of-the-domain")
        .selectors(selectClass(Falsified.class))
        .execute()
        .allEvents()
        .reportingEntryPublished()
        .stream()
        .map(event -> event.getRequiredPayload(ReportEntry.class).toString())
        .reduce("", String::concat);
    assertTrue(shown.contains(": RolloutPolicy{}"), shown);
    assertTrue(shown.contains(": what it waits for"), shown);
  }
}
