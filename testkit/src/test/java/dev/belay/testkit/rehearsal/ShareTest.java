package dev.belay.testkit.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShareTest {

  /** The expected values were computed from the formula by other code. */
  @Test
  void tellsTheIntervalByWilson() {
    Share share = new Share(3, 200);
    assertEquals(.015, share.part());
    assertEquals(.005114, share.lower(), 1e-6);
    assertEquals(.043166, share.upper(), 1e-6);
    assertEquals("3 of 200, 1.5 % (0.5 to 4.3 %)", share.toString());
  }

  @Test
  void staysWithinTheBoundsWhereNothingOrEverythingHappened() {
    Share none = new Share(0, 40);
    assertEquals(0, none.lower());
    assertEquals(.08762, none.upper(), 1e-5);
    Share all = new Share(40, 40);
    assertEquals(1, all.upper());
    assertEquals(1 - none.upper(), all.lower(), 1e-12);
    assertTrue(new Share(1, 1).lower() > .2);
  }
}
