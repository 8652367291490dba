package dev.belay.strategy;

/** Why a rollout stands still. */
public enum Hold {
  /** A person paused it. */
  PAUSED,
  /** The stage waits for a person's approval. */
  APPROVAL,
  /** The stage has not lasted as long as it has to. */
  TIME,
  /** Too little has been seen for the next step. */
  EVIDENCE,
  /** What the next step could cost is more than the blast radius allows. */
  BLAST_RADIUS,
  /** A deciding signal cannot be read. */
  SIGNAL,
  /** The candidate is not ready yet. */
  READINESS,
  /** The target has not confirmed the split yet. */
  TARGET,
  /** Somebody else has changed the target; a person has to say whose word counts. */
  FOREIGN_CHANGE,
  /** The store has not taken the step yet. */
  STORE,
  /** Calls are still in flight on stable, which is to be released when they have ended. */
  DRAIN,
  /** Stable is being released: the promotion is decided, and nothing can go back any more. */
  RELEASE
}
