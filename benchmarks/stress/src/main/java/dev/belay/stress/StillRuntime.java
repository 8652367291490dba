package dev.belay.stress;

import dev.belay.runtime.BelayRuntime;
import dev.belay.runtime.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Time stands still, chance is always the same, no wake-up comes, and what may wait runs at once on the thread that asks. */
public final class StillRuntime implements BelayRuntime {

  /** The one runtime of all tests: it has no state. */
  public static final StillRuntime SHARED = new StillRuntime();

  private static final Wakeup NEVER = new Wakeup() {
    @Override
    public void now() {}

    @Override
    public void after(Duration delay) {}

    @Override
    public void cancel() {}
  };

  private StillRuntime() {}

  @Override
  public InstantSource clock() {
    return () -> Instant.EPOCH;
  }

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public int randomBits() {
    return 0;
  }

  @Override
  public Wakeup attach(Runnable task) {
    return NEVER;
  }

  @Override
  public Executor io() {
    return Runnable::run;
  }

  @Override
  public Executor calls() {
    return Runnable::run;
  }
}
