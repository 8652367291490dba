package dev.belay.databricks;

import java.time.Duration;
import java.util.Optional;

/** What came of a request. */
sealed interface Reply {

  /**
   * The platform answered.
   *
   * @param status the HTTP status
   * @param body the body, as it came
   * @param safeBody the body without secrets, for messages
   * @param retryAfter how long it asks to be left alone
   * @param servedName which served entity answered, by the header of invocations
   */
  record Answer(
      int status,
      String body,
      String safeBody,
      Optional<Duration> retryAfter,
      Optional<String> servedName)
      implements Reply {

    boolean ok() {
      return status >= 200 && status < 300;
    }
  }

  /** The request has not reached the platform, and will not. */
  record NotSent(String reason) implements Reply {}

  /** The request may have reached the platform. */
  record NoAnswer(String reason) implements Reply {}

  /** There is no token, so nothing was sent. */
  record NoToken(String reason, boolean forGood) implements Reply {}
}
