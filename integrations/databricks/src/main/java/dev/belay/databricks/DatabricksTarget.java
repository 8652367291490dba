package dev.belay.databricks;

import dev.belay.target.TrafficTarget;
import dev.belay.target.VersionHost;

/**
 * Databricks Model Serving as a target that splits the traffic itself, and as the host of the versions. Got from {@link
 * DatabricksEndpoint#target}. Thread-safe.
 */
public sealed interface DatabricksTarget extends TrafficTarget, VersionHost
    permits ControlPlaneTarget {}
