package dev.belay.recording;

import org.jspecify.annotations.Nullable;

/** Reads how much counters have grown since the last reading. One reader at a time. */
final class Growth {

  private final Stripes counters;
  private final long[] read;

  Growth(Stripes counters, int count) {
    this.counters = counters;
    this.read = new long[count];
  }

  /** Returns the growth of each counter, null if none has grown. */
  long @Nullable [] take() {
    long[] growth = null;
    for (int i = 0; i < read.length; i++) {
      long now = counters.sum(i);
      if (now != read[i]) {
        if (growth == null) {
          growth = new long[read.length];
        }
        growth[i] = now - read[i];
        read[i] = now;
      }
    }
    return growth;
  }
}
