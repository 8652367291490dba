package dev.belay.databricks;

/** No token is to be had. Its message has no secret in it. */
final class NoTokenException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean forGood;

  NoTokenException(String message, boolean forGood) {
    super(message);
    this.forGood = forGood;
  }

  /** Whether asking again would not help. */
  boolean forGood() {
    return forGood;
  }
}
