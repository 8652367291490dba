package dev.belay.testkit.contract;

/** Closes what an implementer has handed in. */
final class Closing {

  private Closing() {}

  /** Closes it if it can be closed. */
  static void close(Object opened) {
    if (opened instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new AssertionError(opened + " must close, but threw " + e, e);
      }
    }
  }
}
