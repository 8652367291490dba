package dev.belay.store;

import dev.belay.ModelVersion;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutState;
import java.time.Instant;

/**
 * One decision, as it is written down: what happened, and the state it led to. The last record of an endpoint is where it
 * stands; all records together are its history.
 *
 * @param sequence its place in the endpoint's journal, from 1 without gaps
 * @param at when it was decided
 * @param strategy the name of the strategy
 * @param stable the stable version of the rollout
 * @param candidate the candidate of the rollout
 * @param input what happened; for the first record of a rollout the command that started it
 * @param state the state it led to
 * @param reason why
 */
public record JournalRecord(
    long sequence,
    Instant at,
    String strategy,
    ModelVersion stable,
    ModelVersion candidate,
    Input input,
    RolloutState state,
    String reason) {}
