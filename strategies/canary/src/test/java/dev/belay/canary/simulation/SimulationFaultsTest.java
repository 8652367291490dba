package dev.belay.canary.simulation;

import static dev.belay.canary.simulation.Plans.USUAL;
import static dev.belay.canary.simulation.Plans.failing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.health.FailureRate;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.FakeOutage;
import dev.belay.testkit.FakeTarget.Trouble;
import dev.belay.testkit.simulation.Fault;
import dev.belay.testkit.simulation.Simulation;
import dev.belay.testkit.simulation.SimulationResult;
import dev.belay.testkit.simulation.Traffic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole rollouts by a canary in a world that misbehaves. */
class SimulationFaultsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static Simulation usual() {
    return Simulation.of(Plans.quick())
        .traffic(Traffic.perSecond(100))
        .stable(USUAL)
        .candidate(USUAL);
  }

  private static SimulationResult undisturbed() {
    return usual().run();
  }

  @Test
  void advancesNowhereWhileTheStoreIsDown() {
    SimulationResult result =
        usual().fault(Fault.storeDown(Duration.ZERO, HOUR)).run();

    assertEquals(Phase.PROMOTED, result.phase(), result::toText);
    assertTrue(result.elapsed().compareTo(HOUR) > 0);
    JournalRecord exposed = result.journal().stream()
        .filter(record -> record.state().phase() == Phase.EXPOSING)
        .findFirst()
        .orElseThrow();
    assertTrue(Duration.between(result.report().startedAt(), exposed.at()).compareTo(HOUR) >= 0);
  }

  @Test
  void sendsTheTrafficBackAtOnceWhileTheStoreIsDown() {
    Duration dies = Duration.ofSeconds(20);
    FakeModel dying = USUAL.toBuilder().outage(FakeOutage.from(dies)).build();
    SimulationResult result =
        usual().candidate(dying).fault(Fault.storeDown(dies, HOUR)).run();

    assertEquals(Phase.ROLLED_BACK, result.phase());
    assertTrue(result.elapsed().compareTo(HOUR) >= 0, "the end is written when the store is back");
    assertTrue(
        result.report().firstFailureToRetreat().orElseThrow().compareTo(Duration.ofMinutes(2)) < 0);
    assertTrue(result.report().candidateCalls().all().failures() < 100, result::toText);
    assertTrue(result.report().failuresSeenByCallers() < 10, result::toText);
  }

  @Test
  void saysThatItWaitedForTheStore() {
    SimulationResult result = usual()
        .fault(Fault.storeDown(Duration.ofSeconds(5), Duration.ofDays(30)))
        .bound(HOUR)
        .run();

    assertFalse(result.ended());
    assertTrue(result.waitedFor().contains("STORE"), result::waitedFor);
  }

  @Test
  void writesEveryRecordOnceThoughAnswersAreLost() {
    SimulationResult result = usual()
        .fault(Fault.storeAnswersLost(Duration.ZERO, Duration.ofSeconds(30)))
        .run();

    assertEquals(Phase.PROMOTED, result.phase(), result::toText);
    assertEquals(result.journal().size(), result.journal().stream().distinct().count());
  }

  @Test
  void goesOnDecidingWhileTheStoreIsSlow() {
    SimulationResult result = usual()
        .fault(Fault.storeSlow(Duration.ZERO, HOUR, Duration.ofSeconds(20)))
        .candidate(failing(1))
        .run();

    assertEquals(Phase.ROLLED_BACK, result.phase());
    // It takes the slow store three appends, a minute, until anything is exposed.
    assertTrue(
        result.report().firstFailureToRetreat().orElseThrow().compareTo(Duration.ofSeconds(10)) < 0,
        result::toText);
  }

  @Test
  void letsNoJumpOfTheClockChangeAnything() {
    SimulationResult result = usual()
        .fault(Fault.clockJump(Duration.ofSeconds(15), Duration.ofDays(2)))
        .fault(Fault.clockJump(Duration.ofSeconds(30), Duration.ofDays(-5)))
        .run();

    assertEquals(undisturbed().journal(), result.journal());
  }

  @Test
  void standsStillWhileASignalIsDown() {
    String signal = FailureRate.againstStable().build().name();
    SimulationResult result =
        usual().fault(Fault.signalDown(signal, Duration.ofSeconds(5), HOUR)).run();

    assertEquals(Phase.PROMOTED, result.phase(), result::toText);
    assertTrue(result.elapsed().compareTo(HOUR) > 0);
    assertTrue(result.journal().stream().anyMatch(record -> record.state().holds(Hold.SIGNAL)));
  }

  @Test
  void bringsATargetAlongWhateverItAnswers() {
    for (Trouble trouble : List.of(
        Trouble.THROWS,
        Trouble.BUSY,
        Trouble.CONFLICT,
        Trouble.UNKNOWN_BUT_TAKEN,
        Trouble.UNKNOWN_AND_NOT_TAKEN,
        Trouble.CANNOT_TELL,
        Trouble.TAKES_BACK)) {
      SimulationResult result = usual()
          .onPlatform(Duration.ofMillis(100))
          .fault(Fault.target(trouble, Duration.ofMillis(900), Duration.ofMinutes(10)))
          .run();
      assertEquals(Phase.PROMOTED, result.phase(), () -> trouble + "\n" + result);
      // What was taken is read back, or submitted again; for all else it has to wait.
      boolean taken = trouble == Trouble.UNKNOWN_BUT_TAKEN || trouble == Trouble.CANNOT_TELL;
      assertEquals(!taken, result.elapsed().compareTo(Duration.ofMinutes(10)) > 0, trouble::name);
    }
  }

  @Test
  void retreatsWhenTheTargetRefuses() {
    SimulationResult result = usual()
        .onPlatform(Duration.ofMillis(100))
        .fault(Fault.target(Trouble.REFUSES, Duration.ofMillis(500), Duration.ofMinutes(1)))
        .run();

    assertEquals(Phase.ROLLED_BACK, result.phase());
    assertTrue(result.toText().contains("the target refused"), result::toText);
  }

  @Test
  void endsWhatACrashCutOff() {
    SimulationResult result = usual()
        .fault(Fault.crash(Duration.ofSeconds(20), Duration.ofSeconds(5)))
        .run();

    assertEquals(Phase.ROLLED_BACK, result.phase(), result::toText);
    assertEquals(Phase.EXPOSING, result.report().phase(), "as far as the first process knows");
    assertEquals(500., (double) result.requests().turnedAway(), 120, "5 s at 100 requests/s");
    assertTrue(result.requests().lost() <= 20, result::toText);
    assertEquals(
        result.requests().sent(),
        result.requests().answered()
            + result.requests().failed()
            + result.requests().lost()
            + result.requests().turnedAway());
  }

  @Test
  void saysThatNoProcessRan() {
    SimulationResult result = usual()
        .fault(Fault.crash(Duration.ofSeconds(20), Duration.ofHours(5)))
        .bound(HOUR)
        .run();
    assertEquals("a process to run it", result.waitedFor());
  }

  @Test
  void startsAgainOnlyWhenTheJournalCanBeRead() {
    SimulationResult result = usual()
        .fault(Fault.storeDown(Duration.ofSeconds(20), Duration.ofMinutes(5)))
        .fault(Fault.crash(Duration.ofSeconds(21), Duration.ofSeconds(1)))
        .run();

    assertEquals(Phase.ROLLED_BACK, result.phase());
    assertTrue(result.elapsed().compareTo(Duration.ofSeconds(320)) >= 0, result::toText);
  }

  /** Not a sample of the moments, but all of them. */
  @Test
  void comesBackSafelyFromACrashBeforeAnyStep() {
    Simulation quick = Simulation.of(Plans.quick())
        .traffic(Traffic.perSecond(100).evenly())
        .stable(USUAL)
        .candidate(USUAL)
        .seed(3);
    long steps = quick.run().steps();
    assertTrue(steps > 150, () -> "only " + steps);
    int promoted = 0;
    for (long step = 1; step <= steps; step++) {
      SimulationResult result = Simulation.of(Plans.quick())
          .traffic(Traffic.perSecond(100).evenly())
          .stable(USUAL)
          .candidate(USUAL)
          .seed(3)
          .fault(Fault.crashAtStep(step, Duration.ofSeconds(1)))
          .bound(Duration.ofMinutes(20))
          .run();
      List<JournalRecord> journal = result.journal();
      if (journal.isEmpty()) {
        continue; // Before the start was written down, there is nothing to end.
      }
      assertTrue(result.phase().terminal(), result::toText);
      promoted += result.phase() == Phase.PROMOTED ? 1 : 0;
      for (int i = 0; i < journal.size(); i++) {
        assertEquals(i + 1, journal.get(i).sequence());
      }
    }
    // Only once the promotion is decided does a crash not undo it.
    assertTrue(promoted >= 1 && promoted <= 10, "promoted after " + promoted + " crashes");
  }

  @Test
  void refusesFaultsOfWhatIsNotThere() {
    assertEquals(
        "TARGET_BUSY at PT1S for PT1H cannot be combined with a target in the process: call"
            + " onPlatform(...)",
        assertThrows(
                IllegalArgumentException.class,
                () -> usual()
                    .fault(Fault.target(Trouble.BUSY, Duration.ofSeconds(1), HOUR))
                    .run())
            .getMessage());
    assertEquals(
        "signal must be one of [failure rate], but was 'latency'",
        assertThrows(
                IllegalArgumentException.class,
                () -> usual().fault(Fault.signalDown("latency", HOUR, HOUR)).run())
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Fault.crash(HOUR.negated(), HOUR));
    assertThrows(IllegalArgumentException.class, () -> Fault.storeSlow(HOUR, HOUR, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> Fault.crashAtStep(0, HOUR));
  }

  @Test
  void bearsFaultsByChance() {
    for (long seed = 0; seed < 30; seed++) {
      SimulationResult result = usual()
          .onPlatform(Duration.ofSeconds(1))
          .faultsAtRandom(120)
          .crashesAtRandom()
          .seed(seed)
          .run();
      assertTrue(result.ended(), result::toText);
    }
  }
}
