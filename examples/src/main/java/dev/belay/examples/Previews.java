package dev.belay.examples;

import dev.belay.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Somebody who asks the service for a version by its name, to look at it before any user does. */
final class Previews {

  private static final int ROWS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client = Http.client();
  private final URI service;
  private final List<Row> rows;

  Previews(URI service, List<Row> rows) {
    this.service = service;
    this.rows = rows.stream().filter(Row::complete).limit(ROWS).toList();
  }

  /**
   * What was seen.
   *
   * @param asked rows that were asked
   * @param answered those that the version itself answered
   * @param right those that it answered with the right label
   */
  record Seen(int asked, int answered, int right) {}

  /**
   * Asks for a version, one row after the other, from when the service knows it.
   *
   * @throws IOException if the service cannot be reached, or does not know the version soon
   * @throws InterruptedException if the thread is interrupted
   */
  Seen look(ModelVersion version) throws IOException, InterruptedException {
    awaitKnown(version);
    int answered = 0;
    int right = 0;
    for (Row row : rows) {
      HttpResponse<String> response = ask(version, row);
      if (response.statusCode() == Http.OK && answeredBy(response, version)) {
        answered++;
        right += response.body().equals(row.label()) ? 1 : 0;
      }
    }
    return new Seen(rows.size(), answered, right);
  }

  /** A rollout begins off the thread that starts it; until then the stable version answers for the candidate. */
  private void awaitKnown(ModelVersion version) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!answeredBy(ask(version, rows.get(0)), version)) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IOException(version + " was not to be had by its name");
      }
    }
  }

  private static boolean answeredBy(HttpResponse<String> response, ModelVersion version) {
    return response
        .headers()
        .firstValue(PredictionService.VERSION_HEADER)
        .filter(version.version()::equals)
        .isPresent();
  }

  private HttpResponse<String> ask(ModelVersion version, Row row)
      throws IOException, InterruptedException {
    return client.send(
        Http.post(service, row.toLine())
            .header(PredictionService.USER_HEADER, "somebody")
            .header(PredictionService.VERSION_HEADER, version.version())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
