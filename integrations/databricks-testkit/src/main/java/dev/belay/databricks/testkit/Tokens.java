package dev.belay.databricks.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/** Whose requests are taken, and the tokens of service principals. Thread-safe. */
final class Tokens {

  private static final String BEARER = "Bearer ";
  private static final int LIFE_SECONDS = 3_600;

  private final Set<String> accepted;
  private final Set<String> principals = new HashSet<>();
  private boolean anybody;
  private int issued;

  /** Takes these tokens and those of these principals (id, colon, secret), or any token if there are none of either. */
  Tokens(Set<String> tokens, Set<String> principals) {
    accepted = new HashSet<>(tokens);
    anybody = tokens.isEmpty() && principals.isEmpty();
    for (String principal : principals) {
      this.principals.add("Basic "
          + Base64.getEncoder().encodeToString(principal.getBytes(StandardCharsets.UTF_8)));
    }
  }

  synchronized boolean accepts(String authorization) {
    return authorization.startsWith(BEARER)
        && (anybody || accepted.contains(authorization.substring(BEARER.length())));
  }

  /** Gives a principal a token, for an hour as it is said. */
  synchronized Reply issue(String authorization) {
    if (!principals.contains(authorization)) {
      return Reply.of(401, Json.object().put("error", "invalid_client").toString());
    }
    issued++;
    String token = "oauth-token-" + issued;
    accepted.add(token);
    return Reply.of(
        200,
        Json.object()
            .put("access_token", token)
            .put("expires_in", LIFE_SECONDS)
            .put("token_type", "Bearer")
            .toString());
  }

  synchronized void revoke() {
    accepted.clear();
    anybody = false;
  }
}
