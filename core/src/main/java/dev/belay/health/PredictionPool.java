package dev.belay.health;

import dev.belay.evidence.PredictionCounts;
import java.util.Arrays;

/** Joins the predictions of intervals of the same share until both versions have some. */
final class PredictionPool {

  private static final int NONE = -1;
  private static final int NUMBERS = PredictionCounts.CLASSES + 1;

  private int share = NONE;
  private PredictionCounts candidate = PredictionCounts.NONE;
  private PredictionCounts stable = PredictionCounts.NONE;

  /** Takes the predictions of an interval. */
  interface Sink {
    void accept(PredictionCounts candidate, PredictionCounts stable);
  }

  void add(int shareNow, PredictionCounts candidateMore, PredictionCounts stableMore, Sink sink) {
    if (shareNow != share) {
      share = shareNow;
      candidate = PredictionCounts.NONE;
      stable = PredictionCounts.NONE;
    }
    candidate = join(candidate, candidateMore);
    stable = join(stable, stableMore);
    if (candidate.total() > 0 && stable.total() > 0) {
      sink.accept(candidate, stable);
      candidate = PredictionCounts.NONE;
      stable = PredictionCounts.NONE;
    }
  }

  private static PredictionCounts join(PredictionCounts before, PredictionCounts more) {
    return before == PredictionCounts.NONE
        ? more
        : more == PredictionCounts.NONE ? before : before.plus(more);
  }

  /** The counts of the classes, then the rejected ones. */
  static double[] numbers(PredictionCounts counts) {
    double[] numbers = new double[NUMBERS];
    for (int i = 0; i < PredictionCounts.CLASSES; i++) {
      numbers[i] = counts.count(i);
    }
    numbers[PredictionCounts.CLASSES] = counts.rejected();
    return numbers;
  }

  static PredictionCounts counts(double[] numbers, int from) {
    long[] counts = new long[PredictionCounts.CLASSES];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (long) numbers[from + i];
    }
    return PredictionCounts.of(counts, (long) numbers[from + PredictionCounts.CLASSES]);
  }

  double[] save() {
    double[] saved = Arrays.copyOf(numbers(candidate), 2 * NUMBERS + 1);
    System.arraycopy(numbers(stable), 0, saved, NUMBERS, NUMBERS);
    saved[2 * NUMBERS] = share;
    return saved;
  }

  void restore(double[] saved) {
    candidate = counts(saved, 0);
    stable = counts(saved, NUMBERS);
    share = (int) saved[2 * NUMBERS];
  }
}
