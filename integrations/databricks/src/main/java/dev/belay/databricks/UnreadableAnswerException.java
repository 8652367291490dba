package dev.belay.databricks;

/** The platform answered something that is not what it should be. Its message quotes none of the answer. */
final class UnreadableAnswerException extends Exception {

  private static final long serialVersionUID = 1;

  UnreadableAnswerException(String message) {
    super(message);
  }
}
