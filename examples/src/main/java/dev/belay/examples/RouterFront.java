package dev.belay.examples;

import dev.belay.ModelEndpoint;

/**
 * Nothing: Belay's router chooses in the service itself, at random. So are the two versions best compared.
 *
 * @param models who calls them
 */
record RouterFront(ModelClient models) implements Front {

  @Override
  public ModelEndpoint.Builder on(ModelEndpoint.Builder endpoint) {
    return endpoint;
  }

  @Override
  public Scorer scorer(ModelEndpoint endpoint) {
    return line -> endpoint.call(version -> models.predict(version, line));
  }

  @Override
  public void close() {
    // There is nothing to stop.
  }
}
