/** The canary strategy. */
module dev.belay.canary {
  requires transitive dev.belay;

  exports dev.belay.canary;
}
