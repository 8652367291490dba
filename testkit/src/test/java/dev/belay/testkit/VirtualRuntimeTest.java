package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.runtime.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualRuntimeTest {

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final List<String> ran = new ArrayList<>();

  private void note(String what) {
    ran.add(what + " at " + Duration.ofNanos(time.nanoTime()));
  }

  @Test
  void runsWhatIsDueInOrderAndShowsItsTime() {
    time.schedule(Duration.ofSeconds(2), () -> note("second"));
    time.schedule(Duration.ofSeconds(1), () -> note("first"));
    time.schedule(Duration.ofSeconds(1), () -> note("first again"));
    time.schedule(Duration.ofSeconds(9), () -> note("later"));

    time.advance(Duration.ofSeconds(5));

    assertEquals(List.of("first at PT1S", "first again at PT1S", "second at PT2S"), ran);
    assertEquals(Duration.ofSeconds(5).toNanos(), time.nanoTime());
    assertEquals(Instant.parse("2026-01-01T00:00:05Z"), time.clock().instant());
  }

  @Test
  void aWakeupCoalescesAndALaterDelayReplacesAnEarlierOne() {
    Wakeup wakeup = time.attach(() -> note("task"));
    wakeup.now();
    wakeup.now();
    wakeup.after(Duration.ofSeconds(1));
    wakeup.after(Duration.ofSeconds(3));

    time.advance(Duration.ofSeconds(10));

    assertEquals(List.of("task at PT0S", "task at PT3S"), ran);
  }

  @Test
  void aTaskThatIsCancelledNeverRuns() {
    Wakeup wakeup = time.attach(() -> note("task"));
    wakeup.now();
    wakeup.after(Duration.ofSeconds(1));
    wakeup.cancel();

    time.advance(Duration.ofSeconds(10));

    assertEquals(List.of(), ran);
  }

  @Test
  void whatIsScheduledWhileRunningRunsInTheSameAdvance() {
    time.schedule(
        Duration.ofSeconds(1), () -> time.schedule(Duration.ofSeconds(1), () -> note("chained")));

    time.advance(Duration.ofSeconds(2));

    assertEquals(List.of("chained at PT2S"), ran);
  }

  @Test
  void aJumpOfTheWallClockLeavesTheMonotonicClockAlone() {
    time.advance(Duration.ofSeconds(1));
    time.jumpWallClock(Duration.ofHours(-3));

    assertEquals(Duration.ofSeconds(1).toNanos(), time.nanoTime());
    assertEquals(Instant.parse("2025-12-31T21:00:01Z"), time.clock().instant());
  }

  @Test
  void theSameSeedGivesTheSameChance() {
    VirtualRuntime again = VirtualRuntime.seeded(1);
    VirtualRuntime other = VirtualRuntime.seeded(2);
    int first = time.randomBits();
    assertEquals(first, again.randomBits());
    assertNotEquals(first, other.randomBits());
  }

  @Test
  void timeDoesNotGoBack() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofSeconds(-1)));
    assertEquals("duration must be at least zero, but was PT-1S", refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> time.spend(Duration.ofSeconds(-1)));
  }

  @Test
  void stopsAtTheMomentAtWhichSomethingBeginsToHold() {
    VirtualRuntime time = VirtualRuntime.seeded(1);
    int[] done = {0};
    for (int i = 1; i <= 5; i++) {
      time.schedule(Duration.ofSeconds(i), () -> done[0]++);
    }
    assertTrue(time.advanceUntil(() -> done[0] == 3, Duration.ofMinutes(1)));
    assertEquals(Duration.ofSeconds(3).toNanos(), time.nanoTime());
    assertFalse(time.advanceUntil(() -> done[0] == 9, Duration.ofMinutes(1)));
    assertEquals(Duration.ofSeconds(63).toNanos(), time.nanoTime());
    assertEquals(5, done[0]);
    assertThrows(
        IllegalArgumentException.class, () -> time.advanceUntil(() -> true, Duration.ofNanos(-1)));
  }

  @Test
  void letsOthersGoOnWhileOneWaits() {
    VirtualRuntime time = VirtualRuntime.seeded(1);
    StringBuilder order = new StringBuilder();
    time.io().execute(() -> {
      order.append("begin ");
      time.advance(Duration.ofSeconds(10));
      order.append("end ");
    });
    time.schedule(Duration.ofSeconds(5), () -> order.append("meanwhile "));
    time.advance(Duration.ofSeconds(1));
    assertEquals("begin meanwhile end ", order.toString());
    assertEquals(Duration.ofSeconds(10).toNanos(), time.nanoTime(), "further than was asked for");
  }
}
