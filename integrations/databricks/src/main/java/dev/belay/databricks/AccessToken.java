package dev.belay.databricks;

/**
 * Where a bearer token comes from: a personal access token, or one from a vault or another library that renews it. For a service
 * principal's own id and secret there is {@link ClientCredentials}. Implementations are thread-safe.
 */
@FunctionalInterface
public interface AccessToken {

  /**
   * Returns a token that is valid now. Called before each request, so it should keep what it has; it may wait. When the platform has
   * refused a token, it is called once more, and the request is sent again if the token is another one then.
   *
   * @return the token, printable ASCII without spaces; it is never logged
   * @throws Exception if there is none now, which counts as a platform that cannot be reached; what the exception says is not told
   *     to anyone, since it might hold a secret
   */
  String get() throws Exception;

  /**
   * Hears that the platform did not accept a token. By default nothing is done.
   *
   * @param token what {@link #get} had returned
   */
  default void refused(String token) {}
}
