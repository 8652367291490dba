package dev.belay.store;

import java.io.IOException;

/** A store could not do what was asked. After an append that failed this way the record may or may not be in the journal. */
public class StoreException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Tells what could not be done.
   *
   * @param message what, and where
   * @param cause why
   */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Tells what could not be done.
   *
   * @param message what, where, and why
   */
  public StoreException(String message) {
    super(message);
  }
}
