package dev.belay.databricks.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A fake platform in a time that passes when it is told to, and somebody who talks to it. */
final class Workspace implements AutoCloseable {

  static final String API = "/api/2.0/serving-endpoints/fraud";
  static final String CALLS = "/serving-endpoints/fraud";

  private final AtomicLong nanos = new AtomicLong();
  private final HttpClient client = HttpClient.newHttpClient();
  final FakeDatabricks platform;

  Workspace() {
    this(builder -> builder.serving("fraud-7", "main.ml.fraud", "7", 100));
  }

  Workspace(Consumer<FakeDatabricksBuilder> change) {
    FakeDatabricksBuilder builder = FakeDatabricks.builder("fraud").clock(nanos::get);
    change.accept(builder);
    platform = builder.start();
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(platform.uri().resolve(path))
        .header("Authorization", "Bearer token")
        .method(method, BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(request(method, path, body));
  }

  CompletableFuture<HttpResponse<String>> sendAsync(String method, String path, String body) {
    return client.sendAsync(request(method, path, body).build(), BodyHandlers.ofString());
  }

  /** The endpoint, as it is read. */
  JsonNode read() throws IOException, InterruptedException {
    return Json.parse("the endpoint", send("GET", API, "").body());
  }

  HttpResponse<String> update(String json) throws IOException, InterruptedException {
    return send("PUT", API + "/config", json);
  }

  /** An update to this much for the candidate, and the rest for stable. */
  static String split(int percent) {
    return """
        {"served_entities":[
          {"name":"fraud-8","entity_name":"main.ml.fraud","entity_version":"8"},
          {"name":"fraud-7","entity_name":"main.ml.fraud","entity_version":"7"}],
         "traffic_config":{"routes":[
          {"served_model_name":"fraud-8","traffic_percentage":%d},
          {"served_model_name":"fraud-7","traffic_percentage":"%d"}]}}
        """.formatted(percent, 100 - percent);
  }

  @Override
  public void close() {
    platform.close();
  }
}
