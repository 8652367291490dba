package dev.belay.engine;

import dev.belay.runtime.BelayRuntime;
import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an endpoint's journal: one record after the other, off the control thread.
 *
 * <p>After an exception nobody knows whether the record is in the journal, so the same record is tried until the store
 * answers, once for every {@link #retry}. If someone else has written to the journal, no further step is written from here;
 * what is in effect already, such as a retreat, still is. Used by the control thread alone.
 */
final class JournalWriter {

  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  private final String endpoint;
  private final RolloutStore store;
  private final BelayRuntime runtime;
  private final Consumer<Runnable> control;
  private final Deque<Entry> queue = new ArrayDeque<>();
  private long lastSequence;
  private boolean writing;
  private boolean failing;
  private boolean foreign;
  private volatile boolean behind;

  JournalWriter(
      String endpoint,
      RolloutStore store,
      BelayRuntime runtime,
      Consumer<Runnable> control,
      long lastSequence) {
    this.endpoint = endpoint;
    this.store = store;
    this.runtime = runtime;
    this.control = control;
    this.lastSequence = lastSequence;
  }

  private record Entry(
      LongFunction<JournalRecord> record,
      Runnable written,
      @Nullable Runnable dropped) {}

  /** Whether everything is written. */
  boolean idle() {
    return queue.isEmpty();
  }

  /** Whether a step may be written: nothing waits, and nobody else writes. */
  boolean takesSteps() {
    return queue.isEmpty() && !foreign;
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

  /** Tries again what could not be written. */
  void retry() {
    if (!writing && !queue.isEmpty()) {
      write(queue.element());
    }
  }

  private void add(Entry entry) {
    queue.add(entry);
    behind = true;
    if (!writing && queue.size() == 1) {
      write(entry);
    }
  }

  private void write(Entry entry) {
    JournalRecord record = entry.record.apply(lastSequence + 1);
    writing = true;
    runtime.io().execute(() -> {
      @Nullable AppendResult result = null;
      @Nullable Throwable failure = null;
      try {
        result = store.append(endpoint, record);
      } catch (Throwable e) {
        failure = e;
      }
      AppendResult answer = result;
      Throwable problem = failure;
      control.accept(() -> handle(entry, answer, problem));
    });
  }

  private void handle(Entry entry, @Nullable AppendResult result, @Nullable Throwable failure) {
    writing = false;
    if (result instanceof AppendResult.Appended) {
      if (failing) {
        LOG.warn("{}: the store takes records again", endpoint);
      }
      failing = false;
      lastSequence++;
      remove();
      entry.written.run();
    } else {
      warn(result, failure);
      if (!(result instanceof AppendResult.Conflict conflict)) {
        return;
      }
      foreign = true;
      lastSequence = conflict.lastSequence();
      if (entry.dropped != null) {
        remove();
        entry.dropped.run();
      }
    }
    retry();
  }

  private void remove() {
    queue.remove();
    behind = foreign || !queue.isEmpty();
  }

  private void warn(@Nullable AppendResult result, @Nullable Throwable failure) {
    if (!failing) {
      LOG.warn(
          "{}: the store did not take a record ({}); no advance until it does",
          endpoint,
          result,
          failure);
    }
    failing = true;
  }
}
