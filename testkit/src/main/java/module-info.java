/** Help for testing services that embed Belay, and strategies: virtual time, fakes, a simulator, rehearsals and contracts. */
module dev.belay.testkit {
  requires transitive dev.belay;
  requires jdk.httpserver;
  requires static net.jqwik.api;
  requires static org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports dev.belay.testkit;
  exports dev.belay.testkit.contract;
  exports dev.belay.testkit.jqwik;
  exports dev.belay.testkit.junit;
  exports dev.belay.testkit.rehearsal;
  exports dev.belay.testkit.simulation;

  opens dev.belay.testkit.contract to
      org.junit.platform.commons;
}
