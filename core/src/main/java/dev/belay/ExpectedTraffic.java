package dev.belay;

/**
 * The traffic that a rollout is {@linkplain Forecast forecast} for. Immutable.
 *
 * @param requestsPerSecond traffic of the endpoint, both versions together, above 0 and finite
 * @param failureRate the part of calls that fail on the stable version, in [0, 1), for example 0.01
 */
public record ExpectedTraffic(double requestsPerSecond, double failureRate) {

  /**
   * Checks the numbers.
   *
   * @param requestsPerSecond traffic of the endpoint, both versions together, above 0 and finite
   * @param failureRate the part of calls that fail on the stable version, in [0, 1), for example 0.01
   * @throws IllegalArgumentException if a number is out of range
   */
  public ExpectedTraffic {
    if (!(requestsPerSecond > 0 && requestsPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "requestsPerSecond must be above 0 and finite, but was " + requestsPerSecond);
    }
    requireRate("failureRate", failureRate);
  }

  static double requireRate(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1), but was " + value);
    }
    return value;
  }
}
