/**
 * A flight simulator for rollouts: the real engine, strategies, signals and journal in virtual time, under simulated traffic
 * and faults. It needs no test framework.
 */
@NullMarked
package dev.belay.testkit.simulation;

import org.jspecify.annotations.NullMarked;
