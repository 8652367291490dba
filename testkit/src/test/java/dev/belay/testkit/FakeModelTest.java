package dev.belay.testkit;

import static dev.belay.testkit.Played.steady;
import static dev.belay.testkit.Rates.assertRate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each behaviour of a script, and how they go together. */
class FakeModelTest {

  private static final int CALLS = 2_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static FakeModel.Builder instant() {
    return FakeModel.builder().latency(FakeLatency.none());
  }

  @Test
  void diesAtAMomentAndRecoversAtAnother() {
    Played played =
        new Played(steady().outage(FakeOutage.from(MINUTE).until(MINUTE.multipliedBy(2))));

    assertFalse(played.at(MINUTE.minusMillis(11)).failed());
    assertTrue(played.fake.isUp("8"));
    assertEquals(FailureKind.disconnect(), played.at(MINUTE).kind());
    assertFalse(played.fake.isUp("8"));
    assertEquals(0, played.call(), "nobody is there to take time");
    assertTrue(played.at(MINUTE.multipliedBy(2).minusNanos(1)).failed());
    assertFalse(played.at(MINUTE.multipliedBy(2)).failed());
  }

  @Test
  void staysDeadWithoutARecovery() {
    Played played = new Played(steady().outage(FakeOutage.from(MINUTE)));
    assertTrue(played.at(Duration.ofDays(365)).failed());
  }

  @Test
  void hangsForAsLongAsScripted() {
    Played played =
        new Played(steady().outage(FakeOutage.from(Duration.ZERO).hanging()).hangsFor(MINUTE));
    assertEquals(60_000, played.call());
    assertEquals(FailureKind.timeout(), played.kind());
  }

  @Test
  void aBodyThatStallsTakesAsLongAsWhatHangs() {
    Played played =
        new Played(steady().failureRate(1).failingBy(FailureKind.stalledBody()).hangsFor(MINUTE));
    assertEquals(60_000, played.call());
    assertEquals(FailureKind.stalledBody(), played.kind());
  }

  @Test
  void aResetTakesTheLatency() {
    Played played = new Played(steady().failureRate(1).failingBy(FailureKind.reset()));
    assertEquals(10, played.call());
    assertEquals(FailureKind.reset(), played.kind());
  }

  @Test
  void flapsUpFirstAndThenDownInEachPeriod() {
    Played played =
        new Played(instant().outage(FakeOutage.from(MINUTE).flapping(Duration.ofSeconds(10), .8)));

    String seen = IntStream.range(0, 100)
        .mapToObj(second -> played.at(Duration.ofSeconds(second)).failed() ? "-" : "+")
        .reduce("", String::concat);

    assertEquals("+".repeat(60) + "++++++++--".repeat(4), seen);
  }

  @Test
  void ofSeveralOutagesTheFirstOneCounts() {
    Played played = new Played(steady()
        .outage(FakeOutage.from(MINUTE).until(MINUTE.multipliedBy(2)).hanging())
        .outage(FakeOutage.from(Duration.ZERO)));
    assertEquals(FailureKind.disconnect(), played.kind());
    assertEquals(FailureKind.timeout(), played.at(MINUTE).kind());
  }

  @Test
  void theFirstCallsAreSlowerAndFailMore() {
    Played slow = new Played(steady().warmUp(FakeWarmUp.ofCalls(3).slowerBy(5)));
    assertEquals(
        List.of(50.0, 50.0, 50.0, 10.0, 10.0),
        IntStream.range(0, 5).mapToObj(call -> slow.call()).toList());

    Played failing =
        new Played(instant().failureRate(.1).warmUp(FakeWarmUp.ofCalls(CALLS).failureRate(.5)));
    assertRate(.5, failing.failuresIn(CALLS), CALLS);
    assertRate(.1, failing.failuresIn(CALLS), CALLS);
  }

  @Test
  void theFirstMinuteIsSlowerAndFailsMore() {
    Played played =
        new Played(steady().warmUp(FakeWarmUp.lasting(MINUTE).slowerBy(2).failureRate(1)));
    assertEquals(20, played.call());
    assertTrue(played.at(MINUTE.minusNanos(1)).failed());
    assertEquals(10, played.at(MINUTE.plusSeconds(1)).call());
    assertFalse(played.failed());
  }

  @Test
  void degradesSteadilyUpToABound() {
    Played played = new Played(steady()
        .degradation(FakeDegradation.from(MINUTE).over(MINUTE.multipliedBy(2)).slowerBy(5)));
    assertEquals(10, played.call());
    assertEquals(10, played.at(MINUTE).call());
    assertEquals(30, played.at(MINUTE.multipliedBy(2)).call());
    assertEquals(50, played.at(MINUTE.multipliedBy(3)).call());
    assertEquals(50, played.at(MINUTE.multipliedBy(9)).call());
  }

  @Test
  void degradesInSteps() {
    Played played = new Played(steady()
        .degradation(FakeDegradation.from(MINUTE).over(MINUTE).slowerBy(5).inSteps(2)));
    assertEquals(10, played.at(MINUTE.plusSeconds(29)).call());
    assertEquals(30, played.at(MINUTE.plusSeconds(30)).call());
    assertEquals(30, played.at(MINUTE.plusSeconds(59)).call());
    assertEquals(50, played.at(MINUTE.plusSeconds(60)).call());
  }

