/** Striped counters of the request path. Not exported. */
@NullMarked
package dev.belay.recording;

import org.jspecify.annotations.NullMarked;
