/** A prediction service that rolls two new model versions out while many users send it requests. */
@NullMarked
package dev.belay.examples;

import org.jspecify.annotations.NullMarked;
