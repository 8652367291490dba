package dev.belay.testkit;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The behaviour of a fake model, as one pure function. {@link FakeModel} documents the order. */
record Script(
    FakeLatency latency,
    @Nullable FakeLatency failureLatency,
    double failureRate,
    FailureMix kinds,
    Predicate<Object> failingOn,
    FakeScores scores,
    @Nullable FakeClasses classes,
    FakeWarmUp warmUp,
    FakeDegradation degradation,
    List<FakeOutage> outages,
    double slowerPerCallInFlight,
    long capacity,
    long hangNanos) {

  private static final FailureKind OVERLOADED = FailureKind.status(503);
  private static final double LONGEST_NANOS = Require.DAY.toNanos();

  Outcome of(Moment moment, Draws draws, Object input) {
    FakeOutage outage = outageAt(moment.elapsedNanos());
    if (outage != null) {
      return failed(0, outage.kind(), "an outage");
    }
    if (moment.inFlight() > capacity) {
      return failed(0, OVERLOADED, "more than " + capacity + " calls in flight");
    }
    if (failingOn.test(input)) {
      return failed(failureNanos(moment, draws), kinds.drawn(draws), "this input");
    }
    if (draws.failure() < failureRate(moment)) {
      return failed(failureNanos(moment, draws), kinds.drawn(draws), "chance");
    }
    double score = scores.score(draws, moment.elapsedNanos());
    return Outcome.answered(nanos(latency, moment, draws), score, predicted(score, moment, draws));
  }

  boolean upAt(long elapsedNanos) {
    return outageAt(elapsedNanos) == null;
  }

  private @Nullable FakeOutage outageAt(long elapsedNanos) {
    for (FakeOutage outage : outages) {
      if (outage.at(elapsedNanos)) {
        return outage;
      }
    }
    return null;
  }

  private Outcome failed(long nanos, FailureKind kind, String cause) {
    return Outcome.failed(kind.hangs() ? hangNanos : nanos, kind, cause);
  }

  private double failureRate(Moment moment) {
    double rate = degradation.failureRate(failureRate, moment.elapsedNanos());
    return warm(moment) ? rate : Math.max(rate, warmUp.failureRate());
  }

  private boolean warm(Moment moment) {
    return !warmUp.at(moment.elapsedNanos(), moment.number());
  }

  private long failureNanos(Moment moment, Draws draws) {
    return nanos(failureLatency == null ? latency : failureLatency, moment, draws);
  }

  private long nanos(FakeLatency from, Moment moment, Draws draws) {
    double nanos = from.nanos(draws)
        * degradation.slower(moment.elapsedNanos())
        * (warm(moment) ? 1 : warmUp.slower())
        * (1 + slowerPerCallInFlight * (moment.inFlight() - 1));
    return Math.round(Math.min(nanos, LONGEST_NANOS));
  }

  private int predicted(double score, Moment moment, Draws draws) {
    if (classes == null) {
      return score < .5 ? 0 : 1;
    }
    return classes.predicted(draws, moment.elapsedNanos());
  }
}
