/**
 * A fake of Databricks Model Serving on this machine, for tests of rollouts and of what talks to the platform. Begin with
 * {@link dev.belay.databricks.testkit.FakeDatabricks}.
 */
@NullMarked
package dev.belay.databricks.testkit;

import org.jspecify.annotations.NullMarked;
