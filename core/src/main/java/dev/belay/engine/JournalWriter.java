package dev.belay.engine;

import dev.belay.runtime.BelayRuntime;
import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.Lease;
import dev.belay.store.RolloutProgress;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.text.Printable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an endpoint's journal: one record after the other, off the control thread.
 *
 * <p>After an exception nobody knows whether the record is in the journal, so the same record is tried until the store
 * answers, less and less often. If someone else has written to the journal, no further step is written from here; what is in
 * effect already, such as a retreat, still is. If someone else has the lease, nothing is written any more. Used by the control
 * thread alone.
 */
final class JournalWriter {

  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  private final String endpoint;
  private final RolloutStore store;
  private final BelayRuntime runtime;
  private final EngineClock clock;
  private final Consumer<Runnable> control;
  private final Events events;
  private final Deque<Entry> queue = new ArrayDeque<>();
  private final Backoff backoff;
  private @Nullable Lease lease;
  private long epoch;
  private @Nullable JournalSnapshot snapshot;
  private @Nullable RolloutProgress progress;
  private long lastSequence;
  private boolean busy;
  private boolean foreign;
  private boolean fenced;
  private boolean unsaved;
  private volatile boolean behind;

  /** What the writer tells, on the control thread. */
  interface Events {

    /** A record is in the journal. */
    void appended(JournalRecord record);

    /** Someone else has the lease; what waits will never be written. */
    void fenced();
  }

  JournalWriter(
      String endpoint,
      RolloutStore store,
      BelayRuntime runtime,
      EngineClock clock,
      Consumer<Runnable> control,
      Events events) {
    this.endpoint = endpoint;
    this.store = store;
    this.runtime = runtime;
    this.clock = clock;
    this.control = control;
    this.events = events;
    this.backoff = new Backoff(FIRST_RETRY, LAST_RETRY, runtime::randomBits);
  }

  private record Entry(
      LongFunction<JournalRecord> record,
      Runnable written,
      @Nullable Runnable dropped) {}

  /** Begins to write, after the last record that there is. What was to be written before has waited. */
  void open(Lease granted, long last) {
    lease = granted;
    epoch = granted.epoch();
    lastSequence = last;
    writeNext();
  }

  /** Writes nothing any more. */
  void close() {
    lease = null;
  }

  /** The lease, null before the journal is open, after it was closed and when someone else has it. */
  @Nullable
  Lease lease() {
    return fenced ? null : lease;
  }

  /** What a target is told beside a split that is decided now; an epoch counts also when the lease is gone. */
  OptionalLong fence() {
    return epoch > 0 && store.isDurable() ? OptionalLong.of(epoch) : OptionalLong.empty();
  }

  /** Whether everything is written. */
  boolean idle() {
    return queue.isEmpty();
  }

  /** Whether a step may be written: nothing waits, and nobody else writes. */
  boolean takesSteps() {
    return queue.isEmpty() && !foreign && lease() != null;
  }

  /** Whether something is not written yet; safe from every thread. */
  boolean behind() {
    return behind;
  }

  /** Writes a record before it takes effect; it is dropped if someone else has written to the journal. */
  void writeFirst(LongFunction<JournalRecord> record, Runnable written, Runnable dropped) {
    add(new Entry(record, written, dropped));
  }

  /** Writes a record that is in effect; it is never dropped. */
  void writeAfter(LongFunction<JournalRecord> record, Runnable written) {
    add(new Entry(record, written, null));
  }

  /** Tries again what could not be written, if it is time. */
  void retry() {
    if (backoff.due(clock.now())) {
      writeNext();
    }
  }

  /** How long until there is something to try again, at most a bound. */
  Duration untilRetry(Duration bound) {
    boolean waits = busy || queue.isEmpty() || lease() == null;
    return waits ? bound : backoff.untilDue(clock.now(), bound);
  }

