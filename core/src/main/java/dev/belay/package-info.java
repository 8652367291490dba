/**
 * What an application developer types: an endpoint, a plan, a policy, a report.
 *
 * <pre>{@code
 * ModelEndpoint fraud = ModelEndpoint.builder("fraud-detector").live("7").build();
 * double score = fraud.call(version -> models.get(version).score(transaction));
 * }</pre>
 */
@NullMarked
package dev.belay;

import org.jspecify.annotations.NullMarked;
