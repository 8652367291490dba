/** HAProxy as a traffic target. */
module dev.belay.haproxy {
  requires transitive dev.belay;
  requires org.slf4j;

  exports dev.belay.haproxy;
}
