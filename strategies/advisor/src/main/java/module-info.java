/** Which strategy suits which needs. */
module dev.belay.advisor {
  requires transitive dev.belay;
  requires dev.belay.bluegreen;
  requires dev.belay.canary;

  exports dev.belay.advisor;
}
