package dev.belay;

import org.jspecify.annotations.Nullable;

/**
 * Calls a model.
 *
 * @param <T> what the model answers
 * @param <X> what the call may throw
 */
@FunctionalInterface
public interface ModelCall<T extends @Nullable Object, X extends Exception> {

  /**
   * Calls one version. With the shield it may be called twice for one request: with the candidate, and when that fails
   * with the stable version.
   *
   * @param version the version to call
   * @return its answer
   * @throws X if the call failed
   */
  T on(ModelVersion version) throws X;
}