  @Test
  void failsMoreAndMore() {
    Played played = new Played(instant()
        .failureRate(.1)
        .degradation(FakeDegradation.from(MINUTE).over(MINUTE).failureRateTo(.5)));
    assertRate(.1, played.failuresIn(CALLS), CALLS);
    assertRate(.3, played.at(MINUTE.plusSeconds(30)).failuresIn(CALLS), CALLS);
    assertRate(.5, played.at(MINUTE.multipliedBy(3)).failuresIn(CALLS), CALLS);
  }

  @Test
  void isSlowerUnderLoad() {
    Played played = new Played(steady().slowerPerCallInFlight(.5));
    List<CompletableFuture<FakeAnswer>> calls = IntStream.range(0, 3)
        .mapToObj(call -> played.fake.callAsync(Played.VERSION, "input"))
        .toList();

    StringBuilder done = new StringBuilder();
    for (int millis = 0; millis <= 20; millis += 5) {
      played.at(Duration.ofMillis(millis));
      done.append(calls.stream().filter(CompletableFuture::isDone).count());
    }

    assertEquals("00123", done.toString(), "10, 15 and 20 ms");
  }

  @Test
  void failsAboveItsCapacity() {
    Played played = new Played(steady().capacity(2));
    List<CompletableFuture<FakeAnswer>> calls = IntStream.range(0, 3)
        .mapToObj(call -> played.fake.callAsync(Played.VERSION, "input"))
        .toList();

    assertTrue(calls.get(2).isCompletedExceptionally(), "at once");
    played.time.advance(Duration.ofMillis(10));
    assertFalse(calls.get(0).isCompletedExceptionally());
    assertEquals(new FakeCounts(3, 2, 1), played.fake.counts("8"));
    assertFalse(played.failed(), "there is room again");
  }

  @Test
  void failsOnParticularInputs() {
    Played played =
        new Played(steady().failingOn("bad"::equals).failingBy(FailureKind.status(422)));
    assertEquals(10, played.call("bad"));
    assertEquals(
        "fraud:8 failed with STATUS 422: this input",
        Objects.requireNonNull(played.failure).getMessage());
    played.call("good");
    assertEquals(new FakeAnswer(Played.VERSION, .25, 0), played.answer);
  }

  @Test
  void aTestOfInputsThatThrowsIsHeardOf() {
    Played played = new Played(steady().failingOn(input -> (Integer) input > 0));
    assertThrows(ClassCastException.class, () -> played.call("no number"));
    assertEquals(new FakeCounts(1, 0, 1), played.fake.counts("8"));
  }

  @Test
  void failuresMayTakeAnotherTime() {
    Played played = new Played(steady()
        .failingOn("bad"::equals)
        .failureLatency(FakeLatency.constant(Duration.ofMillis(1))));
    assertEquals(1, played.call("bad"));
    assertEquals(10, played.call("good"));
  }

  @Test
  void scoresDriftAndStayInRange() {
    Played played =
        new Played(steady().scores(FakeScores.constant(.75).drifting(-.5, MINUTE, MINUTE)));
    assertEquals(.75, played.answered().score());
    assertEquals(.5, played.at(Duration.ofSeconds(90)).answered().score());
    assertEquals(.25, played.at(Duration.ofMinutes(5)).answered().score());

    Played clipped =
        new Played(steady().scores(FakeScores.constant(.75).drifting(1, MINUTE, Duration.ZERO)));
    assertEquals(1, clipped.at(MINUTE).answered().score());
  }

  @Test
  void classesDrift() {
    Played played =
        new Played(instant().classes(FakeClasses.weights(1, 0).drifting(MINUTE, MINUTE, .2, .8)));
    assertEquals(0, secondClass(played));
    assertRate(.4, secondClass(played.at(Duration.ofSeconds(90))), CALLS);
    assertRate(.8, secondClass(played.at(Duration.ofMinutes(5))), CALLS);
  }

  private static long secondClass(Played played) {
    return IntStream.range(0, CALLS)
        .filter(call -> played.answered().predictedClass() == 1)
        .count();
  }

  @Test
  void everythingGoesTogether() {
    Played played = new Played(steady()
        .failingOn("bad"::equals)
        .warmUp(FakeWarmUp.ofCalls(2).slowerBy(3))
        .degradation(FakeDegradation.from(Duration.ZERO).slowerBy(2))
        .slowerPerCallInFlight(1)
        .outage(FakeOutage.from(MINUTE)));

    CompletableFuture<FakeAnswer> other = played.fake.callAsync(Played.VERSION, "input");
    assertEquals(10 * 3 * 2 * 2, played.call("bad"), "the factors multiply");
    played.at(MINUTE);
    assertTrue(other.isDone());
    assertEquals(0, played.call("bad"));
    assertEquals(FailureKind.disconnect(), played.kind(), "an outage comes before all else");
  }

  @Test
  void noCallTakesLongerThanADay() {
    Played played = new Played(FakeModel.builder()
        .latency(FakeLatency.constant(Duration.ofDays(1)))
        .warmUp(FakeWarmUp.ofCalls(1).slowerBy(1_000_000)));
    assertEquals(Duration.ofDays(1).toMillis(), played.call());
  }
}
