package dev.belay.haproxy;

import java.io.IOException;

/** HAProxy could not be reached: not a byte of the command has been sent. */
final class NotSentException extends IOException {

  private static final long serialVersionUID = 1;

  NotSentException(String message, Throwable cause) {
    super(message, cause);
  }
}
