package dev.belay.databricks;

/**
 * The id and the OAuth secret of a service principal, for which the workspace hands out tokens that last about an hour. Immutable.
 * Neither a message nor {@link #toString} has the secret.
 */
public final class ClientCredentials {

  private final String id;
  private final String secret;

  private ClientCredentials(String id, String secret) {
    this.id = id;
    this.secret = secret;
  }

  /**
   * Names a service principal.
   *
   * @param id its application id, not blank
   * @param secret its OAuth secret, not blank
   * @return the credentials
   * @throws IllegalArgumentException if either is blank; the message does not show them
   */
  public static ClientCredentials of(String id, String secret) {
    if (id.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException(
          "id and secret must not be blank, but " + (id.isBlank() ? "id" : "secret") + " was");
    }
    return new ClientCredentials(id, secret);
  }

  String id() {
    return id;
  }

  String secret() {
    return secret;
  }

  /** Returns the id alone. */
  @Override
  public String toString() {
    return "service principal " + id;
  }
}
