package dev.belay.target;

import dev.belay.ModelVersion;

/**
 * Where versions run: what brings a candidate up before it takes traffic, and takes down what is not needed any more.
 * Level-triggered like a {@link TrafficTarget}: each wish is told again until it has come true, and telling it twice has the effect
 * of once. A target may be a host as well.
 *
 * <p>Calls may wait; the engine makes them on threads of their own, one at a time for each rollout, and treats an exception like
 * {@link SubmitResult.Unknown}. Neither call moves any traffic. Implementations are thread-safe.
 */
public interface VersionHost {

  /**
   * Asks for a version to be there, without traffic. Returns at once; the engine asks again, once for each evaluation interval, until
   * the policy's {@code readyWithin} is over.
   *
   * @param version the version
   * @return {@link SubmitResult.AlreadyInForce} if it is there and could take its traffic; {@link SubmitResult.Accepted}, {@link
   *     SubmitResult.Busy}, {@link SubmitResult.Conflict} or {@link SubmitResult.Unknown} if it is not there yet; {@link
   *     SubmitResult.Refused} if it never will be, which ends the rollout
   */
  SubmitResult prepare(ModelVersion version);

  /**
   * Asks for a version to be gone. Returns at once; the engine asks again, once a second, until the policy's {@code retireWithin} is
   * over.
   *
   * @param version the version
   * @return {@link SubmitResult.AlreadyInForce} if it is gone; {@link SubmitResult.Refused} if it stays, because it takes traffic or
   *     for any other reason; anything else if it is not gone yet
   */
  SubmitResult retire(ModelVersion version);
}
