package dev.belay.benchmarks.comparison;

import io.split.client.SplitClient;
import io.split.client.SplitClientConfig;
import io.split.client.SplitFactory;
import io.split.client.SplitFactoryBuilder;
import io.split.client.utils.FileTypeEnum;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.concurrent.TimeoutException;

/** The Split client in localhost mode, which keeps no impressions; in production it would. */
final class SplitChooser implements Chooser {

  private final SplitFactory factory = factory();
  private final SplitClient client = factory.client();

  private static SplitFactory factory() {
    try {
      SplitFactory factory = SplitFactoryBuilder.build(
          "localhost",
          SplitClientConfig.builder()
              .splitFile(Flags.stream("split.json"), FileTypeEnum.JSON)
              .setBlockUntilReadyTimeout(10_000)
              .disableDestroyOnShutDown()
              .build());
      factory.client().blockUntilReady();
      return factory;
    } catch (IOException | URISyntaxException | TimeoutException e) {
      throw new IllegalStateException("Split must be ready, but was not", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public boolean candidate(String key) {
    return client.getTreatment(key, "candidate").equals("on");
  }

  @Override
  public void close() {
    factory.destroy();
  }
}
