package dev.belay.testkit;

/**
 * What a call meets when it begins.
 *
 * @param elapsedNanos since the endpoint was made
 * @param number the call's own, 1 for the first one of the version
 * @param inFlight calls of the version that have not ended, this one included
 */
record Moment(long elapsedNanos, long number, long inFlight) {}
