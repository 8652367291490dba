package dev.belay.haproxy;

import dev.belay.target.TrafficTarget;
import dev.belay.testkit.contract.TrafficTargetContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The contract on a real HAProxy, the same one for all of it. Commands are effective at once, so no time has to pass. */
@ExtendWith(HaproxyTargetContractTest.WithHaproxy.class)
class HaproxyTargetContractTest extends TrafficTargetContract {

  private static @Nullable Proxy proxy;

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

  @AfterAll
  static void end() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
  }
}
