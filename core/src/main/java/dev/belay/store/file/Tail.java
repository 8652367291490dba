package dev.belay.store.file;

/**
 * Where a journal goes on.
 *
 * @param position how far it goes
 * @param segment the first sequence of the last segment, 0 if there is none
 * @param salt the salt of the last segment
 * @param length the length of the last segment
 * @param closed whether the next record begins a segment of its own
 */
record Tail(Position position, long segment, long salt, long length, boolean closed) {

  /** A segment that is as long gets no more records. */
  static final long LONG_SEGMENT = 64L << 20;

  /** Where a new journal begins. */
  static final Tail START = new Tail(Position.START, 0, 0, 0, true);

  Tail close() {
    return new Tail(position, segment, salt, length, true);
  }
}
