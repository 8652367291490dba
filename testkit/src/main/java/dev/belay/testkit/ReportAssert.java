package dev.belay.testkit;

import dev.belay.RolloutDecision;
import dev.belay.RolloutReport;
import dev.belay.strategy.RolloutState;
import java.util.Optional;

/** Assertions on the report of a rollout. Begun by {@link BelayAssertions}. */
public final class ReportAssert extends AbstractRolloutAssert<ReportAssert> {

  private final RolloutReport report;

  ReportAssert(RolloutReport report) {
    this.report = report;
  }

  @Override
  RolloutReport report() {
    return report;
  }

  @Override
  Optional<RolloutState> state() {
    return report.decisions().stream().reduce((before, next) -> next).map(RolloutDecision::to);
  }

  @Override
  ReportAssert self() {
    return this;
  }
}
