package dev.belay.benchmarks.comparison;

/** Decides by a key which version serves it: the candidate has ten percent, and a key stays where it is. */
interface Chooser extends AutoCloseable {

  /** Says whether the candidate serves a key. */
  boolean candidate(String key);

  @Override
  default void close() {}
}
