/** The blue-green strategy. */
module dev.belay.bluegreen {
  requires transitive dev.belay;

  exports dev.belay.bluegreen;
}
