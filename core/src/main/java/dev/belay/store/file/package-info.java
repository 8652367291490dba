/** Journals in files: the store behind {@link dev.belay.store.RolloutStore#onFile}. The format is in {@code docs/journal-format.md}. */
@NullMarked
package dev.belay.store.file;

import org.jspecify.annotations.NullMarked;
