/**
 * Strategies as pure state machines, and the invariants that every one of them is held to.
 *
 * <p>A strategy decides: {@code (context, state, input, now) -> transition}. It reads no clock, draws no chance and touches
 * nothing. The engine feeds it, checks each transition against {@link dev.belay.strategy.RolloutInvariants}, writes it down
 * and carries it out.
 */
@NullMarked
package dev.belay.strategy;

import org.jspecify.annotations.NullMarked;
