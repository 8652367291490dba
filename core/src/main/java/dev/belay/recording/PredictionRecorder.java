package dev.belay.recording;

import dev.belay.evidence.PredictionCounts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counts predictions by class. Thread-safe; recording allocates nothing and never waits. */
final class PredictionRecorder {

  private static final int REJECTED = PredictionCounts.CLASSES;

  private final Stripes classes = new Stripes(REJECTED + 1);
  private final Growth growth = new Growth(classes, REJECTED + 1);

  /** Counts a class; one that is out of range is counted as rejected. */
  void record(int index) {
    classes.increment(index >= 0 && index < REJECTED ? index : REJECTED);
  }

  /** Counts the bin of a score; one that is not a number in [0, 1] is counted as rejected. */
  void record(double score) {
    record(score >= 0 && score <= 1 ? PredictionCounts.binOf(score) : REJECTED);
  }

  /** What has been counted since the last call. */
  PredictionCounts take() {
    long @Nullable [] grown = growth.take();
    return grown == null
        ? PredictionCounts.NONE
        : PredictionCounts.of(Arrays.copyOf(grown, REJECTED), grown[REJECTED]);
  }
}
