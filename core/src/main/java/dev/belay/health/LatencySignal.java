package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.LatencyBuckets;
import dev.belay.sequential.TailShiftTest;
import java.util.Locale;
import java.util.Map;

/** The 90 % and 99 % quantiles of the latency against the stable version, over the same time. */
record LatencySignal(double tolerance, double margin) implements HealthSignal {

  private static final double[] QUANTILES = {.9, .99};

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public String description() {
    return toString();
  }

  @Override
  public SignalMonitor open(SignalContext context) {
    return new Monitor(context);
  }

  /**
   * Feeds the calls that were assigned at random. Either quantile is half the evidence against the candidate; for it speaks
   * only the weaker one, because a candidate that is bad at one of them may not pass on the other.
   */
  private final class Monitor extends ComparisonMonitor {

    private final TailShiftTest[] rollback = new TailShiftTest[QUANTILES.length];
    private final TailShiftTest[] promotion = new TailShiftTest[QUANTILES.length];
    private final HistogramPool all = new HistogramPool();
    private final HistogramPool settled = new HistogramPool();
    private long stickyLeftOut;

    Monitor(SignalContext context) {
      super(context);
      for (int i = 0; i < QUANTILES.length; i++) {
        rollback[i] =
            TailShiftTest.above(QUANTILES[i], LatencyBuckets.COUNT, LatencySteps.up(1 + tolerance));
        promotion[i] =
            TailShiftTest.below(QUANTILES[i], LatencyBuckets.COUNT, LatencySteps.down(1 + margin));
        promotion[i].start(1);
      }
    }

    @Override
    void start(double weight) {
      for (TailShiftTest test : rollback) {
        test.start(weight);
      }
    }

    @Override
    void against(EvidenceIncrement increment) {
      all.add(increment, rollback);
      stickyLeftOut += increment.candidate().sticky().counts().requests();
    }

    @Override
    void towards(EvidenceIncrement increment) {
      settled.add(increment, promotion);
    }

    @Override
    double logAgainst() {
      double first = rollback[0].logEvidence();
      double second = rollback[1].logEvidence();
      double larger = Math.max(first, second);
      return larger + Math.log((1 + Math.exp(Math.min(first, second) - larger)) / 2);
    }

    @Override
    double logTowards() {
      return Math.min(promotion[0].logEvidence(), promotion[1].logEvidence());
    }

    @Override
    String worse() {
      return String.format(
          Locale.ROOT, "it is more than %.2f times slower at p90 or p99", 1 + tolerance);
    }

    @Override
    String within() {
      return String.format(
          Locale.ROOT, "it is less than %.2f times slower at p90 and p99", 1 + margin);
    }

    @Override
    Seen seen() {
      return new Tails(
          Tail.of(rollback[0]), Tail.of(rollback[1]), stickyLeftOut, LatencySignal.this);
    }

    @Override
    String format() {
      return "latency/1";
    }

    @Override
    void addStates(States states) {
      for (int i = 0; i < QUANTILES.length; i++) {
        states
            .add(rollback[i]::save, rollback[i]::restore)
            .add(promotion[i]::save, promotion[i]::restore);
      }
      states
          .add(all::save, all::restore)
          .add(settled::save, settled::restore)
          .add(() -> new double[] {stickyLeftOut}, saved -> stickyLeftOut = (long) saved[0]);
    }
  }

  /** What was compared at one quantile. */
  private record Tail(
      int edge,
      double candidateCalls,
      double candidateSlow,
      double stableCalls,
      double stableSlow) {

    static Tail of(TailShiftTest test) {
      return new Tail(
          test.threshold(),
          test.armTrials(),
          test.armEvents(),
          test.baseTrials(),
          test.baseEvents());
    }

    String text(String name, double tolerance) {
      return edge < 0
          ? name + " of stable is not known yet"
          : String.format(
              Locale.ROOT,
              "%s of stable is about %.2f ms: %.2f %% of stable's calls were slower, and %.2f %% of the"
                  + " candidate's were slower than %.2f times that",
              name,
              LatencyBuckets.lowerEdge(Math.min(edge, LatencyBuckets.COUNT - 1)) / 1e6,
              100 * stableSlow / Math.max(1, stableCalls),
              100 * candidateSlow / Math.max(1, candidateCalls),
              1 + tolerance);
    }

    void numbers(String name, Map<String, Double> numbers) {
      if (edge >= 0) {
        double nanos = LatencyBuckets.lowerEdge(Math.min(edge, LatencyBuckets.COUNT - 1));
        numbers.put(name + "StableMillis", nanos / 1e6);
      }
      numbers.put(name + "CandidateRequests", candidateCalls);
      numbers.put(name + "CandidateSlow", candidateSlow);
      numbers.put(name + "StableRequests", stableCalls);
      numbers.put(name + "StableSlow", stableSlow);
    }
  }

  /** What was compared at both quantiles. */
  private record Tails(Tail p90, Tail p99, long stickyLeftOut, LatencySignal signal)
      implements ComparisonMonitor.Seen {

    @Override
    public String text() {
      return p90.text("p90", signal.tolerance) + "; " + p99.text("p99", signal.tolerance)
          + (stickyLeftOut == 0
              ? ""
              : String.format(
                  Locale.ROOT, "; %,d sticky calls of the candidate not compared", stickyLeftOut));
    }

    @Override
    public void numbers(Map<String, Double> numbers) {
      p90.numbers("p90", numbers);
      p99.numbers("p99", numbers);
      numbers.put("stickyRequestsLeftOut", (double) stickyLeftOut);
      numbers.put("tolerance", signal.tolerance);
      numbers.put("margin", signal.margin);
    }
  }
}
