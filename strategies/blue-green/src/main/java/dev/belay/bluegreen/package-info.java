/** The blue-green strategy: the candidate stands complete beside stable, takes over at one instant, and the way back is kept. */
@NullMarked
package dev.belay.bluegreen;

import org.jspecify.annotations.NullMarked;
