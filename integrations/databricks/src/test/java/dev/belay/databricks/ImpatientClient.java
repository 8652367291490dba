package dev.belay.databricks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Runs out of time at the moment that it is told, and not when time has passed. Its requests must have a time-out all the same. For one
 * thread.
 */
final class ImpatientClient extends HttpClient {

  private final HttpClient client = HttpClient.newHttpClient();
  private final Duration timeout;
  private CompletableFuture<?> over = new CompletableFuture<>();

  /** With what each request must have as its time-out. */
  ImpatientClient(Duration timeout) {
    this.timeout = timeout;
  }

  /** When the time of one request is over, which is the one that is on its way then. */
  void isOverAt(CompletableFuture<?> moment) {
    over = moment;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    assertEquals(Optional.of(timeout), request.timeout());
    CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, handler);
    try {
      CompletableFuture.anyOf(answer, over).get();
      if (over.isDone()) {
        over = new CompletableFuture<>();
        answer.cancel(true);
        throw new HttpTimeoutException("request timed out");
      }
      return answer.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> push) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }
}
