package dev.belay.routing;

import dev.belay.ModelVersion;
import dev.belay.ShadowCalls;
import dev.belay.evidence.PairCounts;
import dev.belay.recording.InFlight;
import dev.belay.recording.PairRecorder;
import dev.belay.runtime.BelayRuntime;
import dev.belay.runtime.Wakeup;
import dev.belay.text.Printable;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the candidate in the shadow of stable.
 *
 * <ol>
 *   <li>A request that stable has answered draws 32 random bits; one that is not sampled goes on.
 *   <li>One that is sampled takes one of few places, or is dropped and counted; then it puts a note into a queue and wakes the
 *       control plane. It starts no thread, takes no lock and never waits.
 *   <li>The call runs on another thread, has a deadline, and its outcome, an exception above all, goes nowhere but into a pair.
 *       A place is free again when the call has really ended, so a candidate that hangs fills the places and no more.
 * </ol>
 *
 * <p>Thread-safe.
 */
public final class Shadow {

  private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);

  private final ModelVersion candidate;
  private final ShadowCalls settings;
  private final long threshold;
  private final BelayRuntime runtime;
  private final InFlight calls;
  private final PairRecorder pairs = new PairRecorder();
  private final Queue<ShadowCall<?>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger places;
  private final LongAdder dropped = new LongAdder();
  private final Wakeup dispatcher;
  private volatile boolean open;

  /**
   * A shadow that is closed.
   *
   * @param candidate the version to call
   * @param settings how many calls, and within which bounds
   * @param runtime clocks, threads and chance
   * @param calls where running calls of the candidate are counted
   */
  public Shadow(
      ModelVersion candidate, ShadowCalls settings, BelayRuntime runtime, InFlight calls) {
    this.candidate = candidate;
    this.settings = settings;
    this.threshold = RoutingTable.threshold(settings.sample());
    this.runtime = runtime;
    this.calls = calls;
    this.places = new AtomicInteger(settings.maxConcurrent());
    this.dispatcher = runtime.attach(this::dispatch);
  }

  /** Begins to sample requests. */
  public void open() {
    open = true;
  }

  /** Samples no further request. Calls that run already go on to their end. */
  public void close() {
    open = false;
  }

  /** Whether the candidate is to be asked the request that has just been answered; if so, a place is taken for it. */
  boolean takes() {
    return open && Integer.toUnsignedLong(runtime.randomBits()) < threshold && takePlace();
  }

  private boolean takePlace() {
    // Looks before it takes: while all places are taken, callers share a word that nobody writes.
    if (places.get() > 0) {
      if (places.getAndDecrement() > 0) {
        return true;
      }
      places.getAndIncrement();
    }
    dropped.increment();
    return false;
  }

  /** Calls the candidate some time later, in a place that was taken. Never throws: the request has its answer already. */
  void offer(Supplier<ShadowCall<?>> copy) {
    PairRecorder.@Nullable Batch batch = null;
    try {
      batch = pairs.begin();
      ShadowCall<?> call = copy.get();
      call.enter(batch);
      queue.add(call);
    } catch (Throwable failure) {
      LOG.debug("A call could not be made in the shadow", Printable.failure(failure));
      if (batch != null) {
        batch.abandon();
      }
      places.getAndIncrement();
      dropped.increment();
      return;
    }
    wake();
  }

  private void wake() {
    try {
      dispatcher.now();
    } catch (Throwable failure) {
      // The next one wakes it.
      LOG.debug("The control plane could not be woken", Printable.failure(failure));
    }
  }

  private void dispatch() {
    for (ShadowCall<?> call = queue.poll(); call != null; call = queue.poll()) {
      if (!open || !calls.begin()) {
        drop(call);
        continue;
      }
      try {
        executor().execute(call);
      } catch (Throwable noThread) {
        // The call itself throws nothing.
        LOG.debug("No thread for a call in the shadow", Printable.failure(noThread));
        calls.end();
        drop(call);
      }
    }
  }

  private Executor executor() {
    return runtime.calls();
  }

  private void drop(ShadowCall<?> call) {
    call.abandon();
    places.getAndIncrement();
    dropped.increment();
  }

  /** The call on the candidate has really ended. */
  void ended() {
    calls.end();
    places.getAndIncrement();
  }

  ModelVersion candidate() {
    return candidate;
  }

  ShadowCalls settings() {
    return settings;
  }

  BelayRuntime runtime() {
    return runtime;
  }

  /**
   * Reads the pairs that are complete since the last call. One reader at a time.
   *
   * @return the growth
   */
  public PairCounts take() {
    return pairs.take();
  }

  /**
   * Counts the sampled requests whose copy was never made.
   *
   * @return requests
   */
  public long droppedCount() {
    return dropped.sum();
  }
}
