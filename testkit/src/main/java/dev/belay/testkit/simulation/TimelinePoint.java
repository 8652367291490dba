package dev.belay.testkit.simulation;

import java.time.Duration;

/**
 * A rollout at one moment of a simulation.
 *
 * @param at how long after its start
 * @param share the candidate's share, in basis points
 * @param rollbackEvidence natural logarithm of the evidence against the candidate
 * @param promotionEvidence natural logarithm of the evidence for it
 * @param candidateRequests calls of the candidate so far
 * @param candidateFailures those of them that failed
 */
public record TimelinePoint(
    Duration at,
    int share,
    double rollbackEvidence,
    double promotionEvidence,
    long candidateRequests,
    long candidateFailures) {}
