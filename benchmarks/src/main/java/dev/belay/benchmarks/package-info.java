/** What Belay costs: benchmarks, and reports of memory and reaction time. */
package dev.belay.benchmarks;