  private void add(Entry entry) {
    queue.add(entry);
    behind = true;
    if (queue.size() == 1) {
      writeNext();
    }
  }

  /** Keeps a snapshot, as soon as nothing else waits. */
  void save(JournalSnapshot newer) {
    snapshot = newer;
    writeNext();
  }

  /** Keeps the progress of the rollout, as soon as nothing else waits; a newer one takes the place of one that waits. */
  void save(RolloutProgress newer) {
    progress = newer;
    writeNext();
  }

  private void writeNext() {
    Lease held = lease();
    if (busy || held == null) {
      return;
    }
    if (!queue.isEmpty()) {
      write(held, queue.element());
    } else if (snapshot != null) {
      JournalSnapshot next = snapshot;
      snapshot = null;
      save(() -> store.saveSnapshot(held, next));
    } else if (progress != null) {
      RolloutProgress next = progress;
      progress = null;
      save(() -> store.saveProgress(held, next));
    }
  }

  /** Something that a store does. */
  private interface Saving {

    boolean save() throws StoreException;
  }

  /** What cannot be kept is not tried again: the next one comes soon, and nothing depends on it. */
  private void save(Saving saving) {
    busy = true;
    runtime.io().execute(() -> {
      @Nullable Throwable failure = null;
      try {
        boolean unused = saving.save();
      } catch (Throwable e) {
        failure = e;
      }
      Throwable problem = failure;
      control.accept(() -> {
        busy = false;
        noteSaved(problem);
        writeNext();
      });
    });
  }

  private void noteSaved(@Nullable Throwable failure) {
    if (failure != null && !unsaved) {
      LOG.warn(
          "{}: what was seen cannot be saved; a restart would lose it",
          endpoint,
          Printable.failure(failure));
    } else if (failure == null && unsaved) {
      LOG.warn("{}: what is seen can be saved again", endpoint);
    }
    unsaved = failure != null;
  }

  private void write(Lease held, Entry entry) {
    JournalRecord record = entry.record.apply(lastSequence + 1);
    busy = true;
    runtime.io().execute(() -> {
      @Nullable AppendResult result = null;
      @Nullable Throwable failure = null;
      try {
        result = store.append(held, record);
      } catch (Throwable e) {
        failure = e;
      }
      AppendResult answer = result;
      Throwable problem = failure;
      control.accept(() -> handle(entry, record, answer, problem));
    });
  }

  private void handle(
      Entry entry,
      JournalRecord record,
      @Nullable AppendResult result,
      @Nullable Throwable failure) {
    busy = false;
    if (result instanceof AppendResult.Appended) {
      if (backoff.failing()) {
        LOG.warn("{}: the store takes records again", endpoint);
      }
      backoff.reset();
      lastSequence++;
      remove();
      events.appended(record);
      entry.written.run();
    } else if (result instanceof AppendResult.Conflict conflict) {
      warn(result, failure);
      boolean again = foreign;
      foreign = true;
      lastSequence = conflict.lastSequence();
      if (entry.dropped != null) {
        remove();
        entry.dropped.run();
      } else if (again) {
        backoff.failed(clock.now());
        return;
      }
    } else if (result instanceof AppendResult.Fenced other) {
      LOG.error(
          "{}: another process has taken the journal over with epoch {}; this one decides nothing"
              + " any more",
          endpoint,
          other.epoch());
      fenced = true;
      events.fenced();
    } else {
      warn(result, failure);
      backoff.failed(clock.now());
      return;
    }
    writeNext();
  }

  private void remove() {
    queue.remove();
    behind = foreign || !queue.isEmpty();
  }

  private void warn(@Nullable AppendResult result, @Nullable Throwable failure) {
    if (!backoff.failing() && !foreign) {
      LOG.warn(
          "{}: the store did not take a record ({}); no advance until it does",
          endpoint,
          result,
          failure == null ? null : Printable.failure(failure));
    }
  }
}
