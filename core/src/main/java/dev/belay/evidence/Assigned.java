package dev.belay.evidence;

/**
 * How the calls that were assigned at random at one share fell on the versions. A call is counted when it completes, at the
 * share at which it was assigned.
 *
 * @param share the candidate's share in basis points when they were assigned
 * @param stable calls of the stable version
 * @param candidate calls of the candidate
 */
public record Assigned(int share, long stable, long candidate) {}
