package dev.belay.databricks;

import dev.belay.ModelVersion;
import java.util.Optional;

/**
 * An answer of a model.
 *
 * @param status the HTTP status, in [200, 299]
 * @param body the answer
 * @param version the version that answered, empty if the platform chose it and named none, or one that is not configured: then there
 *     is nobody to credit, and nobody is guessed
 * @param servedName what the platform named as the one that answered, empty if it named nothing
 */
public record Invocation(
    int status, String body, Optional<ModelVersion> version, Optional<String> servedName) {

  /** Returns who answered, without the answer. */
  @Override
  public String toString() {
    return "HTTP " + status + " from " + servedName.orElse("an unnamed served entity");
  }
}
