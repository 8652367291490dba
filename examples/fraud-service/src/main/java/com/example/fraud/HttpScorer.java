package com.example.fraud;

import dev.belay.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks model servers over HTTP. Whatever is no score in [0, 1] is no answer. */
public final class HttpScorer implements Scorer {

  private static final Pattern SCORE = Pattern.compile("\"score\":([0-9.E-]+)[,}]");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Function<ModelVersion, URI> addresses;

  /**
   * A client of model servers.
   *
   * @param addresses where each version is served
   */
  public HttpScorer(Function<ModelVersion, URI> addresses) {
    this.addresses = addresses;
  }

  @Override
  public double score(ModelVersion version, String transaction)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(addresses.apply(version))
        .timeout(Duration.ofSeconds(2))
        .POST(HttpRequest.BodyPublishers.ofString(transaction))
        .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    Matcher score = SCORE.matcher(answer.body());
    if (answer.statusCode() != 200 || !score.find()) {
      throw new IOException(version + " gave no answer, but " + answer.statusCode());
    }
    return Double.parseDouble(score.group(1));
  }
}
