/** How estimates are put into words. */
@NullMarked
package dev.belay.text;

import org.jspecify.annotations.NullMarked;
