package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.belay.ModelVersion;
import dev.belay.target.SubmitResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeHostTest {

  private static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  private final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final FakeHost host = FakeHost.slow(Duration.ofMinutes(1), time, STABLE);

  @Test
  void takesItsTimeInBothDirections() {
    assertInstanceOf(SubmitResult.Accepted.class, host.prepare(CANDIDATE));
    time.advance(Duration.ofSeconds(59));
    assertInstanceOf(SubmitResult.Accepted.class, host.prepare(CANDIDATE));
    assertEquals(List.of(STABLE), host.running());
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of(STABLE, CANDIDATE), host.running());
    assertInstanceOf(SubmitResult.AlreadyInForce.class, host.prepare(CANDIDATE));

    assertInstanceOf(SubmitResult.Accepted.class, host.retire(STABLE));
    assertEquals(List.of(STABLE, CANDIDATE), host.running());
    time.advance(Duration.ofMinutes(1));
    assertEquals(List.of(CANDIDATE), host.running());
    assertInstanceOf(SubmitResult.AlreadyInForce.class, host.retire(STABLE));
    assertEquals(3, host.prepares());
    assertEquals(2, host.retires());
  }

  @Test
  void keepsWhatIsAskedForAgainOnItsWayOut() {
    host.retire(STABLE);
    time.advance(Duration.ofSeconds(30));
    assertInstanceOf(SubmitResult.AlreadyInForce.class, host.prepare(STABLE));
    time.advance(Duration.ofHours(1));
    assertEquals(List.of(STABLE), host.running());
  }

  @Test
  void losesAVersion() {
    host.lose(STABLE);
    assertEquals(List.of(), host.running());
    assertInstanceOf(SubmitResult.Accepted.class, host.prepare(STABLE));
  }

  @Test
  void misbehavesAsItIsTold() {
    host.fail(FakeHost.Trouble.BUSY);
    assertInstanceOf(SubmitResult.Busy.class, host.prepare(CANDIDATE));
    host.fail(FakeHost.Trouble.REFUSES);
    assertInstanceOf(SubmitResult.Refused.class, host.prepare(CANDIDATE));
    host.fail(FakeHost.Trouble.NEVER_READY);
    assertInstanceOf(SubmitResult.Accepted.class, host.prepare(CANDIDATE));
    host.fail(FakeHost.Trouble.THROWS);
    assertThrows(IllegalStateException.class, () -> host.retire(STABLE));
    time.advance(Duration.ofHours(1));
    assertEquals(List.of(STABLE), host.running());

    host.fail(FakeHost.Trouble.UNKNOWN_BUT_DONE);
    assertInstanceOf(SubmitResult.Unknown.class, host.prepare(CANDIDATE));
    host.heal();
    time.advance(Duration.ofMinutes(1));
    assertInstanceOf(SubmitResult.AlreadyInForce.class, host.prepare(CANDIDATE));
  }

  @Test
  void refusesATimeThatIsNone() {
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class, () -> FakeHost.slow(Duration.ofSeconds(-1), time));
    assertEquals(
        "delay must be at least zero and at most PT24H, but was PT-1S", refused.getMessage());
  }
}
