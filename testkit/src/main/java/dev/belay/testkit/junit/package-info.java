/**
 * Hands tests their virtual clock and their fakes: {@link dev.belay.testkit.junit.BelayTest} in place of JUnit's {@code Test}. Needs
 * {@code junit-jupiter} on the class path.
 */
@NullMarked
package dev.belay.testkit.junit;

import org.jspecify.annotations.NullMarked;
