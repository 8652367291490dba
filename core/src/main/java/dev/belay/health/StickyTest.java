package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import java.util.Locale;

/** A comparison of the failures of sticky calls, whose users differ. */
interface StickyTest {

  /** Bets a part of the wealth against the candidate from the next evidence on. */
  void start(double weight);

  /** Takes any interval. */
  void against(EvidenceIncrement increment);

  /** Takes a settled interval, after {@link #against} has. */
  void towards(EvidenceIncrement increment);

  double logAgainst();

  double logTowards();

  /** What is known of the users. */
  Users users();

  void addStates(States states);

  /**
   * What is known of the users.
   *
   * @param noiseFactor ratios up to this are not told from a difference between users; infinite while nothing is known
   * @param dispersion how much more failures vary than independent ones would, at least 1
   * @param drawn whether users are drawn anew every so often
   * @param draws complete draws that were compared
   */
  record Users(double noiseFactor, double dispersion, boolean drawn, int draws) {

    /** For a sentence. */
    String text() {
      if (drawn) {
        return "users are drawn anew every so often, draws compared: " + draws;
      }
      return noiseFactor == Double.POSITIVE_INFINITY
          ? "how much users differ is not known yet, or too much to compare them"
          : String.format(
              Locale.ROOT,
              "users differ so much that a factor of %.2f could be chance",
              noiseFactor);
    }
  }
}
