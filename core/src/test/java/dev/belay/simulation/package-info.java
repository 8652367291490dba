/**
 * The simulation suite: seeded traffic on which Belay's rules, a clairvoyant test and the rules of other tools are run
 * side by side.
 *
 * <p>The small size is the tests of this package. The large one is {@link dev.belay.simulation.SimulationReport}, which
 * writes the tables of {@code docs/evidence.md}.
 */
package dev.belay.simulation;
