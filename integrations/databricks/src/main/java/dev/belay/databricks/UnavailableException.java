package dev.belay.databricks;

import dev.belay.target.SubmitResult;

/** The endpoint could not be read, and what that means for what was asked. Its message has no secret in it. */
final class UnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient SubmitResult result;

  UnavailableException(SubmitResult result, String story) {
    super(story);
    this.result = result;
  }

  SubmitResult result() {
    return result;
  }

  String story() {
    return String.valueOf(getMessage());
  }
}
