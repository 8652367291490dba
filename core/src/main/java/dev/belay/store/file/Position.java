package dev.belay.store.file;

/**
 * How far a journal goes.
 *
 * @param sequence the last record's, 0 without records
 * @param epoch the last record's, 0 without records
 * @param hash the last record's
 */
record Position(long sequence, long epoch, Hash hash) {

  /** Before the first record. */
  static final Position START = new Position(0, 0, Hash.NONE);
}
