package dev.belay.engine;

import dev.belay.runtime.BelayRuntime;
import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.text.Printable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endpoint's journal, as its controller sees it: opened when the endpoint is made, or as soon as it can be after that, and
 * what it comes to. Used by the control thread alone, but for what is marked as safe from every thread.
 */
final class Ledger implements JournalWriter.Events {

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  private static final String FENCED = "another process has taken the journal over";

  /** So many records after the last snapshot there is another one, as soon as no rollout runs. */
  private static final int SNAPSHOT_EVERY = 200;

  private final String endpoint;
  private final RolloutStore store;
  private final BelayRuntime runtime;
  private final EngineClock clock;
  private final Consumer<Runnable> control;
  private final Events events;
  private final JournalWriter writer;
  private final Backoff backoff;
  private volatile Past past = new Past(EndpointJournal.EMPTY);
  private volatile @Nullable String trouble;
  private boolean opening;
  private boolean fenced;
  private boolean closed;
  private long records;

  /** What the ledger tells, on the control thread. */
  interface Events {

    /** The journal could not be opened at first, and is open now. */
    void opened(EndpointJournal journal);

    /** Another process decides from now on; why nothing is written down any more, in words. */
    void fenced(String why);
  }

  Ledger(
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
    this.writer = new JournalWriter(endpoint, store, runtime, clock, control, this);
    this.backoff = new Backoff(FIRST_RETRY, LAST_RETRY, runtime::randomBits);
  }

  /**
   * Opens the journal on the thread that makes the endpoint.
   *
   * @return what it says; of one that cannot be opened now, nothing but what is known of the last record
   * @throws IllegalStateException if another process has it
   */
  Optional<EndpointJournal> open() {
    Opening opened = Opening.attempt(store, endpoint, runtime.process());
    if (opened instanceof Opening.Held held) {
      throw new IllegalStateException("endpoint '" + endpoint
          + "' must have its journal for itself, but it is held by " + Printable.of(held.holder()));
    }
    if (opened instanceof Opening.Failed failed) {
      LOG.error(
          "{}: the journal cannot be used; requests are served, and no rollout starts until it can",
          endpoint,
          Printable.failure(failed.why()));
      failed(failed.why());
      failed.lastReadable().ifPresent(record -> clock.notBefore(record.at()));
      past = new Past(failed.lastReadable());
      return Optional.empty();
    }
    Opening.Open open = (Opening.Open) opened;
    take(open);
    return Optional.of(open.journal());
  }

  private void take(Opening.Open open) {
    EndpointJournal journal = open.journal();
    past = new Past(journal);
    records = journal.records().size();
    trouble = null;
    past.latest().ifPresent(clock::notBefore);
    writer.open(open.lease(), past.lastSequence());
  }

  private void failed(Throwable why) {
    trouble = "the journal cannot be used: " + Printable.messageOf(why);
    backoff.failed(clock.now());
  }

  /** Tries again what is due. */
  void turn() {
    if (waits() && !opening && backoff.due(clock.now())) {
      opening = true;
      runtime.io().execute(() -> {
        Opening answer = Opening.attempt(store, endpoint, runtime.process());
        control.accept(() -> reopened(answer));
      });
    }
    writer.retry();
  }

  private void reopened(Opening answer) {
    opening = false;
    if (answer instanceof Opening.Open open && !closed) {
      LOG.warn("{}: the journal can be used now", endpoint);
      backoff.reset();
      take(open);
      events.opened(open.journal());
    } else if (answer instanceof Opening.Open late) {
      runtime.io().execute(() -> Opening.giveBack(store, late.lease()));
    } else if (answer instanceof Opening.Held held) {
      failed(new IllegalStateException("it is held by " + Printable.of(held.holder())));
    } else if (answer instanceof Opening.Failed failed) {
      failed(failed.why());
    }
  }

  /** How long until there is something to try again, at most a bound. */
  Duration untilTurn(Duration bound) {
    Duration next = writer.untilRetry(bound);
    return waits() && !opening ? backoff.untilDue(clock.now(), next) : next;
  }

  /** Whether the journal is still to be opened. */
  boolean waits() {
    return backoff.failing() && !closed;
  }

  /** Gives the lease back; everything is written. */
  void close() {
    Lease lease = writer.lease();
    writer.close();
    closed = true;
    if (lease != null) {
      runtime.io().execute(() -> Opening.giveBack(store, lease));
    }
  }

  boolean closed() {
    return closed;
  }

  /** Why nothing is written down any more, null if it is. */
  @Nullable
  String fence() {
    return fenced ? FENCED : null;
  }

  JournalWriter writer() {
    return writer;
  }

  /** What the journal comes to; safe from every thread. */
  Past past() {
    return past;
  }

  /** Why no rollout can start, null if one can; safe from every thread. */
  @Nullable
  String trouble() {
    return trouble;
  }

  @Override
  public void appended(JournalRecord record) {
    past.add(record);
    records++;
    if (records >= SNAPSHOT_EVERY) {
      past.snapshot().ifPresent(snapshot -> {
        records = 0;
        writer.save(snapshot);
      });
    }
  }

  @Override
  public void fenced() {
    trouble = FENCED;
    fenced = true;
    backoff.reset();
    events.fenced(FENCED);
  }
}
