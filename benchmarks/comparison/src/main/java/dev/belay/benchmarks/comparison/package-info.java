/** What Belay costs beside the libraries that do a part of its work: the same work for each, in one run. */
@NullMarked
package dev.belay.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
