package dev.belay.benchmarks.comparison;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** A recorder of HdrHistogram with two digits, beside an adder for the failures. */
final class HdrRecorder implements Recorder {

  private static final int DIGITS = 2;
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final org.HdrHistogram.Recorder latencies =
      new org.HdrHistogram.Recorder(LONGEST_NANOS, DIGITS);
  private final Histogram total = new Histogram(LONGEST_NANOS, DIGITS);
  private final LongAdder failures = new LongAdder();

  @Override
  public void record(long nanos, boolean success) {
    latencies.recordValue(nanos);
    if (!success) {
      failures.increment();
    }
  }

  @Override
  public Counted counted() {
    total.add(latencies.getIntervalHistogram());
    return new Counted(total.getTotalCount() - failures.sum(), failures.sum());
  }
}
