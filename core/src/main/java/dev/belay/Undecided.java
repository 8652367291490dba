package dev.belay;

/** What happens when a rollout has used up its time without an answer. */
public enum Undecided {
  /** It is rolled back, and reported as "not proven", not as "worse". */
  ROLL_BACK,
  /** It is paused at its share and waits for a named person. */
  PAUSE
}
