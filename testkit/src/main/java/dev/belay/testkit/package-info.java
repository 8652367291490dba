/** Virtual time and fake models. Neither JUnit nor jqwik is needed. */
@NullMarked
package dev.belay.testkit;

import org.jspecify.annotations.NullMarked;
