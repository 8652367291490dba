package dev.belay.store.file;

/** Bytes that this release can make nothing of. */
final class UnreadableException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean newer;

  UnreadableException(String message) {
    super(message);
    this.newer = false;
  }

  UnreadableException(String message, Throwable cause) {
    super(message, cause);
    this.newer = false;
  }

  private UnreadableException(String message, boolean newer) {
    super(message);
    this.newer = newer;
  }

  /** Of a format that this release does not know. */
  static UnreadableException ofFormat(long found, long known) {
    return new UnreadableException(
        "it is in format " + found + ", of which this release knows " + known
            + ": it was written by a newer release",
        true);
  }

  /** Of a kind that this release does not know. */
  static UnreadableException ofKind(String kind, int tag) {
    return new UnreadableException(
        "it holds the " + kind + " number " + tag + ", which this release does not know", true);
  }

  /** Whether a newer release may well be able to read it. */
  boolean newer() {
    return newer;
  }
}
