package dev.belay.examples;

import dev.belay.ModelVersion;
import java.io.IOException;
import java.util.Optional;

/** Something outside of the service that chooses the version of a request, and says which one has answered. */
interface Splitter {

  /**
   * Lets it choose.
   *
   * @throws IOException if it does not answer
   * @throws InterruptedException if the caller gave up
   */
  Answer ask(String line) throws IOException, InterruptedException;

  /**
   * Asks one version for its prediction, whatever the split.
   *
   * @throws IOException if the version does not answer, or with an error
   * @throws InterruptedException if the caller gave up
   */
  String ask(ModelVersion version, String line) throws IOException, InterruptedException;

  /**
   * What came back.
   *
   * @param ok whether it is a prediction
   * @param text the prediction, or what went wrong
   * @param version who answered; empty if nobody says so
   */
  record Answer(boolean ok, String text, Optional<ModelVersion> version) {}
}
