/** Tests of journals for people. */
@NullMarked
package dev.belay.journal;

import org.jspecify.annotations.NullMarked;
