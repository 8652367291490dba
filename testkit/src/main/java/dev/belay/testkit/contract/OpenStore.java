package dev.belay.testkit.contract;

import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The store under test, with what its contract says about each answer. Appending and reading is thread-safe. */
final class OpenStore implements AutoCloseable {

  private final Reopening reopening;
  private final Map<String, Lease> leases = new HashMap<>();
  private volatile RolloutStore store;

  /** Closes a store and opens it again. */
  interface Reopening {

    RolloutStore reopen(RolloutStore store) throws Exception;
  }

  OpenStore(RolloutStore store, Reopening reopening) {
    this.store = Objects.requireNonNull(store, "open() must return a store, but returned null");
    this.reopening = reopening;
  }

  AppendResult answer(String endpoint, JournalRecord record) throws StoreException {
    return Objects.requireNonNull(
        store.append(lease(endpoint), record), "append must answer, but returned null");
  }

  /** The lease by which this store writes a journal, one until it is opened anew. */
  Lease lease(String endpoint) throws StoreException {
    synchronized (leases) {
      Lease known = leases.get(endpoint);
      if (known == null) {
        known = acquire(endpoint);
        leases.put(endpoint, known);
      }
      return known;
    }
  }

  /** Gives back what was written with, and asks again. */
  Lease renew(String endpoint) throws StoreException {
    synchronized (leases) {
      store.release(lease(endpoint));
      Lease next = acquire(endpoint);
      leases.put(endpoint, next);
      return next;
    }
  }

  private Lease acquire(String endpoint) throws StoreException {
    LeaseResult result = Objects.requireNonNull(
        store.acquire(endpoint, "the contract"), "acquire must answer, but returned null");
    if (result instanceof LeaseResult.Granted granted) {
      return granted.lease();
    }
    throw new AssertionError(
        "acquire of " + endpoint + ", which nobody has, must be Granted, but was " + result);
  }

  RolloutStore store() {
    return store;
  }

  /** Opens the store anew. */
  void reopen() throws Exception {
    synchronized (leases) {
      leases.clear();
      store = Objects.requireNonNull(
          reopening.reopen(store), "reopen() must return a store, but returned null");
    }
  }

  /** Appends a record that must be taken. */
  void append(String endpoint, JournalRecord record) throws StoreException {
    AppendResult answer = answer(endpoint, record);
    if (!(answer instanceof AppendResult.Appended)) {
      throw new AssertionError("append of sequence " + record.sequence() + " to " + endpoint
          + " must be Appended, but was " + answer);
    }
  }

  /** Appends a record that must not be taken. */
  void requireConflict(String endpoint, JournalRecord record, long last) throws StoreException {
    AppendResult answer = answer(endpoint, record);
    if (!answer.equals(new AppendResult.Conflict(last))) {
      throw new AssertionError("append of sequence " + record.sequence() + " to " + endpoint
          + ", whose journal ends at " + last + ", must be Conflict[lastSequence=" + last
          + "], but was " + answer);
    }
  }

  List<JournalRecord> read(String endpoint) throws StoreException {
    return Objects.requireNonNull(store.read(endpoint), "read must return a list, but was null");
  }

  /** The journal must hold these records now, and when the store has been opened anew. */
  void requireJournal(String endpoint, List<JournalRecord> expected) throws Exception {
    require("the journal " + endpoint, expected, read(endpoint));
    reopen();
    require("the journal " + endpoint + ", opened anew,", expected, read(endpoint));
  }

  /** What was read must be what was appended. */
  static void require(String what, List<JournalRecord> expected, List<JournalRecord> found) {
    int shorter = Math.min(found.size(), expected.size());
    for (int i = 0; i < shorter; i++) {
      if (!expected.get(i).equals(found.get(i))) {
        throw new AssertionError(what + " must hold what was appended, but of record " + (i + 1)
            + ", " + Difference.between(expected.get(i), found.get(i)));
      }
    }
    if (found.size() != expected.size()) {
      throw new AssertionError(
          what + " must have " + expected.size() + " records, but had " + found.size());
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
