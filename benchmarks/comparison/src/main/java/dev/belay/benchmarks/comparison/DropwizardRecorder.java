package dev.belay.benchmarks.comparison;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Timer;
import java.util.concurrent.TimeUnit;

/** A Dropwizard timer, which keeps a sample of the latencies and no histogram, beside a counter for the failures. */
final class DropwizardRecorder implements Recorder {

  private final Timer calls = new Timer();
  private final Counter failures = new Counter();

  @Override
  public void record(long nanos, boolean success) {
    calls.update(nanos, TimeUnit.NANOSECONDS);
    if (!success) {
      failures.inc();
    }
  }

  @Override
  public Counted counted() {
    return new Counted(calls.getCount() - failures.getCount(), failures.getCount());
  }
}
