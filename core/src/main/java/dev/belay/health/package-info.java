/** Signals: what turns evidence into verdicts, one at a time and all together. */
@NullMarked
package dev.belay.health;

import org.jspecify.annotations.NullMarked;
