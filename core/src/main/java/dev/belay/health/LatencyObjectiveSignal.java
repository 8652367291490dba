package dev.belay.health;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;
import java.time.Duration;
import java.util.Locale;

/** The share of calls that are slower than an objective. */
record LatencyObjectiveSignal(Duration limit, double quantile) implements HealthSignal {

  private static final Duration SHORTEST = Duration.ofNanos(1_000);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  LatencyObjectiveSignal {
    if (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "limit must be in [" + SHORTEST + ", " + LONGEST + "], but was " + limit);
    }
    Range.closed("quantile", quantile, .5, .9999);
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "latency objective p%s", percent());
  }

  private String percent() {
    String text = String.format(Locale.ROOT, "%.2f", 100 * quantile);
    return text.replaceAll("\\.?0+$", "");
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

  private final class Monitor extends ObjectiveMonitor {

    private final int bucket = LatencyBuckets.indexOf(limit.toNanos());

    Monitor(SignalContext context) {
      super(context, 1 - quantile);
    }

    @Override
    double trials(EvidenceIncrement increment) {
      return increment.candidate().random().latencies().total()
          + increment.candidate().sticky().latencies().total();
    }

    /** Calls in the buckets above the one that holds the limit. */
    @Override
    double certainly(EvidenceIncrement increment) {
      return slower(increment, bucket + 1);
    }

    /** Calls in that bucket too. */
    @Override
    double possibly(EvidenceIncrement increment) {
      return slower(increment, bucket);
    }

    private double slower(EvidenceIncrement increment, int first) {
      return slower(increment.candidate().random().latencies(), first)
          + slower(increment.candidate().sticky().latencies(), first);
    }

    private static double slower(LatencyHistogram latencies, int first) {
      if (latencies.total() == 0) {
        return 0;
      }
      long sum = 0;
      for (int i = first; i < LatencyBuckets.COUNT; i++) {
        sum += latencies.count(i);
      }
      return sum;
    }

    @Override
    String describe(double calls, double happened) {
      return String.format(
          Locale.ROOT,
          "candidate: %,.0f of %,.0f calls slower than %.2f ms",
          happened,
          calls,
          limit.toNanos() / 1e6);
    }

    @Override
    String worse() {
      return String.format(
          Locale.ROOT, "more than %.2f %% of its calls are slower", 100 * (1 - quantile));
    }

    @Override
    String within() {
      return String.format(
          Locale.ROOT, "less than %.2f %% of its calls are slower", 100 * (1 - quantile));
    }

    @Override
    String format() {
      return "latency-objective/2";
    }
  }
}
