package dev.belay.engine;

import dev.belay.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something outside any rollout that is in force in this process's router already, and is to be told to the target and written
 * down: tried once in each period until both have it. Used by the control thread alone.
 */
abstract class Errand implements TargetDriver.Events {

  /** How often what is not done yet is tried again. */
  static final Duration PERIOD = Duration.ofSeconds(1);

  private final Surroundings around;
  private final TargetDriver target;
  private final TrafficSplit split;
  private @Nullable Instant nextTry;
  private boolean confirmed;

  Errand(Surroundings around, TrafficSplit split) {
    this.around = around;
    this.split = split;
    this.target = new TargetDriver(around, this);
  }

  /** Writes down what may be written by now. */
  abstract void writeIfDue();

  /** Whether the journal has everything. */
  abstract boolean written();

  final Surroundings around() {
    return around;
  }

  final TargetDriver target() {
    return target;
  }

  final TrafficSplit split() {
    return split;
  }

  /** Whether the target has it, or has something else to do by now. */
  final boolean confirmed() {
    return confirmed;
  }

  /** Tells the target. */
  void begin() {
    target.want(split);
  }

  /** Whether the target and the journal have it. */
  final boolean done() {
    return confirmed && written();
  }

  /** Leaves the target to whatever comes next. */
  final void giveWay() {
    confirmed = true;
    writeIfDue();
  }

  /** Goes on with what is not done yet. */
  final void turn() {
    writeIfDue();
    if (done()) {
      return;
    }
    Instant now = around.clock().now();
    if (nextTry == null) {
      nextTry = now.plus(PERIOD);
    } else if (!now.isBefore(nextTry)) {
      // Not in every turn: each answer, even a bad one, makes a turn.
      nextTry = now.plus(PERIOD);
      around.journal().retry();
      target.drive();
    }
  }

  @Override
  public final void confirmed(TrafficSplit inForce) {
    confirmed = true;
  }

  @Override
  public void refused(TrafficSplit wanted, String reason) {
    confirmed = true;
  }

  @Override
  public final void readiness(boolean ready, String detail) {}
}
