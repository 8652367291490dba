/**
 * Everything that is valid, for property tests with jqwik: {@link dev.belay.testkit.jqwik.BelayArbitraries}, and the same by type
 * with {@link dev.belay.testkit.jqwik.BelayDomain}. Needs {@code jqwik} on the class path.
 */
@NullMarked
package dev.belay.testkit.jqwik;

import org.jspecify.annotations.NullMarked;
