package dev.belay.examples;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import java.io.IOException;
import java.util.Optional;

/**
 * Lets something outside choose the version, and credits the outcome to the one that the answer names. A failed answer of a candidate
 * is asked for again, of the live version: Belay's shield cannot do that where it does not make the call.
 *
 * @param endpoint where outcomes are credited
 * @param splitter what chooses
 */
record SplitScorer(ModelEndpoint endpoint, Splitter splitter) implements Scorer {

  @Override
  public String predict(String line) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Splitter.Answer answer = splitter.ask(line);
    Optional<ModelVersion> version = answer.version();
    version.ifPresent(answered -> credit(answered, answer.ok(), System.nanoTime() - start));
    if (answer.ok()) {
      return answer.text();
    }
    ModelVersion live = endpoint.live();
    if (version.isPresent() && !version.get().equals(live)) {
      return splitter.ask(live, line);
    }
    throw new IOException(live + " did not answer: " + answer.text());
  }

  /** A version that has left the endpoint while it answered has no part in anything any more. */
  private void credit(ModelVersion version, boolean ok, long nanos) {
    if (!endpoint.split().parts().containsKey(version)) {
      return;
    }
    if (ok) {
      endpoint.routeOf(version).succeeded(nanos);
    } else {
      endpoint.routeOf(version).failed(nanos);
    }
  }
}
