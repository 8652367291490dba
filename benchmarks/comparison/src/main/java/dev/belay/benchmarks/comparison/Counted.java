package dev.belay.benchmarks.comparison;

/** How many calls ended how. */
record Counted(long successes, long failures) {}
