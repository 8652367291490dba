package dev.belay.engine;

import dev.belay.recording.InFlight;

/**
 * The calls in flight on the two versions of an attempt.
 *
 * @param stable on the stable version, kept from before the rollout
 * @param candidate on the candidate
 */
record Gates(InFlight stable, InFlight candidate) {}
