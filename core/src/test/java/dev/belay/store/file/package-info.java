/** Tests of journals in files. */
@NullMarked
package dev.belay.store.file;

import org.jspecify.annotations.NullMarked;
