package dev.belay.haproxy;

/** HAProxy has answered that it will not do what it was told, now or later. The message says what to do. */
final class RejectedException extends Exception {

  private static final long serialVersionUID = 1;

  RejectedException(String message) {
    super(message);
  }
}
