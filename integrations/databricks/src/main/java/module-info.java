/** Databricks Model Serving: a target that carries splits out there, a host of versions, and what calls them. */
module dev.belay.databricks {
  requires transitive dev.belay;
  requires transitive java.net.http;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires org.slf4j;

  exports dev.belay.databricks;
}
