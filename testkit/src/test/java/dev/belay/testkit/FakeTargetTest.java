package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget.Capabilities;
import dev.belay.testkit.FakeTarget.Trouble;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeTargetTest {

  private static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");
  private static final SubmitResult ACCEPTED = new SubmitResult.Accepted();
  private static final SubmitResult THERE = new SubmitResult.AlreadyInForce();

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final FakeTarget atOnce = FakeTarget.serving(STABLE);

  private static TrafficSplit split(int share) {
    return TrafficSplit.between(STABLE, CANDIDATE, share);
  }

  @Test
  void takesASplitAtOnceUnlessItWasToldToTakeTime() {
    assertEquals(TrafficSplit.all(STABLE), atOnce.inForce());
    assertEquals(ACCEPTED, atOnce.submit(SplitIntent.to(split(1))));
    assertEquals(Optional.of(split(1)), atOnce.observe().effective());
    assertEquals(THERE, atOnce.submit(SplitIntent.to(split(1))));
    assertEquals(2, atOnce.submits());
    assertEquals(1, atOnce.taken());
    assertEquals(1, atOnce.observations());
  }

  @Test
  void takesASplitWhenItsDelayIsOver() {
    FakeTarget slow =
        FakeTarget.builder(STABLE).delay(Duration.ofSeconds(5), time).build();
    assertEquals(Duration.ofSeconds(5), slow.capabilities().retreatTime());
    slow.submit(SplitIntent.to(split(1_000)));
    time.advance(Duration.ofSeconds(3));
    assertEquals(ACCEPTED, slow.submit(SplitIntent.to(split(1_000))), "does not begin anew");
    assertEquals(TrafficSplit.all(STABLE), slow.inForce());
    time.advance(Duration.ofSeconds(2));
    assertEquals(split(1_000), slow.inForce());
    assertEquals(1, slow.taken());
  }

  @Test
  void takesTheLastOfSeveralSplits() {
    FakeTarget slow =
        FakeTarget.builder(STABLE).delay(Duration.ofSeconds(5), time).build();
    slow.submit(SplitIntent.to(split(1_000)));
    time.advance(Duration.ofSeconds(4));
    slow.submit(SplitIntent.to(split(0)));
    time.advance(Duration.ofSeconds(4));
    assertEquals(TrafficSplit.all(STABLE), slow.inForce());
    assertEquals(
        THERE,
        slow.submit(SplitIntent.to(TrafficSplit.all(STABLE))),
        "and drops what is on its way");
    time.advance(Duration.ofSeconds(4));
    assertEquals(TrafficSplit.all(STABLE), slow.inForce());
  }

  @Test
  void refusesWhatItCannotExpress() {
    FakeTarget coarse = FakeTarget.builder(STABLE)
        .capabilities(new Capabilities(100, 500, Duration.ZERO))
        .build();
    assertInstanceOf(SubmitResult.Refused.class, coarse.submit(SplitIntent.to(split(550))));
    assertInstanceOf(SubmitResult.Refused.class, coarse.submit(SplitIntent.to(split(400))));
    assertEquals(ACCEPTED, coarse.submit(SplitIntent.to(split(9_900))));
    assertEquals(ACCEPTED, coarse.submit(SplitIntent.to(split(0))));
  }

  @Test
  void answersAsItIsToldAndTakesNothing() {
    assertNotTaken(Trouble.BUSY, new SubmitResult.Busy("scripted"));
    assertNotTaken(Trouble.CONFLICT, new SubmitResult.Conflict("scripted"));
    assertNotTaken(Trouble.REFUSES, new SubmitResult.Refused("not " + split(1)));
    assertNotTaken(Trouble.UNKNOWN_AND_NOT_TAKEN, new SubmitResult.Unknown("scripted"));
    assertEquals(0, atOnce.taken());
    assertEquals(4, atOnce.submits());
    atOnce.heal();
    assertEquals(ACCEPTED, atOnce.submit(SplitIntent.to(split(1))));
  }

  private void assertNotTaken(Trouble trouble, SubmitResult answer) {
    atOnce.fail(trouble);
    assertEquals(answer, atOnce.submit(SplitIntent.to(split(1))));
    assertEquals(Optional.of(TrafficSplit.all(STABLE)), atOnce.observe().effective());
  }

  @Test
  void takesWhatItDoesNotKnowThatItTook() {
    atOnce.fail(Trouble.UNKNOWN_BUT_TAKEN);
    assertEquals(new SubmitResult.Unknown("scripted"), atOnce.submit(SplitIntent.to(split(1))));
    assertEquals(Optional.of(split(1)), atOnce.observe().effective());
  }

  @Test
  void takesWhatItCannotTellOf() {
    atOnce.fail(Trouble.CANNOT_TELL);
    assertEquals(ACCEPTED, atOnce.submit(SplitIntent.to(split(1))));
    assertEquals(Optional.empty(), atOnce.observe().effective());
    assertEquals(split(1), atOnce.inForce());
  }

  @Test
  void throwsWithoutAConnection() {
    atOnce.fail(Trouble.THROWS);
    assertThrows(IllegalStateException.class, atOnce::observe);
    assertThrows(IllegalStateException.class, () -> atOnce.submit(SplitIntent.to(split(1))));
    assertEquals(1, atOnce.submits());
    assertEquals(1, atOnce.observations());
    assertEquals(TrafficSplit.all(STABLE), atOnce.inForce());
  }

  @Test
  void letsSomebodyElsePutBackWhatWasThere() {
    atOnce.revert();
    assertEquals(TrafficSplit.all(STABLE), atOnce.inForce(), "there was nothing before");
    atOnce.submit(SplitIntent.to(split(1)));
    atOnce.submit(SplitIntent.to(split(0)));
    atOnce.revert();
    assertEquals(split(1), atOnce.inForce());
    assertEquals(ACCEPTED, atOnce.submit(SplitIntent.to(split(0))));

    FakeTarget slow =
        FakeTarget.builder(STABLE).delay(Duration.ofSeconds(5), time).build();
    slow.submit(SplitIntent.to(split(1)));
    slow.revert();
    time.advance(Duration.ofMinutes(1));
    assertEquals(TrafficSplit.all(STABLE), slow.inForce(), "nothing is on its way any more");
  }

  @Test
  void tellsOfTheCandidateWhatItIsTold() {
    assertTrue(atOnce.observe().candidateReady());
    atOnce.candidateReady(false);
    assertFalse(atOnce.observe().candidateReady());
  }

  @Test
  void refusesADelayOfMoreThanADay() {
    FakeTarget.Builder builder = FakeTarget.builder(STABLE);
    assertEquals(
        "delay must be at least zero and at most PT24H, but was PT24H1S",
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.delay(Duration.ofDays(1).plusSeconds(1), time))
            .getMessage());
  }
}
