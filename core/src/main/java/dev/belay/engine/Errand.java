package dev.belay.engine;

import dev.belay.TrafficSplit;
import java.time.Duration;

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
  private boolean confirmed;

  Errand(Surroundings around, TrafficSplit split) {
    this.around = around;
    this.split = split;
    this.target = new TargetDriver(around, this);
  }

  /** Writes down what may be written by now. */
  abstract void writeIfDue();

  /** Another process has the journal: nothing is written down from here any more. */
  abstract void fenced(String why);

  /** Whether the journal has everything, or will never have it. */
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
    target.wantBack(split);
  }

  /** Whether the target and the journal have it. */
  final boolean done() {
    return confirmed && written();
  }

  /** Leaves the target to whatever comes next, and waits for nothing any more. */
  final void giveWay() {
    confirmed = true;
    overtaken();
    writeIfDue();
  }

  /** Something else comes next. */
  void overtaken() {}

  /** Goes on with what is not done yet. */
  final void turn() {
    writeIfDue();
    if (!done()) {
      target.drive();
    }
  }

  @Override
  public final void confirmed(TrafficSplit inForce) {
    confirmed = true;
  }

  @Override
  public void refused(TrafficSplit wanted, String reason) {
    abandon();
  }

  /** Leaves the target as it is. */
  final void abandon() {
    confirmed = true;
  }

  @Override
  public final void readiness(boolean ready, String detail) {}

  @Override
  public void found(TrafficSplit effective) {}
}
