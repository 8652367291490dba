/**
 * The request path: router, routing table, route, tripwire, and the call with its shield. Not exported.
 *
 * <p>One request goes {@code ModelEndpoint -> Router -> RoutingTable -> CreditedRoute -> CallRecorder}, and for a failing
 * candidate {@code -> Tripwire -> Router}.
 */
@NullMarked
package dev.belay.routing;

import org.jspecify.annotations.NullMarked;
