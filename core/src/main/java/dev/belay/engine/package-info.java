/**
 * The controller that ties everything together. Not exported.
 *
 * <p>One decision goes {@code Evaluator (EvidenceBook -> SignalBoard -> Judge) -> Decider (strategy, invariants) -> JournalWriter ->
 * TargetDriver -> Router}, once round, in {@link dev.belay.engine.RolloutRun}.
 */
@NullMarked
package dev.belay.engine;

import org.jspecify.annotations.NullMarked;
