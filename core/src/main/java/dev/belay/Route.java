package dev.belay;

/**
 * Where one request goes, and where its outcome is credited.
 *
 * <p>A route belongs to one version in one stage of a rollout. It is made once, when the split is published, and handed to
 * every request that the split sends there. An outcome that is reported late, after the split has moved on, is still
 * credited to the version and the stage that served the request.
 *
 * <p>{@link ModelEndpoint#call} does all of the following by itself. By hand:
 *
 * <pre>{@code
 * Route route = endpoint.route(userId);
 * long start = System.nanoTime();
 * try {
 *   double score = models.get(route.version()).score(transaction);
 *   route.succeeded(System.nanoTime() - start);
 *   return score;
 * } catch (RuntimeException e) {
 *   route.failed(System.nanoTime() - start);
 *   throw e;
 * }
 * }</pre>
 *
 * <p>Thread-safe. No method takes a lock, allocates or waits.
 */
public abstract sealed class Route permits dev.belay.routing.CreditedRoute {

  /** For the one implementation. */
  protected Route() {}

  /**
   * Returns the version to call.
   *
   * @return the version
   */
  public abstract ModelVersion version();

  /**
   * Returns a short text that finds this route again, for outcomes that become known only later or elsewhere.
   *
   * @return the token, unique within the process for this endpoint; see {@link ModelEndpoint#routeOf(String)}
   */
  public abstract String token();

  /**
   * Credits a success. Report each routed request once, as a success or as a failure.
   *
   * @param elapsedNanos how long the call took, at least 0
   * @throws IllegalArgumentException if it is negative
   */
  public abstract void succeeded(long elapsedNanos);

  /**
   * Credits a failure. If it spends the blast radius of a running rollout, all later requests of every thread go to the
   * stable version before this method returns.
   *
   * @param elapsedNanos how long the call took until it failed, at least 0
   * @throws IllegalArgumentException if it is negative
   */
  public abstract void failed(long elapsedNanos);

  /**
   * Adds a quality score of the answer: how good it was, whichever way that is found out. It may come late, when the true
   * answer is known; it is credited to the version that served the request, in the interval in which it comes. A score that
   * is not a number in [0, 1] is counted as rejected and enters no sum.
   *
   * @param quality from 0, useless, to 1, perfect; it is kept to three decimals
   */
  public abstract void scored(double quality);

  /**
   * Counts what was predicted, for the comparison of predictions. A class out of range is counted as rejected. Use this or
   * {@link #predictedScore}, not both for one model.
   *
   * @param index the number of the class, in [0, 63]
   */
  public abstract void predictedClass(int index);

  /**
   * Counts the bin of a predicted score, for the comparison of predictions. A score that is not a number in [0, 1] is counted
   * as rejected.
   *
   * @param score in [0, 1]
   */
  public abstract void predictedScore(double score);

  /**
   * Counts a call as in flight, until {@link #end}. Optional when routing by hand: it is what makes "the old version is
   * drained" a fact.
   *
   * @return false if the version has been withdrawn since the request was routed; then route again, and do not {@link #end}
   */
  public abstract boolean begin();

  /** Ends a call that {@link #begin} counted. */
  public abstract void end();
}
