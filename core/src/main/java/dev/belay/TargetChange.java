package dev.belay;

/** What happens when somebody else changes the target while a rollout relies on it. */
public enum TargetChange {
  /** The rollout is paused, and a named person says whose word counts: resume tells the target again, a rollback retreats. */
  ASK,
  /** The target is told again, and the stage begins anew when it has confirmed. */
  REASSERT
}
