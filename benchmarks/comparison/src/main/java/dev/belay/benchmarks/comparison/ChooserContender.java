package dev.belay.benchmarks.comparison;

import java.util.function.Supplier;

/** What can choose a version. */
public enum ChooserContender {
  /** Belay. */
  BELAY(BelayChooser::new),
  /** Togglz. */
  TOGGLZ(TogglzChooser::new),
  /** The server SDK of LaunchDarkly. */
  LAUNCHDARKLY(LaunchDarklyChooser::new),
  /** The client of Unleash. */
  UNLEASH(UnleashChooser::new),
  /** Proctor. */
  PROCTOR(ProctorChooser::new),
  /** The client of Split. */
  SPLIT(SplitChooser::new),
  /** The OpenFeature SDK with flagd's provider. */
  FLAGD(OpenFeatureChooser::flagd),
  /** The OpenFeature SDK with a provider that does next to nothing. */
  OPENFEATURE(OpenFeatureChooser::alone);

  private final Supplier<Chooser> opener;

  ChooserContender(Supplier<Chooser> opener) {
    this.opener = opener;
  }

  Chooser open() {
    return opener.get();
  }
}
