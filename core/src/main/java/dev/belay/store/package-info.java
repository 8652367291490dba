/** Where rollouts are written down. */
@NullMarked
package dev.belay.store;

import org.jspecify.annotations.NullMarked;
