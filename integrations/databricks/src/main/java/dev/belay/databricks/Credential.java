package dev.belay.databricks;

import dev.belay.runtime.BelayRuntime;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

/** One of the ways to get a token. */
final class Credential {

  private interface Way {

    AccessToken token(HttpClient client, URI workspace, Duration timeout, BelayRuntime runtime);
  }

  private final Way way;
  private final List<String> secrets;

  private Credential(Way way, List<String> secrets) {
    this.way = way;
    this.secrets = secrets;
  }

  static Credential of(AccessToken token) {
    return new Credential((client, workspace, timeout, runtime) -> token, List.of());
  }

  static Credential of(ClientCredentials credentials) {
    return new Credential(
        (client, workspace, timeout, runtime) ->
            new OAuthTokens(client, workspace, credentials, timeout, runtime),
        List.of(credentials.secret()));
  }

  AccessToken token(HttpClient client, URI workspace, Duration timeout, BelayRuntime runtime) {
    return way.token(client, workspace, timeout, runtime);
  }

  /** Whether it is handed in as a token, such as a personal one. */
  boolean isToken() {
    return secrets.isEmpty();
  }

  void addSecret(List<String> all) {
    all.addAll(secrets);
  }
}
