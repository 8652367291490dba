package dev.belay.benchmarks.comparison;

import io.getunleash.DefaultUnleash;
import io.getunleash.Unleash;
import io.getunleash.UnleashContext;
import io.getunleash.util.UnleashConfig;
import io.getunleash.util.UnleashScheduledExecutor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** The Unleash client with a gradual rollout that it is bootstrapped with. Its scheduler runs nothing, so it asks no server. */
final class UnleashChooser implements Chooser {

  private static final class Never implements UnleashScheduledExecutor {

    @Override
    public void setInterval(Runnable command, long initialDelay, long period) {}

    @Override
    public Future<Void> scheduleOnce(Runnable command) {
      return new CompletableFuture<>();
    }
  }

  private final Unleash client = new DefaultUnleash(UnleashConfig.builder()
      .appName("comparison")
      .unleashAPI("http://localhost")
      .backupFile(Flags.noFile().toString())
      .toggleBootstrapProvider(() -> Optional.of(Flags.text("unleash.json")))
      .scheduledExecutor(new Never())
      .disablePolling()
      .disableMetrics()
      .build());

  @Override
  public boolean candidate(String key) {
    return client.isEnabled("candidate", UnleashContext.builder().userId(key).build());
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
