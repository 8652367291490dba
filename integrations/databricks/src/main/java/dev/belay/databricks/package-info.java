/**
 * Databricks Model Serving, in two modes: the platform splits the traffic and Belay tells it how, or Belay's own router chooses the
 * version and the platform only runs it. Begin with {@link dev.belay.databricks.DatabricksEndpoint}.
 */
@NullMarked
package dev.belay.databricks;

import org.jspecify.annotations.NullMarked;
