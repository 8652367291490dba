package dev.belay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.evidence.Assigned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which reported calls are certain to have been assigned at the share in force. */
class ReportedSplitTest {

  private static final Instant BEGIN = Instant.EPOCH;

  private final ReportedSplit split = new ReportedSplit(Duration.ofSeconds(3));

  private static Instant second(int second) {
    return BEGIN.plusSeconds(second);
  }

  private static Optional<Assigned> counted(long stable, long candidate) {
    return Optional.of(new Assigned(1_000, stable, candidate));
  }

  private void look() {
    split.looked();
    split.foundInForce();
  }

  @Test
  void callsThatComeWhileTheTargetIsAskedNeedAnotherLook() {
    split.confirmed(1_000, BEGIN);
    split.read(second(3), 10, 1);
    split.looked();
    split.read(second(4), 20, 5);
    split.foundInForce();
    assertEquals(counted(10, 1), split.take());
    look();
    assertEquals(counted(10, 4), split.take());
  }

  @Test
  void callsThatMayHaveBegunBeforeTheConfirmationDoNotCount() {
    split.confirmed(1_000, BEGIN);
    split.read(second(0), 10, 0);
    split.read(second(1), 20, 1);
    split.read(second(2), 30, 2);
    split.read(second(3), 40, 4);
    look();
    assertEquals(counted(10, 2), split.take());
    assertEquals(Optional.empty(), split.take());
  }

  @Test
  void callsCountOnlyWhenTheSplitWasFoundInForceAfterThem() {
    split.confirmed(1_000, BEGIN);
    split.read(second(3), 10, 1);
    assertEquals(Optional.empty(), split.take());
    look();
    split.read(second(4), 20, 2);
    assertEquals(counted(10, 1), split.take());
    split.uncertain();
    look();
    assertEquals(Optional.empty(), split.take(), "somebody else may have changed it by then");
    split.read(second(5), 30, 3);
    look();
    assertEquals(Optional.empty(), split.take(), "nor does anything until it is confirmed again");
    split.confirmed(1_000, second(6));
    split.read(second(9), 45, 5);
    look();
    assertEquals(counted(15, 2), split.take());
  }

  @Test
  void callsWhileAnotherSplitIsOnItsWayDoNotCount() {
    split.confirmed(1_000, BEGIN);
    split.read(second(3), 10, 1);
    split.newStage();
    look();
    assertEquals(Optional.empty(), split.take());
    split.read(second(4), 5, 5);
    look();
    assertEquals(Optional.empty(), split.take());
  }

  @Test
  void oneCallThatLastedTooLongProvesNothingWhereNoneShouldBe() {
    for (int share : new int[] {0, 10_000}) {
      split.confirmed(share, BEGIN);
      split.read(second(3), 10, 1);
      look();
      assertEquals(Optional.empty(), split.take());
      split.newStage();
    }
  }
}
