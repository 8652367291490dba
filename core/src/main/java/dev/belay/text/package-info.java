/** How estimates are put into words, and how the words of others are made fit to be shown. */
@NullMarked
package dev.belay.text;

import org.jspecify.annotations.NullMarked;
