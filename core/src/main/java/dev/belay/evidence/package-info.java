/** What was seen: exact counts of calls, their latencies, and how they grow from one evaluation to the next. */
@NullMarked
package dev.belay.evidence;

import org.jspecify.annotations.NullMarked;
