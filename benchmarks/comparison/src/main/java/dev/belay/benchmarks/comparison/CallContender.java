package dev.belay.benchmarks.comparison;

import java.util.function.Supplier;

/** What can call a model: Belay, or one library that chooses together with Micrometer and resilience4j. */
public enum CallContender {
  /** Belay. */
  BELAY(BelayCaller::new),
  /** With Togglz. */
  TOGGLZ_COMPOSED(() -> new ComposedCaller(new TogglzChooser())),
  /** With the server SDK of LaunchDarkly. */
  LAUNCHDARKLY_COMPOSED(() -> new ComposedCaller(new LaunchDarklyChooser())),
  /** With the OpenFeature SDK and flagd's provider. */
  FLAGD_COMPOSED(() -> new ComposedCaller(OpenFeatureChooser.flagd()));

  private final Supplier<ModelCaller> opener;

  CallContender(Supplier<ModelCaller> opener) {
    this.opener = opener;
  }

  ModelCaller open() {
    return opener.get();
  }
}
