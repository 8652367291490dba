package dev.belay.target;

import dev.belay.TrafficSplit;
import dev.belay.text.Printable;
import java.util.Optional;

/**
 * What a target knows about itself.
 *
 * @param effective the split in force, empty if the target cannot tell
 * @param candidateReady whether the candidate could take traffic
 * @param detail anything a person should know; no secrets. What is not printable is replaced, and it is cut after 500 characters
 */
public record Observation(Optional<TrafficSplit> effective, boolean candidateReady, String detail) {

  /**
   * Makes the detail printable.
   *
   * @param effective the split in force, empty if the target cannot tell
   * @param candidateReady whether the candidate could take traffic
   * @param detail anything a person should know
   */
  public Observation {
    detail = Printable.of(detail);
  }
}
