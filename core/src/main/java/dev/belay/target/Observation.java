package dev.belay.target;

import dev.belay.TrafficSplit;
import java.util.Optional;

/**
 * What a target knows about itself.
 *
 * @param effective the split in force, empty if the target cannot tell
 * @param candidateReady whether the candidate could take traffic
 * @param detail anything a person should know; no secrets
 */
public record Observation(
    Optional<TrafficSplit> effective, boolean candidateReady, String detail) {}
