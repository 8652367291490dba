/** Help for testing services that embed Belay: virtual time, and fake endpoints that behave as scripted. */
module dev.belay.testkit {
  requires transitive dev.belay;
  requires static transitive org.jspecify;

  exports dev.belay.testkit;
}
