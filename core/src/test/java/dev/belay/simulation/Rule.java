package dev.belay.simulation;

/**
 * A rule that watches a rollout and may end it.
 *
 * @param <I> what it is shown of an interval
 */
@FunctionalInterface
interface Rule<I> {

  /** What a rule says after a look. */
  enum Verdict {
    UNDECIDED,
    ROLL_BACK,
    PROMOTE
  }

  /** Looks at one more interval. Not called again after a verdict. */
  Verdict look(I interval);
}
