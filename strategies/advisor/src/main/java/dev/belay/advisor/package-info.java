/**
 * From needs to a plan: {@link dev.belay.advisor.RolloutAdvisor} recommends a strategy and the numbers to begin with, and says why.
 */
@org.jspecify.annotations.NullMarked
package dev.belay.advisor;
