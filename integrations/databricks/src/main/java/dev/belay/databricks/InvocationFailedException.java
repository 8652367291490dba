package dev.belay.databricks;

import dev.belay.ModelVersion;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that the platform did not answer with success, so that {@code endpoint.call(...)} counts it as a failure of the version that
 * was called. The message has neither what was asked nor what was answered.
 */
public final class InvocationFailedException extends IOException {

  private static final long serialVersionUID = 1;

  /** The HTTP status. */
  private final int status;

  /** What was answered. */
  private final String body;

  private final transient @Nullable ModelVersion version;

  InvocationFailedException(
      String message, int status, String body, Optional<ModelVersion> version) {
    super(message);
    this.status = status;
    this.body = body;
    this.version = version.orElse(null);
  }

  /**
   * Returns the HTTP status.
   *
   * @return the status, 0 if no answer came
   */
  public int status() {
    return status;
  }

  /**
   * Returns what the platform answered.
   *
   * @return the body, empty if no answer came; it may quote the request
   */
  public String body() {
    return body;
  }

  /**
   * Returns the version that failed.
   *
   * @return the version, empty if the platform chose it and does not tell which
   */
  public Optional<ModelVersion> version() {
    return Optional.ofNullable(version);
  }
}
