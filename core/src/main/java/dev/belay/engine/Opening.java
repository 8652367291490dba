package dev.belay.engine;

import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalDamagedException;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutStore;
import dev.belay.text.Printable;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came of getting hold of an endpoint's journal: first the lease, then what it says. */
sealed interface Opening {

  /**
   * The journal is this process's own.
   *
   * @param lease the right to write it
   * @param journal what it says
   */
  record Open(Lease lease, EndpointJournal journal) implements Opening {}

  /**
   * Another process has it.
   *
   * @param holder which one
   */
  record Held(String holder) implements Opening {}

  /**
   * It cannot be read now.
   *
   * @param why where, and what to do
   * @param lastReadable the latest record that can be read, if any
   */
  record Failed(Throwable why, Optional<JournalRecord> lastReadable) implements Opening {}

  /** Tries once. May wait. */
  static Opening attempt(RolloutStore store, String endpoint, String holder) {
    try {
      LeaseResult result = store.acquire(endpoint, holder);
      if (result instanceof LeaseResult.HeldBy held) {
        return new Held(held.holder());
      }
      return load(store, result.orElseThrow());
    } catch (Throwable e) {
      return new Failed(e, Optional.empty());
    }
  }

  private static Opening load(RolloutStore store, Lease lease) {
    try {
      return new Open(lease, store.load(lease.endpoint()));
    } catch (JournalDamagedException damaged) {
      giveBack(store, lease);
      return new Failed(damaged, damaged.lastReadable());
    } catch (Throwable e) {
      giveBack(store, lease);
      return new Failed(e, Optional.empty());
    }
  }

  /** So that the next attempt gets it. */
  static void giveBack(RolloutStore store, Lease lease) {
    try {
      store.release(lease);
    } catch (Throwable e) {
      Logger log = LoggerFactory.getLogger(Opening.class);
      log.warn("{}: the lease could not be given back", lease.endpoint(), Printable.failure(e));
    }
  }
}
