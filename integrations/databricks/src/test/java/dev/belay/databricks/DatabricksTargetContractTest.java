package dev.belay.databricks;

import dev.belay.ModelVersion;
import dev.belay.target.TrafficTarget;
import dev.belay.testkit.contract.TrafficTargetContract;
import java.time.Duration;
import java.util.Optional;
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

  @Override
  protected Optional<TrafficTarget> openAnother() {
    return Optional.of(setting.another().target());
  }

  @Override
  protected Optional<ModelVersion> ask() {
    return Optional.of(
        setting.platform.draw().equals(Setting.STABLE_ENTITY.name()) ? stable() : candidate());
  }

  @AfterEach
  void close() {
    setting.close();
  }
}
