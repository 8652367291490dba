package dev.belay.testkit.jqwik;

import dev.belay.RolloutPolicy;

/**
 * How far a signal's evidence must go, in natural logarithms.
 *
 * @param combined evidence against the candidate that condemns it, over all signals together
 * @param alone evidence against the candidate with which the signal condemns it by itself
 * @param promotion evidence for the candidate with which it passes
 * @param sequential whether the signal gathers evidence at all
 */
record Bounds(double combined, double alone, double promotion, boolean sequential) {

  /** For a signal with a part of the promise; a fixed rule has none. */
  Bounds(RolloutPolicy policy, double weight) {
    this(
        Math.log(1 / policy.falseRollback()),
        Math.log(1 / (policy.falseRollback() * (weight > 0 ? weight : 1))),
        Math.log(1 / policy.falsePromotion()),
        weight > 0);
  }
}
