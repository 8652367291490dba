package dev.belay.store.file;

import org.jspecify.annotations.Nullable;

/** A journal does not say what was written to it. */
final class DamageException extends Exception {

  private static final long serialVersionUID = 1;

  private transient @Nullable Reading before;

  DamageException(String message) {
    super(message);
  }

  DamageException(String message, UnreadableException cause) {
    super(message, cause);
  }

  /** Whether it may be none at all, but what a newer release has written. */
  boolean newer() {
    return getCause() instanceof UnreadableException cause && cause.newer();
  }

  /** Adds what could be read before the damage. */
  DamageException after(Reading reading) {
    before = reading;
    return this;
  }

  /** What could be read before the damage. */
  Reading before() {
    Reading known = before;
    return known == null ? Reading.NOTHING : known;
  }
}
