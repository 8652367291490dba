package dev.belay.databricks;

import dev.belay.target.TrafficTarget;
import dev.belay.testkit.contract.TrafficTargetContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The contract of all targets, on the platform's split. */
class DatabricksTargetContractTest extends TrafficTargetContract {

  private final Setting setting = new Setting().prepared();

  @Override
  protected TrafficTarget open() {
    return setting.target;
  }

  @Override
  protected void pass(Duration time) {
    setting.time.advance(time);
  }

  @AfterEach
  void close() {
    setting.close();
  }
}
