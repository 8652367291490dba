package dev.belay.databricks;

import dev.belay.runtime.BelayRuntime;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and says what came of it: never an exception, never a second attempt, but for one with another token after a
 * 401. No redirect is followed, since the token would go along. Thread-safe.
 */
final class Transport {

  static final String JSON = "application/json";

  /** The rate of updates is counted over five minutes; a longer wait is not believed. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]+");
  private static final int UNAUTHORIZED = 401;

  private final HttpClient client;
  private final URI workspace;
  private final Duration timeout;
  private final BelayRuntime runtime;
  private final Redaction redaction;

  Transport(
      HttpClient client,
      URI workspace,
      Duration timeout,
      BelayRuntime runtime,
      Redaction redaction) {
    this.client = client;
    this.workspace = workspace;
    this.timeout = timeout;
    this.runtime = runtime;
    this.redaction = redaction;
  }

  Reply send(
      AccessToken credential, String method, String path, String accept, @Nullable String body) {
    try {
      String token = token(credential);
      Reply reply = send(token, method, path, accept, body);
      if (reply instanceof Reply.Answer answer && answer.status() == UNAUTHORIZED) {
        credential.refused(token);
        String another = token(credential);
        return another.equals(token) ? reply : send(another, method, path, accept, body);
      }
      return reply;
    } catch (NoTokenException e) {
      return new Reply.NoToken(String.valueOf(e.getMessage()), e.forGood());
    }
  }

  private static String token(AccessToken credential) throws NoTokenException {
    String token;
    try {
      token = credential.get();
    } catch (NoTokenException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoTokenException("the thread was interrupted", false);
    } catch (Exception e) {
      // Only its class: its message might quote the secret that did not work.
      throw new NoTokenException("no token could be had: " + e.getClass().getName(), false);
    }
    if (!TOKEN.matcher(token).matches()) {
      throw new NoTokenException(
          "a token must be printable ASCII without spaces, but was not", true);
    }
    return token;
  }

  private Reply send(
      String token, String method, String path, String accept, @Nullable String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(workspace.resolve(path))
        .timeout(timeout)
        .header("Authorization", "Bearer " + token)
        .header("Accept", accept);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", JSON)
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply.Answer(
          response.statusCode(),
          response.body(),
          redaction.clean(response.body(), token),
          retryAfter(response),
          response.headers().firstValue("served-model-name"));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Reply.NotSent("no connection: " + e.getClass().getSimpleName());
    } catch (IOException e) {
      return new Reply.NoAnswer("no answer: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.NoAnswer("the thread was interrupted");
    }
  }

  private Optional<Duration> retryAfter(HttpResponse<String> response) {
    return response.headers().firstValue("Retry-After").flatMap(this::duration);
  }

  /** Seconds, or a date; what is neither says nothing. */
  private Optional<Duration> duration(String text) {
    Duration wait;
    try {
      wait = text.chars().allMatch(Character::isDigit)
          ? Duration.ofSeconds(Long.parseLong(text))
          : Duration.between(
              runtime.clock().instant(),
              ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
    if (wait.isNegative()) {
      return Optional.of(Duration.ZERO);
    }
    return Optional.of(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }
}
