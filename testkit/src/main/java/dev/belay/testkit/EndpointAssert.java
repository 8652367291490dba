package dev.belay.testkit;

import dev.belay.BasisPoints;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutReport;

/** Assertions on what an endpoint serves at that moment. Begun by {@link BelayAssertions}. */
public final class EndpointAssert {

  private final ModelEndpoint endpoint;

  EndpointAssert(ModelEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Asserts which version serves: during a rollout the stable one, after a promotion the candidate.
   *
   * @param version the version, without the model
   * @return these assertions
   * @throws AssertionError if another one serves
   * @throws IllegalArgumentException if the version is not a valid name
   */
  public EndpointAssert serves(String version) {
    ModelVersion wanted = named(version);
    ModelVersion found = endpoint.live();
    return that(found.equals(wanted), "serve " + wanted, "serves " + found);
  }

  /**
   * Asserts that the next request, and every one after it, goes to one version.
   *
   * @param version the version, without the model
   * @return these assertions
   * @throws AssertionError if another one takes a part
   * @throws IllegalArgumentException if the version is not a valid name
   */
  public EndpointAssert sendsEverythingTo(String version) {
    ModelVersion wanted = named(version);
    var found = endpoint.split();
    return that(
        found.basisPoints(wanted) == BasisPoints.WHOLE,
        "send everything to " + wanted,
        "divides it: " + found);
  }

  /**
   * Asserts that no call is in flight on a version.
   *
   * @param version the version, without the model
   * @return these assertions
   * @throws AssertionError if there is one
   * @throws IllegalArgumentException if the version is not a valid name
   */
  public EndpointAssert isDrained(String version) {
    ModelVersion wanted = named(version);
    long found = endpoint.inFlight(wanted);
    return that(
        found == 0,
        "have no call in flight on " + wanted,
        "has " + AssertionText.count(found, "call"));
  }

  private ModelVersion named(String version) {
    return ModelVersion.of(endpoint.name(), version);
  }

  private EndpointAssert that(boolean holds, String expected, String found) {
    if (!holds) {
      String story = endpoint
          .rollout()
          .map(Rollout::report)
          .map(RolloutReport::toText)
          .orElse("  there was no rollout");
      throw AssertionText.failure(endpoint.name(), expected, found, story);
    }
    return this;
  }
}
