package dev.belay.strategy;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.health.Evaluation;

/** What a strategy decides on. */
public sealed interface Input
    permits Command,
        Input.Begun,
        Input.Assessed,
        Input.Tick,
        Input.Readiness,
        Input.SplitConfirmed,
        Input.SplitRefused,
        Input.Drained,
        Input.Tripped {

  /**
   * The rollout was started. It heads the journal of a rollout; a strategy sees its {@code begin} instead.
   *
   * @param order who started it
   */
  record Begun(Command.Order order) implements Input {}

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
   * No call is in flight on a version, and none can begin.
   *
   * @param version the version
   */
  record Drained(ModelVersion version) implements Input {}

  /**
   * The request path has sent all traffic to stable by itself.
   *
   * @param reason what the candidate did
   */
  record Tripped(String reason) implements Input {}
}
