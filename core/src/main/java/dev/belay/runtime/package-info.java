/** Time, threads and chance, as a parameter: the system's own, or the virtual ones of a test. */
@NullMarked
package dev.belay.runtime;

import org.jspecify.annotations.NullMarked;
