package dev.belay.databricks;

import dev.belay.ModelVersion;
import dev.belay.databricks.testkit.FakeDatabricks;
import dev.belay.databricks.testkit.Fault;
import dev.belay.target.TrafficTarget;
import dev.belay.testkit.contract.PlatformTargetContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** The contract of all targets, on the platform's split. */
class DatabricksTargetContractTest extends PlatformTargetContract {

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

  /** It forgets nothing. */
  @Override
  protected Set<Trouble> impossible() {
    return Set.of(Trouble.RESTART);
  }

  @Override
  protected void begin(Trouble trouble) {
    FakeDatabricks platform = setting.platform;
    switch (trouble) {
      case ANSWER_LOST -> platform.failUpdates(Fault.LOST_AFTER, 1);
      case REQUEST_LOST -> platform.failUpdates(Fault.LOST_BEFORE, 1);
      case TAKEN_BACK -> platform.letUpdatesFail(1);
      case FOREIGN_CHANGE -> platform.changeByHand(Map.of("fraud-7", 0, "fraud-8", 100));
      case CANDIDATE_DEAD -> platform.deployment("fraud-8", "DEPLOYMENT_RECOVERING");
      case AWAY -> platform.away(true);
      case NO_PERMISSION -> platform.failUpdates(Fault.FORBIDDEN, 1);
      case UNKNOWN_WORDS -> {
        platform.answers().state("SOMETHING_NEW");
        platform.deployment("fraud-7", "DEPLOYMENT_ON_HOLIDAY");
      }
      case RESTART -> throw new AssertionError(trouble);
    }
  }

  @Override
  protected void end(Trouble trouble) {
    setting.platform.away(false);
    setting.platform.answers().state("");
    setting.platform.deployment("fraud-8", "DEPLOYMENT_READY");
  }

  @Override
  protected List<String> secrets() {
    return List.of("control-token", Setting.ENVIRONMENT_SECRET, Setting.EXTRA_SECRET);
  }

  @AfterEach
  void close() {
    setting.close();
  }
}
