package dev.belay.testkit.contract;

import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Assessment;
import dev.belay.health.HealthSignal;
import dev.belay.health.MonitorState;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalMonitor;
import dev.belay.health.Verdict;
import dev.belay.sequential.OddsTest;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

// testing begins: signal
/** Whether the candidate fails more or less often than it may. */
record FailureBudget(double budget) implements HealthSignal {

  @Override
  public String name() {
    return "failure budget";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public SignalMonitor open(SignalContext context) {
    return new Monitor(context);
  }

  private final class Monitor implements SignalMonitor {

    private static final String FORMAT = "failure-budget/1";

    private final double condemnAt;
    private final double passAt;
    private final OddsTest above = OddsTest.above();
    private final OddsTest below = OddsTest.below();
    private CallCounts calls = CallCounts.NONE;
    private boolean condemned;
    private boolean passed;

    Monitor(SignalContext context) {
      condemnAt = Math.log(1 / context.falseRollback());
      passAt = Math.log(1 / context.falsePromotion());
      above.start(1);
      below.start(1);
    }

    @Override
    public Assessment assess(EvidenceIncrement increment) {
      CallCounts more = increment.candidate().counts().all();
      calls = calls.plus(more);
      above.update(more.requests(), more.failures(), budget);
      below.update(more.requests(), more.failures(), budget);
      condemned |= above.logEvidence() >= condemnAt;
      passed |= below.logEvidence() >= passAt;
      return Assessment.builder(verdict())
          .evidence(above.logEvidence(), below.logEvidence())
          .number("requests", calls.requests())
          .number("failures", calls.failures())
          .reason(calls + ", of a budget of " + 100 * budget + " %")
          .build();
    }

    private Verdict verdict() {
      if (condemned) {
        return Verdict.UNHEALTHY;
      }
      return passed ? Verdict.HEALTHY : Verdict.INSUFFICIENT;
    }

    @Override
    public MonitorState save() {
      double[] own = {calls.requests(), calls.failures(), condemned ? 1 : 0, passed ? 1 : 0};
      return new MonitorState(
          FORMAT,
          Stream.of(own, above.save(), below.save())
              .flatMapToDouble(DoubleStream::of)
              .boxed()
              .toList());
    }

    @Override
    public void restore(MonitorState state) {
      int test = above.save().length;
      double[] saved = state.require(FORMAT, 4 + 2 * test);
      calls = new CallCounts((long) saved[0], (long) saved[1]);
      condemned = saved[2] > 0;
      passed = saved[3] > 0;
      above.restore(Arrays.copyOfRange(saved, 4, 4 + test));
      below.restore(Arrays.copyOfRange(saved, 4 + test, saved.length));
    }
  }
}
// testing ends
