package dev.belay.advisor;

/** Whether a part of the traffic may, or must, see the new version before the rest. */
public enum PartialExposure {
  /** A slice must go first. */
  NEEDED,
  /** A slice may go first. */
  POSSIBLE,
  /** No request may be served by the new version before all are, for example because both may not be seen side by side. */
  RULED_OUT
}
