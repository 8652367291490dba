package dev.belay.benchmarks.comparison;

import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.sdk.FeatureProvider;

/** Makes flagd's provider, which evaluates in this process what a file says. */
final class FlagdProviders {

  private static final int NEVER = Integer.MAX_VALUE;
  private static final int START_MILLIS = 30_000;

  private FlagdProviders() {}

  static FeatureProvider fromFile() {
    return new FlagdProvider(FlagdOptions.builder()
        .resolverType(Config.Resolver.FILE)
        .offlineFlagSourcePath(Flags.file("flagd.json").toString())
        .offlinePollIntervalMs(NEVER)
        .deadline(START_MILLIS)
        .build());
  }
}
