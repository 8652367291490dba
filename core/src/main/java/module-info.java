/**
 * Rolls new versions of a model out to live traffic: the domain, the request path, evidence, signals, and the engine.
 *
 * <p>Applications begin with {@link dev.belay.ModelEndpoint}.
 */
module dev.belay {
  requires static transitive org.jspecify;
  requires com.google.common;
  requires org.slf4j;

  exports dev.belay;
  exports dev.belay.evidence;
  exports dev.belay.health;
  exports dev.belay.journal;
  exports dev.belay.runtime;
  exports dev.belay.sequential;
  exports dev.belay.store;
  exports dev.belay.strategy;
  exports dev.belay.target;
}
