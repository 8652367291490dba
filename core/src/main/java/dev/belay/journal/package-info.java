/** Journals in files, for people and for audits: printed, checked, exported and repaired. */
@NullMarked
package dev.belay.journal;

import org.jspecify.annotations.NullMarked;
