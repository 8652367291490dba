package dev.belay.evidence;

import java.util.Locale;

/**
 * What calls came to that both versions answered: stable for the caller, and the candidate in its shadow.
 *
 * <p>A pair is one request with two outcomes. Pairs in which both succeeded may have been compared, by a comparator of the
 * user's.
 *
 * @param pairs requests that both versions have answered, at least 0
 * @param onlyCandidateFailed pairs in which the candidate failed and stable did not, at least 0
 * @param onlyStableFailed pairs in which stable failed and the candidate did not, at least 0
 * @param bothFailed pairs in which both failed, at least 0; the three together are at most {@code pairs}
 * @param compared pairs in which both succeeded and whose answers were compared, in [0, pairs in which both succeeded]
 * @param agreed compared pairs whose answers agree, in [0, compared]
 */
public record PairCounts(
    long pairs,
    long onlyCandidateFailed,
    long onlyStableFailed,
    long bothFailed,
    long compared,
    long agreed) {

  /** No pairs. */
  public static final PairCounts NONE = new PairCounts(0, 0, 0, 0, 0, 0);

  /**
   * Checks the counts.
   *
   * @param pairs requests that both versions have answered, at least 0
   * @param onlyCandidateFailed pairs in which the candidate failed and stable did not, at least 0
   * @param onlyStableFailed pairs in which stable failed and the candidate did not, at least 0
   * @param bothFailed pairs in which both failed, at least 0; the three together are at most {@code pairs}
   * @param compared pairs in which both succeeded and whose answers were compared, in [0, pairs in which both succeeded]
   * @param agreed compared pairs whose answers agree, in [0, compared]
   * @throws IllegalArgumentException if a count is outside its range
   */
  public PairCounts {
    inRange("pairs", pairs, "", Long.MAX_VALUE);
    inRange("onlyCandidateFailed", onlyCandidateFailed, "pairs = ", pairs);
    inRange(
        "onlyStableFailed",
        onlyStableFailed,
        "pairs not failed by the candidate alone = ",
        pairs - onlyCandidateFailed);
    inRange(
        "bothFailed",
        bothFailed,
        "pairs not failed by one alone = ",
        pairs - onlyCandidateFailed - onlyStableFailed);
    inRange(
        "compared",
        compared,
        "pairs in which both succeeded = ",
        pairs - onlyCandidateFailed - onlyStableFailed - bothFailed);
    inRange("agreed", agreed, "compared = ", compared);
  }

  private static void inRange(String name, long value, String most, long limit) {
    if (value < 0 || value > limit) {
      throw new IllegalArgumentException(name + " must be "
          + (limit == Long.MAX_VALUE ? "at least 0" : "in [0, " + most + limit + "]")
          + ", but was " + value);
    }
  }

  /**
   * Adds two counts.
   *
   * @param other other pairs
   * @return the pairs of both
   */
  public PairCounts plus(PairCounts other) {
    return new PairCounts(
        pairs + other.pairs,
        onlyCandidateFailed + other.onlyCandidateFailed,
        onlyStableFailed + other.onlyStableFailed,
        bothFailed + other.bothFailed,
        compared + other.compared,
        agreed + other.agreed);
  }

  /**
   * Takes the growth since an earlier reading of the same counters.
   *
   * @param earlier the earlier reading
   * @return the pairs in between
   * @throws IllegalArgumentException if the other reading is not an earlier one
   */
  public PairCounts minus(PairCounts earlier) {
    return new PairCounts(
        pairs - earlier.pairs,
        onlyCandidateFailed - earlier.onlyCandidateFailed,
        onlyStableFailed - earlier.onlyStableFailed,
        bothFailed - earlier.bothFailed,
        compared - earlier.compared,
        agreed - earlier.agreed);
  }

  /**
   * Returns the candidate's side.
   *
   * @return one request for each pair, and the candidate's failures
   */
  public CallCounts candidate() {
    return new CallCounts(pairs, onlyCandidateFailed + bothFailed);
  }

  /**
   * Returns stable's side.
   *
   * @return one request for each pair, and stable's failures
   */
  public CallCounts stable() {
    return new CallCounts(pairs, onlyStableFailed + bothFailed);
  }

  /**
   * Returns the counts as people read them, for example {@code 480 pairs: 3 failed on the candidate only, 1 on stable only, 2
   * on both; 470 of 474 compared agree}.
   */
  @Override
  public String toString() {
    if (pairs == 0) {
      return "no pairs";
    }
    String failures = String.format(
        Locale.ROOT,
        "%,d %s: %,d failed on the candidate only, %,d on stable only, %,d on both",
        pairs,
        pairs == 1 ? "pair" : "pairs",
        onlyCandidateFailed,
        onlyStableFailed,
        bothFailed);
    return compared == 0
        ? failures
        : failures + String.format(Locale.ROOT, "; %,d of %,d compared agree", agreed, compared);
  }
}
