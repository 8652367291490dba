package dev.belay.databricks.testkit;

/** A model of the platform, played by code of the test. Must be thread-safe: calls do not wait for each other. */
@FunctionalInterface
public interface ServedModel {

  /**
   * Answers one request.
   *
   * @param body the body of the request, as it was sent
   * @return the body of the answer, which has status 200
   * @throws Exception if it fails: the caller gets status 500, and what the exception says
   */
  String answer(String body) throws Exception;
}
