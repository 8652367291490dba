package dev.belay.health;

/** What is known about the candidate. */
public enum Verdict {
  /** The candidate has been shown to be within its margin, at the promised error probability. */
  HEALTHY,
  /** The candidate has been shown to be outside its tolerance, at the promised error probability. */
  UNHEALTHY,
  /** Not enough has been seen to say either. */
  INSUFFICIENT,
  /** The signal could not be read. This is no evidence, neither good nor bad. */
  UNAVAILABLE
}
