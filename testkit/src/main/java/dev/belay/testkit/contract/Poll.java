package dev.belay.testkit.contract;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import java.util.Locale;

/** Who has answered requests while one split was in force, and who should have. */
final class Poll {

  static final int REQUESTS = 1_000;

  /** A normal variable is farther away than this once in 1.7 million; of the half, the exact chance is about the same. */
  private static final double DEVIATIONS = 5;

  private final TrafficSplit split;
  private final ModelVersion candidate;
  private int answers;
  private int ofCandidate;

  Poll(TrafficSplit split, ModelVersion candidate) {
    this.split = split;
    this.candidate = candidate;
  }

  void add(ModelVersion answered) {
    if (!split.parts().containsKey(answered)) {
      throw new AssertionError(answered + " must not answer at " + split + ", but did");
    }
    answers++;
    ofCandidate += answered.equals(candidate) ? 1 : 0;
  }

  /** Without any answer there is nothing to say. */
  void requireRight() {
    double share = split.basisPoints(candidate) / (double) BasisPoints.WHOLE;
    double around = DEVIATIONS * Math.sqrt(answers * share * (1 - share));
    int least = (int) Math.ceil(answers * share - around);
    int most = (int) Math.floor(answers * share + around);
    if (ofCandidate < least || ofCandidate > most) {
      throw new AssertionError(String.format(
          Locale.ROOT,
          "of %,d requests at %s, %s must answer [%d, %d], but answered %d",
          answers,
          split,
          candidate,
          least,
          most,
          ofCandidate));
    }
  }
}
