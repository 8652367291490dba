/**
 * Virtual time for services that embed Belay, and the {@linkplain dev.belay.testkit.StateSpace state space} for whoever writes a
 * strategy. Neither JUnit nor jqwik is needed.
 */
@NullMarked
package dev.belay.testkit;

import org.jspecify.annotations.NullMarked;
