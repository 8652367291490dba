package dev.belay;

/** What came of a command. */
public sealed interface CommandResult {

  /**
   * The command took effect and is written down.
   *
   * @param revision the revision of the rollout after it
   */
  record Applied(long revision) implements CommandResult {}

  /**
   * A command with this id was seen before; this one had no effect of its own.
   *
   * @param first what came of the first one
   */
  record Duplicate(CommandResult first) implements CommandResult {}

  /**
   * The rollout has moved on since the actor looked.
   *
   * @param expected the revision that the actor saw
   * @param actual the revision it has
   */
  record Stale(long expected, long actual) implements CommandResult {}

  /**
   * The command makes no sense where the rollout stands; nothing was changed.
   *
   * @param reason why
   */
  record Refused(String reason) implements CommandResult {}
}
