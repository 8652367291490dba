/** The canary strategy: the candidate proves itself on a growing part of the traffic before it takes everything. */
@NullMarked
package dev.belay.canary;

import org.jspecify.annotations.NullMarked;
