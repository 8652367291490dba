package dev.belay.testkit.contract;

import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutStore;
import dev.belay.testkit.JournalRecords;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a store must do with leases, and with those who watch. */
final class StoreLeases {

  /** Longer than any bell takes that rings at all. */
  private static final long PATIENCE_SECONDS = 60;

  private final OpenStore store;
  private final String endpoint;

  StoreLeases(OpenStore store, String endpoint) {
    this.store = store;
    this.endpoint = endpoint;
  }

  void requireFencing() throws Exception {
    Lease first = store.lease(endpoint);
    store.append(endpoint, JournalRecords.plain(1));
    Lease second = store.renew(endpoint);
    requireLater(first, second);
    requireFenced(first, second, JournalRecords.plain(2));
    store.append(endpoint, JournalRecords.plain(2));
    requireFenced(first, second, JournalRecords.plain(2));
    store.store().release(first);
    store.append(endpoint, JournalRecords.plain(3));
    store.requireJournal(endpoint, JournalRecords.plainUpTo(3));

    Lease third = store.lease(endpoint);
    requireLater(second, third);
    requireFenced(second, third, JournalRecords.plain(4));
    store.append(endpoint, JournalRecords.plain(4));
    store.requireJournal(endpoint, JournalRecords.plainUpTo(4));
  }

  private static void requireLater(Lease earlier, Lease later) {
    if (later.epoch() <= earlier.epoch()) {
      throw new AssertionError("each lease must have a higher epoch than all before it, but "
          + later.epoch() + " came after " + earlier.epoch());
    }
  }

  private void requireFenced(Lease ended, Lease current, JournalRecord record) throws Exception {
    AppendResult answer = store.store().append(ended, record);
    if (!answer.equals(new AppendResult.Fenced(current.epoch()))) {
      throw new AssertionError("append with the lease of epoch " + ended.epoch() + " after that of "
          + current.epoch() + " was granted must be Fenced[epoch=" + current.epoch()
          + "], but was " + answer);
    }
  }

  void requireOneHolder() throws Exception {
    Lease first = store.lease(endpoint);
    LeaseResult answer = store.store().acquire(endpoint, "somebody else");
    if (answer instanceof LeaseResult.HeldBy held) {
      if (held.holder().isBlank()) {
        throw new AssertionError("HeldBy must say who has the lease, but said '' ");
      }
      store.append(endpoint, JournalRecords.plain(1));
    } else {
      Lease second = ((LeaseResult.Granted) answer).lease();
      requireLater(first, second);
      requireFenced(first, second, JournalRecords.plain(1));
    }
    if (!(store.store().acquire("another", "somebody else") instanceof LeaseResult.Granted)) {
      throw new AssertionError("the lease of another endpoint must be Granted, but was not");
    }
  }

  void requireBell() throws Exception {
    AtomicInteger rings = new AtomicInteger();
    CountDownLatch rung = new CountDownLatch(1);
    RolloutStore.Watch watch = store.store().watch(endpoint, () -> {
      rings.incrementAndGet();
      rung.countDown();
    });
    store.append(endpoint, JournalRecords.plain(1));
    if (!rung.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("a bell must ring after a record was appended, but did not");
    }
    watch.close();
    watch.close();
    int before = rings.get();
    for (JournalRecord record : List.of(JournalRecords.plain(2), JournalRecords.plain(3))) {
      store.append(endpoint, record);
    }
    if (rings.get() > before + 1) {
      throw new AssertionError("a bell must not ring after it was taken down, but rang "
          + (rings.get() - before) + " times");
    }
  }
}
