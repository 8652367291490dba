package dev.belay.databricks;

import dev.belay.target.VersionHost;
import dev.belay.testkit.contract.VersionHostContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The contract of all hosts, where Belay's router splits the traffic. */
class DatabricksClientHostContractTest extends VersionHostContract {

  private final Setting setting = new Setting();

  @Override
  protected VersionHost open() {
    return setting.databricks.host();
  }

  @Override
  protected void pass(Duration time) {
    setting.time.advance(time);
  }

  @Override
  protected Duration settleTime() {
    return Duration.ofMinutes(30);
  }

  @AfterEach
  void close() {
    setting.close();
  }
}
