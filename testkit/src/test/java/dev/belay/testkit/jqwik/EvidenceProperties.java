package dev.belay.testkit.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.Assigned;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PairCounts;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

class EvidenceProperties {

  @Provide
  Arbitrary<CallCounts> calls() {
    return BelayArbitraries.callCounts();
  }

  @Provide
  Arbitrary<PairCounts> pairs() {
    return BelayArbitraries.pairCounts();
  }

  @Provide
  Arbitrary<ArmEvidence> arms() {
    return BelayArbitraries.armEvidence();
  }

  @Provide
  Arbitrary<EvidenceIncrement> increments() {
    return BelayArbitraries.increments();
  }

  @Provide
  Arbitrary<List<EvidenceIncrement>> sequences() {
    return BelayArbitraries.incrementSequences();
  }

  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void fewAllOrNoneFail(@ForAll("calls") CallCounts calls) {
    assertTrue(calls.requests() <= 1_000_000_000);
    String failures = calls.failures() == 0
        ? "none"
        : calls.failures() == calls.requests() ? "all" : calls.failureRate() < .1 ? "few" : "many";
    Statistics.collect(calls.requests() == 0 ? "no calls" : failures);
    Statistics.coverage(kinds -> {
      for (String kind : List.of("no calls", "none", "few", "many", "all")) {
        kinds.check(kind).percentage(share -> share > 3);
      }
    });
  }

  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void pairsAreOfEveryKind(@ForAll("pairs") PairCounts pairs) {
    Statistics.label("candidate").collect(pairs.onlyCandidateFailed() > 0);
    Statistics.label("stable").collect(pairs.onlyStableFailed() > 0);
    Statistics.label("both").collect(pairs.bothFailed() > 0);
    Statistics.label("agreed").collect(pairs.agreed() > 0);
    Statistics.label("disagreed").collect(pairs.compared() > pairs.agreed());
    Statistics.label("any").collect(pairs.pairs() > 0);
    for (String kind : List.of("candidate", "stable", "both", "agreed", "disagreed", "any")) {
      Statistics.label(kind).coverage(some -> {
        some.check(true).percentage(share -> share > 20);
        some.check(false).percentage(share -> share > 0);
      });
    }
  }

  private static void requireConsistent(CallEvidence calls) {
    assertEquals(calls.counts().requests(), calls.latencies().total());
    assertTrue(calls.predictions().total() <= calls.counts().requests());
    assertTrue(calls.scores().count() <= 2 * calls.counts().requests());
    double mean = calls.scores().count() == 0 ? 0 : calls.scores().mean();
    assertTrue(
        calls.scores().sumOfSquares() >= mean * calls.scores().sum() * (1 - 1e-9),
        "the spread of the scores is at least zero");
  }

  private static void requireConsistent(ArmEvidence arm) {
    requireConsistent(arm.random());
    requireConsistent(arm.sticky());
    long requests = Arrays.stream(arm.buckets().requests()).sum();
    long failures = Arrays.stream(arm.buckets().failures()).sum();
    CallCounts sticky = arm.sticky().counts();
    assertTrue(requests <= sticky.requests());
    assertTrue(failures <= sticky.failures());
    assertTrue(sticky.failures() - failures <= sticky.requests() - requests);
    assertTrue(arm.inFlight() >= 0);
  }

