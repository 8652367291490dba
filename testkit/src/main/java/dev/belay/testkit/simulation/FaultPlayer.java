package dev.belay.testkit.simulation;

import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Lets faults begin and end. Of faults of the same part that overlap, the last one to begin counts until any ends. Not thread-safe. */
final class FaultPlayer {

  private final VirtualRuntime time;
  private final FakeStore store;
  private final Optional<FakeTarget> target;
  private final Consumer<Duration> crash;
  private final Set<String> signalsDown = new HashSet<>();
  private final List<Fault> played = new ArrayList<>();
  private Duration storeTakes = Duration.ZERO;

  FaultPlayer(
      VirtualRuntime time, FakeStore store, Optional<FakeTarget> target, Consumer<Duration> crash) {
    this.time = time;
    this.store = store;
    this.target = target;
    this.crash = crash;
  }

  /** Lets a fault happen at its moment, counted from now. */
  void plan(Fault fault) {
    if (fault.step() == 0) {
      time.schedule(fault.at(), () -> play(fault));
    }
  }

  /** Lets a fault happen now. */
  void play(Fault fault) {
    played.add(fault);
    switch (fault.kind()) {
      case STORE_DOWN -> troubleStore(FakeStore.Trouble.DOWN, fault);
      case STORE_ANSWERS_LOST -> troubleStore(FakeStore.Trouble.ANSWER_LOST, fault);
      case STORE_SLOW -> {
        storeTakes = fault.amount();
        afterwards(fault, () -> storeTakes = Duration.ZERO);
      }
      case TARGET_DOWN -> troubleTarget(FakeTarget.Trouble.THROWS, fault);
      case TARGET_BUSY -> troubleTarget(FakeTarget.Trouble.BUSY, fault);
      case TARGET_IN_CONFLICT -> troubleTarget(FakeTarget.Trouble.CONFLICT, fault);
      case TARGET_REFUSES -> troubleTarget(FakeTarget.Trouble.REFUSES, fault);
      case TARGET_UNKNOWN_BUT_TAKEN -> troubleTarget(FakeTarget.Trouble.UNKNOWN_BUT_TAKEN, fault);
      case TARGET_UNKNOWN_AND_NOT_TAKEN ->
        troubleTarget(FakeTarget.Trouble.UNKNOWN_AND_NOT_TAKEN, fault);
      case TARGET_CANNOT_TELL -> troubleTarget(FakeTarget.Trouble.CANNOT_TELL, fault);
      case TARGET_TAKES_BACK -> troubleTarget(FakeTarget.Trouble.TAKES_BACK, fault);
      case TARGET_REVERTED -> target.ifPresent(FakeTarget::revert);
      case SIGNAL_DOWN -> {
        signalsDown.add(fault.signal());
        afterwards(fault, () -> signalsDown.remove(fault.signal()));
      }
      case CLOCK_JUMP -> time.jumpWallClock(fault.amount());
      case CRASH -> crash.accept(fault.lasting());
    }
  }

  private void troubleStore(FakeStore.Trouble how, Fault fault) {
    store.fail(how);
    afterwards(fault, store::heal);
  }

  private void troubleTarget(FakeTarget.Trouble how, Fault fault) {
    target.ifPresent(some -> {
      some.fail(how);
      afterwards(fault, some::heal);
    });
  }

  private void afterwards(Fault fault, Runnable healed) {
    time.schedule(fault.lasting(), healed);
  }

  /** How long the store takes for one answer. */
  Duration storeTakes() {
    return storeTakes;
  }

  boolean isDown(String signal) {
    return signalsDown.contains(signal);
  }

  /** What happened, in order. */
  List<Fault> played() {
    return List.copyOf(played);
  }
}
