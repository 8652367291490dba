package dev.belay.recording;

/**
 * The calls that run on one version right now, and the gate that lets no further one begin.
 *
 * <p>A call adds to {@code begun} and then looks at the gate; whoever drains closes the gate and then reads. Both steps
 * are sequentially consistent, so either the call sees the closed gate or the reader sees the call. The reader takes
 * {@code ended} before {@code begun}: the difference never misses a call that was running when the reading began, and a
 * closed gate with a difference of zero means that the version is drained for good.
 *
 * <p>Thread-safe; beginning and ending a call allocate nothing and never wait.
 */
public final class InFlight {

  private static final int BEGUN = 0;
  private static final int ENDED = 1;

  private final Stripes calls = new Stripes(2);
  private volatile boolean closed;

  /** An open gate with no call behind it. */
  public InFlight() {}

  /**
   * Begins a call.
   *
   * @return false if the gate is closed and the call must go elsewhere
   */
  public boolean begin() {
    calls.increment(BEGUN);
    if (closed) {
      calls.increment(ENDED);
      return false;
    }
    return true;
  }

  /** Ends a call that began. */
  public void end() {
    calls.increment(ENDED);
  }

  /** Lets no further call begin. */
  public void close() {
    closed = true;
  }

  /**
   * Counts the calls that began and have not ended.
   *
   * @return at least every call that was running when this method was called
   */
  public long count() {
    long ended = calls.sum(ENDED);
    return calls.sum(BEGUN) - ended;
  }
}
