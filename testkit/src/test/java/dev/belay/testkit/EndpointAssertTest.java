package dev.belay.testkit;

import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelEndpoint;
import dev.belay.Route;
import dev.belay.strategy.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EndpointAssertTest {

  private static final ModelEndpoint PROMOTED = new Trial(Trial.failing(0)).untilItsEnd().endpoint;

  private static String failure(Executable assertion) {
    return String.valueOf(assertThrows(AssertionError.class, assertion).getMessage());
  }

  @Test
  void passesWhatIsRight() {
    EndpointAssert begun = assertThat(PROMOTED);
    assertSame(begun, begun.serves("8"));
    begun.sendsEverythingTo("8").isDrained("7").isDrained("8");
  }

  @Test
  void tellsWhichVersionServesAndHowItCameToThat() {
    assertEquals(
        "fraud must serve fraud:7, but serves fraud:8\n"
            + PROMOTED.rollout().orElseThrow().report().toText().stripTrailing(),
        failure(() -> assertThat(PROMOTED).serves("7")));
  }

  @Test
  void tellsWhereTheTrafficGoes() {
    ModelEndpoint exposed = new Trial(Trial.failing(0)).until(Phase.EXPOSING).endpoint;
    assertThat(exposed).serves("7");
    assertTrue(failure(() -> assertThat(exposed).sendsEverythingTo("7"))
        .startsWith("fraud must send everything to fraud:7, but divides it: fraud:7 90 %, fraud:8"
            + " 10 %\nfraud: fraud:7 -> fraud:8"));
  }

  @Test
  void tellsHowManyCallsAreInFlight() {
    ModelEndpoint fraud = ModelEndpoint.builder("fraud")
        .live("7")
        .runtime(VirtualRuntime.seeded(1))
        .build();
    assertThat(fraud).isDrained("7");
    Route first = fraud.route();
    assertTrue(first.begin());
    assertEquals(
        "fraud must have no call in flight on fraud:7, but has 1 call\n  there was no rollout",
        failure(() -> assertThat(fraud).isDrained("7")));
    Route second = fraud.route();
    assertTrue(second.begin());
    assertTrue(failure(() -> assertThat(fraud).isDrained("7")).contains("but has 2 calls"));
    first.end();
    second.end();
    assertThat(fraud).isDrained("7");
  }

  @Test
  void refusesWhatIsNoVersion() {
    assertThrows(IllegalArgumentException.class, () -> assertThat(PROMOTED).serves(""));
    assertThrows(IllegalArgumentException.class, () -> assertThat(PROMOTED).sendsEverythingTo(" "));
    assertThrows(IllegalArgumentException.class, () -> assertThat(PROMOTED).isDrained("."));
  }
}
