package dev.belay.benchmarks.comparison;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.FileData;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The LaunchDarkly SDK with a percentage rollout from a file. It sends no events, which it would in production. */
final class LaunchDarklyChooser implements Chooser {

  private final LDClient client = new LDClient(
      "none",
      new LDConfig.Builder()
          .dataSource(FileData.dataSource().filePaths(Flags.file("launchdarkly.json")))
          .events(Components.noEvents())
          .logging(Components.noLogging())
          .diagnosticOptOut(true)
          .build());

  @Override
  public boolean candidate(String key) {
    return client.boolVariation("candidate", LDContext.create(key), false);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
