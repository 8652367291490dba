package dev.belay.strategy;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.health.Evaluation;
import java.time.Duration;

/** What a strategy decides on. */
public sealed interface Input
    permits Command,
        Input.Begun,
        Input.Switched,
        Input.Restarted,
        Input.Assessed,
        Input.Tick,
        Input.Readiness,
        Input.SplitConfirmed,
        Input.SplitRefused,
        Input.Drained,
        Input.Released,
        Input.Tripped,
        Input.TargetChanged {

  /**
   * The rollout was started. It heads the journal of a rollout; a strategy sees its {@code begin} instead.
   *
   * @param order who started it
   * @param plan what was to be rolled out and how, in words; empty in a journal that does not say
   */
  record Begun(Command.Order order, String plan) implements Input {}

  /**
   * A version was set live without a rollout, in an emergency. It stands in journals alone; no strategy ever sees it.
   *
   * @param order who did it, and why
   */
  record Switched(Command.Order order) implements Input {}

  /**
   * The process that ran the rollout has ended, and another one goes on. It stands in journals alone; no strategy ever sees it.
   *
   * @param away how long no process ran it, at least zero, as far as wall clocks tell; no time of the rollout has passed in it
   * @param lived how long the process before had run it, at least zero
   */
  record Restarted(Duration away, Duration lived) implements Input {}

  /**
   * An evaluation was made.
   *
   * @param evaluation what it found
   */
  record Assessed(Evaluation evaluation) implements Input {}

  /** Time has passed and there is nothing new to say. */
  record Tick() implements Input {}

  /**
   * The candidate was asked whether it is ready.
   *
   * @param ready whether it is
   * @param detail what it answered
   */
  record Readiness(boolean ready, String detail) implements Input {}

  /**
   * The target carries out a split.
   *
   * @param split the split in force
   */
  record SplitConfirmed(TrafficSplit split) implements Input {}

  /**
   * The target will not carry out a split.
   *
   * @param split the split that was wanted
   * @param reason why not
   */
  record SplitRefused(TrafficSplit split, String reason) implements Input {}

  /**
   * A version that takes no traffic has been waited for, to end the calls in flight on it.
   *
   * @param version the version
   * @param inFlight calls that were still in flight when the waiting ended; 0 if all have ended
   */
  record Drained(ModelVersion version, long inFlight) implements Input {}

  /**
   * The user was asked to release the stable version, and has done so or not.
   *
   * @param done whether it is released
   * @param detail what came of it
   */
  record Released(boolean done, String detail) implements Input {}

  /**
   * The request path has sent all traffic to stable by itself.
   *
   * @param reason what the candidate did
   */
  record Tripped(String reason) implements Input {}

  /**
   * Somebody else has changed the target: it carries out another split than the one that it had confirmed.
   *
   * @param found the split in force
   */
  record TargetChanged(TrafficSplit found) implements Input {}
}
