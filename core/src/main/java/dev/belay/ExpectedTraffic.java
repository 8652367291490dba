package dev.belay;

import java.util.OptionalDouble;

/**
 * The traffic that a rollout is planned for, and with a failure rate also {@linkplain Forecast forecast} for:
 *
 * <pre>{@code
 * ExpectedTraffic.perSecond(20).failing(.01)
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param requestsPerSecond traffic of the endpoint, both versions together, above 0 and finite
 * @param failureRate the part of calls that fail on the stable version, in [0, 1), for example 0.01; empty if it is not known
 */
public record ExpectedTraffic(double requestsPerSecond, OptionalDouble failureRate) {

  /**
   * Checks the numbers.
   *
   * @param requestsPerSecond traffic of the endpoint, both versions together, above 0 and finite
   * @param failureRate the part of calls that fail on the stable version, in [0, 1), for example 0.01; empty if it is not known
   * @throws IllegalArgumentException if a number is out of range
   */
  public ExpectedTraffic {
    if (!(requestsPerSecond > 0 && requestsPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "requestsPerSecond must be above 0 and finite, but was " + requestsPerSecond);
    }
    failureRate.ifPresent(rate -> {
      if (!(rate >= 0 && rate < 1)) {
        throw new IllegalArgumentException("failureRate must be in [0, 1), but was " + rate);
      }
    });
  }

  /**
   * Describes traffic by how much there is of it.
   *
   * @param requests requests per second of the endpoint, both versions together, above 0 and finite
   * @return the traffic, with a failure rate that is not known
   * @throws IllegalArgumentException if the number is out of range
   */
  public static ExpectedTraffic perSecond(double requests) {
    return new ExpectedTraffic(requests, OptionalDouble.empty());
  }

  /**
   * Sets how often stable usually fails.
   *
   * @param rate the part of its calls, in [0, 1), for example 0.01
   * @return a changed copy
   * @throws IllegalArgumentException if the rate is out of range
   */
  public ExpectedTraffic failing(double rate) {
    return new ExpectedTraffic(requestsPerSecond, OptionalDouble.of(rate));
  }
}
