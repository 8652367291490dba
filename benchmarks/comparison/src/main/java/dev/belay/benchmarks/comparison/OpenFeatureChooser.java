package dev.belay.benchmarks.comparison;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;

/** The OpenFeature SDK around a provider. */
final class OpenFeatureChooser implements Chooser {

  private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
  private final Client client;

  private OpenFeatureChooser(FeatureProvider provider) {
    api.setProviderAndWait(provider);
    client = api.getClient();
  }

  /** With the least that a provider can do, so that what the SDK takes is seen. */
  static Chooser alone() {
    return new OpenFeatureChooser(new HashProvider());
  }

  /** With flagd's provider in this process. */
  static Chooser flagd() {
    return new OpenFeatureChooser(FlagdProviders.fromFile());
  }

  @Override
  public boolean candidate(String key) {
    return client.getBooleanValue("candidate", false, new ImmutableContext(key));
  }

  @Override
  public void close() {
    api.shutdown();
  }
}
