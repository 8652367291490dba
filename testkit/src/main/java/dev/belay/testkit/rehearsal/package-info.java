/**
 * What a policy would do, found out before it does it: a plan is simulated some hundred times with a candidate that is as good as
 * stable, and with candidates that are not. It needs no test framework.
 */
@NullMarked
package dev.belay.testkit.rehearsal;

import org.jspecify.annotations.NullMarked;
