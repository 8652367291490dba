package dev.belay.sequential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WealthTest {

  @Test
  void isWorthOneHoweverItIsDividedOverStarts() {
    Wealth wealth = new Wealth(4);
    assertEquals(0, wealth.log());
    for (double weight : new double[] {.5, .25, .125}) {
      wealth.bet(weight);
      assertEquals(0, wealth.log(), 1e-15);
    }
  }

  @Test
  void keepsWhatIsNotBetAsCash() {
    Wealth wealth = new Wealth(2);
    wealth.bet(.5);
    wealth.multiply(0, Double.NEGATIVE_INFINITY);
    wealth.multiply(1, Double.NEGATIVE_INFINITY);
    assertEquals(Math.log(.5), wealth.log(), 1e-15);
  }

  @Test
  void takesTheLastPartDespiteRounding() {
    Wealth wealth = new Wealth(2);
    for (int i = 0; i < 10; i++) {
      wealth.bet(.1);
    }
    assertEquals(0, wealth.save()[2]);
    assertThrows(IllegalArgumentException.class, () -> wealth.bet(1e-6));
  }

  @Test
  void refusesBetsThatAreNone() {
    Wealth wealth = new Wealth(2);
    for (double weight : new double[] {0, -.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> wealth.bet(weight));
    }
  }
}
