package dev.belay.sequential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class BoundsProperties {

  @Property(tries = 300)
  @Label(
      "the rate that was seen lies between its bounds, and a stricter level never brings them closer")
  void holdsTheRateThatWasSeen(
      @ForAll @IntRange(min = 1, max = 1_000_000_000) int trials,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double rate) {
    double events = Math.floor(trials * rate);
    RateBounds loose = RateBounds.of(trials, events, .05);
    RateBounds strict = RateBounds.of(trials, events, .001);
    assertTrue(loose.lower() <= events / trials + 1e-12 && events / trials <= loose.upper());
    assertTrue(strict.lower() <= loose.lower() && loose.upper() <= strict.upper());
  }

  @Property(tries = 200)
  @Label("bounds of the rate of failing mirror those of not failing")
  void mirrorsEventsAndOthers(
      @ForAll @IntRange(min = 0, max = 100_000) int trials,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double rate) {
    double events = Math.floor(trials * rate);
    RateBounds bounds = RateBounds.of(trials, events, .05);
    RateBounds others = RateBounds.of(trials, trials - events, .05);
    assertEquals(1 - others.upper(), bounds.lower(), 1e-12);
    assertEquals(1 - others.lower(), bounds.upper(), 1e-12);
  }

  @Property(tries = 100)
  @Label(
      "more events move the bounds of a ratio up, more base events move them down; they never cross")
  void movesTheBoundsOfARatioWithTheEvents(
      @ForAll @IntRange(min = 0, max = 200) int events,
      @ForAll @IntRange(min = 0, max = 200) int baseEvents) {
    RatioConfidence now = ratio(events, baseEvents);
    RatioConfidence worse = ratio(events + 20, baseEvents);
    RatioConfidence better = ratio(events, baseEvents + 20);
    assertTrue(now.lower(.05) < now.upper(.05));
    assertTrue(worse.lower(.05) >= now.lower(.05) && worse.upper(.05) >= now.upper(.05));
    assertTrue(better.lower(.05) <= now.lower(.05) && better.upper(.05) <= now.upper(.05));
  }

  @Property(tries = 50)
  @Label("(g) a confidence sequence that is saved and restored goes on as if nothing had happened")
  void goesOnWhereItWasSaved(
      @ForAll @IntRange(min = 0, max = 200) int events,
      @ForAll @IntRange(min = 0, max = 200) int baseEvents) {
    RatioConfidence straight = ratio(events, baseEvents);
    RatioConfidence restored = new RatioConfidence();
    restored.restore(straight.save());
    straight.update(50, 2, 500, 3);
    restored.update(50, 2, 500, 3);
    assertArrayEquals(straight.save(), restored.save());
    assertEquals(straight.lower(.01), restored.lower(.01));
    assertEquals(straight.upper(.01), restored.upper(.01));
  }

  private static RatioConfidence ratio(int events, int baseEvents) {
    RatioConfidence ratio = new RatioConfidence();
    ratio.update(500, events, 1000, baseEvents);
    ratio.update(0, 0, 1000, baseEvents);
    return ratio;
  }
}
