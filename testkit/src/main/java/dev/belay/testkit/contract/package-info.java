/**
 * What every implementation of an SPI must do, as abstract JUnit suites: whoever implements a strategy, a signal, a store or a
 * target extends the suite in their own build. Needs {@code junit-jupiter} on the class path.
 */
@NullMarked
package dev.belay.testkit.contract;

import org.jspecify.annotations.NullMarked;
