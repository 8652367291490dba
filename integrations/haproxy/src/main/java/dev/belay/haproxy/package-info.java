/** HAProxy as a traffic target: one map value divides the traffic, and one command takes it back. */
@NullMarked
package dev.belay.haproxy;

import org.jspecify.annotations.NullMarked;
