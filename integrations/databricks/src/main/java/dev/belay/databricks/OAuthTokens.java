package dev.belay.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.runtime.BelayRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Gets tokens for a service principal, and keeps each until shortly before it ends. Thread-safe. */
final class OAuthTokens implements AccessToken {

  private static final String PATH = "/oidc/v1/token";
  private static final String FORM = "grant_type=client_credentials&scope=all-apis";

  /** So long before its end a token is not used any more. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final HttpClient client;
  private final URI workspace;
  private final ClientCredentials credentials;
  private final Duration timeout;
  private final BelayRuntime runtime;
  private @Nullable String token;
  private long end;

  OAuthTokens(
      HttpClient client,
      URI workspace,
      ClientCredentials credentials,
      Duration timeout,
      BelayRuntime runtime) {
    this.client = client;
    this.workspace = workspace;
    this.credentials = credentials;
    this.timeout = timeout;
    this.runtime = runtime;
  }

  @Override
  public synchronized String get() throws NoTokenException, InterruptedException {
    String kept = token;
    if (kept != null && runtime.nanoTime() - end < 0) {
      return kept;
    }
    long asked = runtime.nanoTime();
    JsonNode answer = ask();
    String fresh = answer.path("access_token").asText("");
    if (fresh.isEmpty()) {
      throw new NoTokenException("the token endpoint answered without a token", false);
    }
    Duration valid = Duration.ofSeconds(Math.max(0, answer.path("expires_in").asLong(0)));
    token = fresh;
    end = asked + valid.minus(MARGIN).toNanos();
    return fresh;
  }

  @Override
  public synchronized void refused(String refused) {
    if (refused.equals(token)) {
      token = null;
    }
  }

  private JsonNode ask() throws NoTokenException, InterruptedException {
    HttpResponse<String> response;
    try {
      response = client.send(request(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new NoTokenException(
          "the token endpoint did not answer: " + e.getClass().getName(), false);
    }
    int status = response.statusCode();
    if (status == 200) {
      try {
        return Json.parse(response.body());
      } catch (UnreadableAnswerException e) {
        throw new NoTokenException(
            "the token endpoint answered with something else than JSON", false);
      }
    }
    boolean refused = status >= 300 && status < 500 && status != 408 && status != 429;
    throw new NoTokenException(
        "the token endpoint answered " + status + (refused ? " to " + credentials : ""), refused);
  }

  private HttpRequest request() {
    byte[] pair = (credentials.id() + ":" + credentials.secret()).getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(workspace.resolve(PATH))
        .timeout(timeout)
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(FORM))
        .build();
  }
}
