package dev.belay.store;

import java.util.Optional;

/**
 * A journal does not say what was written to it, or not in words that this release knows. It is not used and not changed until
 * a person has seen to it; the endpoint serves the last version that is known to have been stable, and starts nothing.
 */
public final class JournalDamagedException extends StoreException {

  private static final long serialVersionUID = 1;

  private final transient Optional<JournalRecord> lastReadable;

  /**
   * Tells where the damage is.
   *
   * @param message the file, the place in it, what was expected and what was found, and what to do
   * @param lastReadable the latest record that is whole, wherever it stands
   */
  public JournalDamagedException(String message, Optional<JournalRecord> lastReadable) {
    super(message);
    this.lastReadable = lastReadable;
  }

  /**
   * Returns the latest record that is whole. What comes before it may be missing.
   *
   * @return the record, empty if none is whole
   */
  public Optional<JournalRecord> lastReadable() {
    return lastReadable;
  }
}
