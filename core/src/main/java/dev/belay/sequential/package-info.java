/**
 * Anytime-valid tests and confidence sequences: pure mathematics, with no word about rollouts in it.
 *
 * <p>Everything here works on counts of <em>trials</em> and <em>events</em>. A test accumulates an <em>e-process</em>: a
 * non-negative process that starts at 1 and whose expectation stays at most 1, at every stopping time, while the null
 * hypothesis is true. By Ville's inequality it ever reaches {@code 1 / level} with a probability of at most
 * {@code level}, so a test may be looked at after every update, stopped and continued at will. All e-values are kept as
 * natural logarithms.
 *
 * <p>Classes in this package are not thread-safe unless they say so; one thread at a time feeds a test.
 */
@NullMarked
package dev.belay.sequential;

import org.jspecify.annotations.NullMarked;
