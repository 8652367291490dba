package dev.belay.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureObjectiveSignalTest {

  private final Feed feed = new Feed(FailureRate.atMost(.01));

  @Test
  void knowsNothingWithoutCallsOfTheCandidate() {
    Assessment assessment = feed.random(0, 0, 1_000, 1_000);
    assertEquals(Verdict.INSUFFICIENT, assessment.verdict());
    assertEquals(0, assessment.rollbackEvidence(), 1e-15);
    assertEquals(1, assessment.harm());
  }

  @Test
  void condemnsACandidateThatAlwaysFailsAndKeepsTheVerdict() {
    assertEquals(Verdict.UNHEALTHY, feed.random(10, 10, 0, 0).verdict());
    for (int i = 0; i < 20; i++) {
      feed.random(10_000, 0, 0, 0);
    }
    assertEquals(Verdict.UNHEALTHY, feed.nothing().verdict());
  }

  @Test
  void takesStickyCallsIntoAccount() {
    assertEquals(Verdict.UNHEALTHY, feed.sticky(10, 10, 0, 0).verdict());
  }

  /** The rule of evidence.md 2.4. */
  @Test
  void passesACandidateWithoutFailuresAfterAboutFiveByTheObjective() {
    int requests = 0;
    Assessment assessment;
    do {
      assessment = feed.random(1, 0, 0, 0);
      requests++;
    } while (assessment.verdict() != Verdict.HEALTHY && requests < 10_000);
    assertEquals(480, requests, 10);
    assertTrue(assessment.harm() < .02);
  }

  @Test
  void boundsTheHarmByTheRateOfTheCandidate() {
    assertTrue(feed.random(10_000, 100, 0, 0).harm() >= .01);
    assertTrue(feed.nothing().harm() < .02);
  }

  @Test
  void missesNoRequestsWhileOnlyAWarningHoldsItBack() {
    feed.random(1_000_000, 0, 0, 0);
    feed.pass(Duration.ofHours(1));
    Assessment warned = feed.nothing();
    for (int i = 0; i < 100 && warned.verdict() == Verdict.HEALTHY; i++) {
      warned = feed.random(20, 1, 0, 0);
    }
    assertEquals(Verdict.INSUFFICIENT, warned.verdict());
    assertEquals(OptionalDouble.empty(), warned.missingRequests());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -.1, Double.NaN})
  void refusesAnObjectiveThatIsNone(double objective) {
    assertEquals(
        "objective must be in (0, 1), but was " + objective,
        assertThrows(IllegalArgumentException.class, () -> FailureRate.atMost(objective))
            .getMessage());
  }
}