  @Property(tries = 1_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void whatAVersionDoesIsConsistent(@ForAll("arms") ArmEvidence arm) {
    requireConsistent(arm);
    long bucketed = Arrays.stream(arm.buckets().requests()).sum();
    long sticky = arm.sticky().counts().requests();
    Statistics.label("random").collect(arm.random().counts().requests() > 0);
    Statistics.label("scores").collect(arm.random().scores().count() > 0);
    Statistics.label("predictions").collect(arm.random().predictions().total() > 0);
    Statistics.label("sticky").collect(sticky > 0);
    Statistics.label("late").collect(bucketed < sticky);
    Statistics.label("failed buckets")
        .collect(Arrays.stream(arm.buckets().failures()).sum() > 0);
    for (String kind :
        List.of("random", "scores", "predictions", "sticky", "late", "failed buckets")) {
      Statistics.label(kind).coverage(some -> {
        some.check(true).percentage(share -> share > 20);
        some.check(false).percentage(share -> share > 5);
      });
    }
  }

  @Property(tries = 1_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void anIncrementIsConsistent(@ForAll("increments") EvidenceIncrement increment) {
    requireConsistent(increment);
    Statistics.label("share")
        .collect(
            increment.share() == 0
                ? "none"
                : increment.share() == BasisPoints.WHOLE ? "all" : "some");
    Statistics.label("share").coverage(shares -> {
      shares.check("none").percentage(share -> share > 10);
      shares.check("some").percentage(share -> share > 10);
      shares.check("all").percentage(share -> share > 2);
    });
    Statistics.label("steady").collect(increment.steady());
    Statistics.label("draws").collect(increment.draw() > 0);
    Statistics.label("pairs").collect(increment.shadow().pairs() > 0);
    Statistics.label("shares").collect(increment.assigned().size() > 1);
    for (String kind : List.of("steady", "draws", "pairs", "shares")) {
      Statistics.label(kind).coverage(either -> {
        either.check(true).percentage(share -> share > 3);
        either.check(false).percentage(share -> share > 3);
      });
    }
  }

  private static void requireConsistent(EvidenceIncrement increment) {
    requireConsistent(increment.stable());
    requireConsistent(increment.candidate());
    long stable = 0;
    long candidate = 0;
    for (Assigned assigned : increment.assigned()) {
      assertTrue(assigned.stable() + assigned.candidate() > 0);
      assertTrue(assigned.share() > 0 || assigned.candidate() == 0);
      assertTrue(assigned.share() < BasisPoints.WHOLE || assigned.stable() == 0);
      stable += assigned.stable();
      candidate += assigned.candidate();
    }
    assertTrue(stable <= increment.stable().random().counts().requests());
    assertTrue(candidate <= increment.candidate().random().counts().requests());
    assertTrue(increment.steady() || increment.candidate().counts().all().failures() > 0);
    assertTrue(increment.shadow().pairs() == 0 || increment.share() == 0);
    assertTrue(increment.shadow().stable().failures()
        <= increment.stable().random().counts().failures());
    for (int bucket = 0; bucket < BucketCounts.BUCKETS; bucket++) {
      int first = bucket * 10;
      assertTrue(
          first < increment.share() || increment.candidate().buckets().requests(bucket) == 0);
      assertTrue(
          first + 9 >= increment.share() || increment.stable().buckets().requests(bucket) == 0);
    }
  }

  @Property(tries = 500, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void intervalsFollowEachOther(@ForAll("sequences") List<EvidenceIncrement> sequence) {
    boolean exposed = false;
    boolean retreated = false;
    for (int i = 0; i < sequence.size(); i++) {
      EvidenceIncrement increment = sequence.get(i);
      requireConsistent(increment);
      int before = i == 0 ? 0 : sequence.get(i - 1).share();
      if (i > 0) {
        EvidenceIncrement last = sequence.get(i - 1);
        assertEquals(last.to(), increment.from());
        assertEquals(last.attempt(), increment.attempt());
        assertTrue(increment.draw() == last.draw() || increment.draw() == last.draw() + 1);
      }
      assertTrue(increment.share() >= before || increment.share() == 0);
      assertTrue(!retreated || increment.share() == 0);
      exposed |= increment.share() > 0;
      retreated |= exposed && increment.share() == 0;
      if (!exposed) {
        assertEquals(0, increment.candidate().counts().all().requests());
      } else {
        assertEquals(PairCounts.NONE, increment.shadow());
      }
    }
    Statistics.label("length").collect(sequence.isEmpty() ? "none" : "some");
    Statistics.label("length").coverage(lengths -> {
      lengths.check("none").percentage(share -> share > 1);
      lengths.check("some").percentage(share -> share > 80);
    });
    Statistics.label("course").collect(retreated ? "retreated" : exposed ? "exposed" : "never");
    Statistics.label("course").coverage(courses -> {
      for (String course : List.of("retreated", "exposed", "never")) {
        courses.check(course).percentage(share -> share > 5);
      }
    });
  }

  /** As a monitor that waits too long is fed. */
  @Property(tries = 300, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void intervalsOfOneShareCanBeJoined(@ForAll("sequences") List<EvidenceIncrement> sequence) {
    EvidenceIncrement joined = null;
    for (EvidenceIncrement increment : sequence) {
      joined = joined != null && joined.joins(increment) ? joined.plus(increment) : increment;
      assertEquals(increment.to(), joined.to());
    }
  }

  @Example
  void theyShrinkToLittle() {
    assertEquals(
        new CallCounts(1, 1),
        Smallest.of(BelayArbitraries.callCounts(), calls -> calls.failures() > 0));
    assertEquals(
        new PairCounts(1, 0, 0, 0, 1, 0),
        Smallest.of(BelayArbitraries.pairCounts(), pairs -> pairs.agreed() < pairs.compared()));
    LatencyHistogram one =
        Smallest.of(BelayArbitraries.latencyHistograms(), latencies -> latencies.total() > 0);
    assertEquals(1, one.total());

    EvidenceIncrement any = Smallest.of(BelayArbitraries.increments(), increment -> true);
    assertTrue(any.isEmpty());
    assertEquals(Duration.ZERO.plusMillis(1), Duration.between(any.from(), any.to()));
    assertEquals(0, any.share());

    List<EvidenceIncrement> exposed = Smallest.of(
        BelayArbitraries.incrementSequences(),
        sequence -> sequence.stream()
            .anyMatch(increment -> increment.candidate().counts().all().failures() > 0));
    assertEquals(1, exposed.size());
    assertEquals(new CallCounts(1, 1), exposed.get(0).candidate().counts().all());
    assertEquals(0, exposed.get(0).stable().counts().all().requests());
    assertEquals(1, exposed.get(0).share());
  }
}
