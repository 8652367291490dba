package dev.belay.testkit.rehearsal;

import dev.belay.strategy.Phase;

/** How a run ended, and how that looks: a colour, and a mark for those who see no colour. */
enum Ending {
  PROMOTED("promoted", "none promoted", "m-2.7 0a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0-5.4 0z"),
  ROLLED_BACK("rolled back", "none rolled back", "m-2.5-2.5l5 5m0-5l-5 5"),
  NEVER_ENDED("never ended", "every run ended", "m-2-3l5.2 3l-5.2 3z");

  private final String words;
  private final String none;
  private final String mark;

  Ending(String words, String none, String mark) {
    this.words = words;
    this.none = none;
    this.mark = mark;
  }

  static Ending of(Run run) {
    if (!run.ended()) {
      return NEVER_ENDED;
    }
    return run.phase() == Phase.PROMOTED ? PROMOTED : ROLLED_BACK;
  }

  /** For example {@code 3 rolled back}. */
  String told(int count) {
    return count == 0 ? none : Numbers.count(count) + " " + words;
  }

  /** The mark at the end of a line, as an SVG path from there. */
  String mark() {
    return mark;
  }

  /** The class in the page's style. */
  String style() {
    return words.replace(' ', '-');
  }

  /** How many runs ended like this. */
  Share share(Outcomes outcomes) {
    return switch (this) {
      case PROMOTED -> outcomes.promoted();
      case ROLLED_BACK -> outcomes.rolledBack();
      case NEVER_ENDED -> outcomes.unended();
    };
  }
}
