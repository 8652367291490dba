/** What carries a split out: this process's own router, or a serving platform. */
@NullMarked
package dev.belay.target;

import org.jspecify.annotations.NullMarked;
