/** A fake of Databricks Model Serving on this machine, for tests of rollouts and of what talks to the platform. */
module dev.belay.databricks.testkit {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires jdk.httpserver;
  requires static transitive org.jspecify;

  exports dev.belay.databricks.testkit;
}
