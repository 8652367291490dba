/** Measures what docs/performance.md tells, and writes it. */
@NullMarked
package dev.belay.benchmarks.page;

import org.jspecify.annotations.NullMarked;
