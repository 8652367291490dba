package dev.belay.haproxy;

import dev.belay.ModelVersion;
import dev.belay.target.TrafficTarget;
import dev.belay.testkit.contract.PlatformTargetContract;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The contract on a real HAProxy, the same one for all of it. Commands are effective at once, so no time has to pass. */
@ExtendWith(HaproxyTargetContractTest.WithHaproxy.class)
class HaproxyTargetContractTest extends PlatformTargetContract {

  private static @Nullable Proxy proxy;
  private int requests;

  /** The suite counts a skipped test as a broken contract: without HAProxy, the whole of it is left out beforehand. */
  static final class WithHaproxy implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return HaproxyBinary.missing()
          .map(ConditionEvaluationResult::disabled)
          .orElse(ConditionEvaluationResult.enabled("there is a HAProxy"));
    }
  }

  @Override
  protected TrafficTarget open() throws Exception {
    Proxy running = proxy;
    if (running == null) {
      running = new Proxy();
      proxy = running;
    } else {
      // As after a start.
      running.set("file|fraud-7|-|0");
    }
    return running.target();
  }

  @Override
  protected Optional<TrafficTarget> openAnother() {
    return Optional.ofNullable(proxy).map(Proxy::target);
  }

  @Override
  protected Optional<ModelVersion> ask() throws Exception {
    Proxy asked = Objects.requireNonNull(proxy);
    return Optional.of(ModelVersion.of("fraud", asked.version("user-" + requests++)));
  }

  /** What is lost on the way is told by a socket of the tests, in {@link HaproxyTroubleTest}. There is no credential, nor an update. */
  @Override
  protected Set<Trouble> impossible() {
    return EnumSet.of(
        Trouble.ANSWER_LOST,
        Trouble.REQUEST_LOST,
        Trouble.TAKEN_BACK,
        Trouble.NO_PERMISSION,
        Trouble.UNKNOWN_WORDS);
  }

  @Override
  protected void begin(Trouble trouble) throws Exception {
    Proxy troubled = Objects.requireNonNull(proxy);
    switch (trouble) {
      case FOREIGN_CHANGE -> troubled.set("9|fraud-7|fraud-8|10000");
      case CANDIDATE_DEAD -> troubled.candidateHealthy(false);
      case RESTART -> {
        troubled.kill();
        troubled.restart();
        troubled.ready();
      }
      case AWAY -> troubled.kill();
      default -> throw new AssertionError(trouble);
    }
  }

  @Override
  protected void end(Trouble trouble) throws Exception {
    Proxy troubled = Objects.requireNonNull(proxy);
    switch (trouble) {
      case CANDIDATE_DEAD -> troubled.candidateHealthy(true);
      case AWAY -> {
        troubled.restart();
        troubled.ready();
      }
      default -> {
        // It has ended by itself.
      }
    }
  }

  @AfterAll
  static void end() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
  }
}
