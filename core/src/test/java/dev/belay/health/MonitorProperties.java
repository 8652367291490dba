package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.evidence.PairCounts;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the built-in signals whatever they are fed. */
class MonitorProperties {

  /** How calls came to the candidate. */
  enum Kind {
    RANDOM,
    STICKY,
    SHADOW
  }

  /** Calls of one second. */
  record Second(Kind kind, int requests, int failures, int stable, int stableFailures) {

    Assessment feedTo(Feed feed) {
      return switch (kind) {
        case RANDOM -> feed.random(requests, failures, stable, stableFailures);
        case STICKY -> feed.sticky(requests, failures, stable, stableFailures);
        case SHADOW -> feed.shadow(pairs(), stable, stableFailures);
      };
    }

    /** With failures of stable alone and of both wherever there is room for them, and a half that agrees. */
    PairCounts pairs() {
      int onlyStable = Math.min((requests - failures) / 2, stableFailures / 2);
      int both = Math.min(requests - failures - onlyStable, stableFailures);
      int compared = requests - failures - onlyStable - both;
      return new PairCounts(requests, failures, onlyStable, both, compared, compared / 2);
    }
  }

  @Provide
  Arbitrary<List<Second>> runs() {
    Arbitrary<Integer> counts = Arbitraries.of(0, 1, 5, 60, 3_000, 1_000_000_000);
    Arbitrary<Double> rates = Arbitraries.of(0.0, .001, .01, .3, 1.0);
    return Combinators.combine(Arbitraries.of(Kind.values()), counts, rates, counts, rates)
        .as((kind, n, q, m, p) -> new Second(kind, n, (int) (n * q), m, (int) (m * p)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<HealthSignal> signals() {
    return Arbitraries.of(
        FailureRate.againstStable().build(),
        FailureRate.againstStable()
            .tolerance(0)
            .margin(1)
            .rollbackAllowance(.002)
            .promotionAllowance(.01)
            .build(),
        FailureRate.atMost(.01),
        Latency.againstStable().build(),
        Latency.atMost(Duration.ofMillis(1), .99),
        Quality.againstStable().build(),
        Predictions.ofClasses(3).build(),
        Agreement.atLeast(.9));
  }

  @Property(tries = 150)
  @Label("a monitor that is saved and restored at any cut goes on as if nothing had happened")
  void goesOnWhereItWasSaved(
      @ForAll("signals") HealthSignal signal, @ForAll("runs") List<Second> run) {
    Feed straight = new Feed(signal);
    for (int cut = 0; cut < run.size(); cut++) {
      Assessment expected = run.get(cut).feedTo(straight);
      Feed before = new Feed(signal);
      run.subList(0, cut).forEach(second -> second.feedTo(before));
      SignalMonitor restored = signal.open(Feed.CONTEXT);
      restored.restore(before.monitor().save());
      assertEquals(before.monitor().save(), restored.save());
      assertEquals(expected, run.get(cut).feedTo(new Feed(restored, cut)));
    }
  }

  @Property(tries = 300)
  @Label("every assessment has its numbers in range, and an unhealthy one is final")
  void assessesAnything(@ForAll("signals") HealthSignal signal, @ForAll("runs") List<Second> run) {
    Feed feed = new Feed(signal);
    boolean condemned = false;
    for (Second second : run) {
      Assessment assessment = second.feedTo(feed);
      assertTrue(Double.isFinite(assessment.rollbackEvidence()));
      assertTrue(Double.isFinite(assessment.promotionEvidence()));
      assertTrue(assessment.missingRequests().orElse(0) >= 0, assessment.toString());
      condemned |= assessment.rollbackEvidence() >= Math.log(100);
      assertEquals(condemned, assessment.verdict() == Verdict.UNHEALTHY);
    }
  }
}
