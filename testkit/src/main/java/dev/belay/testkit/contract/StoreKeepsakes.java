package dev.belay.testkit.contract;

import dev.belay.ModelVersion;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.MonitorState;
import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.Lease;
import dev.belay.store.RolloutProgress;
import dev.belay.strategy.Phase;
import dev.belay.testkit.JournalRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a store must do with what stands beside the records. */
final class StoreKeepsakes {

  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  private final OpenStore store;
  private final String endpoint;

  StoreKeepsakes(OpenStore store, String endpoint) {
    this.store = store;
    this.endpoint = endpoint;
  }

  void requireKept() throws Exception {
    List<JournalRecord> journal = new ArrayList<>(JournalRecords.plainUpTo(3));
    for (JournalRecord record : journal) {
      store.append(endpoint, record);
    }
    requireLoaded(Optional.empty(), journal, Optional.empty());

    RolloutProgress early = progress(1);
    require(store.store().saveProgress(store.lease(endpoint), early), "the progress was kept");
    RolloutProgress late = progress(2);
    require(store.store().saveProgress(store.lease(endpoint), late), "the progress was kept");
    requireLoaded(Optional.empty(), journal, Optional.of(late));

    JournalSnapshot stale = snapshot(journal.get(1));
    require(
        !store.store().saveSnapshot(store.lease(endpoint), stale),
        "a snapshot that does not cover the last record is refused");
    requireLoaded(Optional.empty(), journal, Optional.of(late));
    JournalSnapshot snapshot = snapshot(journal.get(2));
    require(store.store().saveSnapshot(store.lease(endpoint), snapshot), "the snapshot was kept");
    requireLoaded(Optional.of(snapshot), List.of(), Optional.of(late));

    append(journal, 5);
    requireLoaded(Optional.of(snapshot), journal.subList(3, 5), Optional.of(late));
    JournalSnapshot newer = snapshot(journal.get(4));
    require(store.store().saveSnapshot(store.lease(endpoint), newer), "the snapshot was kept");
    append(journal, 6);
    requireLoaded(Optional.of(newer), journal.subList(5, 6), Optional.of(late));
    requireNothingOfAnEndedLease(newer, journal, late);
    store.requireJournal(endpoint, journal);
    if (!store.store().load("another").equals(EndpointJournal.EMPTY)) {
      throw new AssertionError("an endpoint without a journal must load nothing, but did");
    }
  }

  private void append(List<JournalRecord> journal, int until) throws Exception {
    while (journal.size() < until) {
      JournalRecord next = JournalRecords.plain(journal.size() + 1);
      store.append(endpoint, next);
      journal.add(next);
    }
  }

  private void requireNothingOfAnEndedLease(
      JournalSnapshot newer, List<JournalRecord> journal, RolloutProgress late) throws Exception {
    Lease ended = store.lease(endpoint);
    Lease unused = store.renew(endpoint);
    require(!store.store().saveProgress(ended, progress(3)), "an ended lease keeps no progress");
    require(
        !store.store().saveSnapshot(ended, snapshot(journal.get(5))),
        "an ended lease keeps no snapshot");
    requireLoaded(Optional.of(newer), journal.subList(5, 6), Optional.of(late));
  }

  private void requireLoaded(
      Optional<JournalSnapshot> snapshot,
      List<JournalRecord> records,
      Optional<RolloutProgress> progress)
      throws Exception {
    EndpointJournal expected = new EndpointJournal(snapshot, records, progress);
    requireLoaded("what is loaded", expected);
    store.reopen();
    requireLoaded("what the next process loads", expected);
  }

  private void requireLoaded(String what, EndpointJournal expected) throws Exception {
    EndpointJournal found = store.store().load(endpoint);
    OpenStore.require(what, expected.records(), found.records());
    requireEqual(what + " must have the snapshot ", expected.snapshot(), found.snapshot());
    requireEqual(what + " must have the progress ", expected.progress(), found.progress());
  }

  private static void requireEqual(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new AssertionError(what + expected + ", but had " + found);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("it must be so that " + what + ", but it was not");
    }
  }

  private static JournalSnapshot snapshot(JournalRecord last) {
    Map<String, Long> commands = new LinkedHashMap<>();
    commands.put("z", 3L);
    commands.put("a \ud83d\ude00", Long.MAX_VALUE);
    return new JournalSnapshot(
        last,
        Map.of(CANDIDATE, 4),
        Map.of(CANDIDATE, Phase.ROLLED_BACK, ModelVersion.of("fraud", "9"), Phase.PROMOTED),
        commands,
        last.sequence());
  }

  private static RolloutProgress progress(int number) {
    Map<String, MonitorState> signals = new LinkedHashMap<>();
    signals.put(
        "failure rate",
        new MonitorState(
            "failure-rate/1",
            List.of(0.0, -0.0, Double.MIN_VALUE, Double.NEGATIVE_INFINITY, Double.NaN, .1)));
    signals.put("empty", new MonitorState("none", List.of()));
    return new RolloutProgress(
        "fraud:8#1",
        Instant.parse("2026-11-24T09:00:00.123456789Z").plusNanos(number),
        Phase.EXPOSING,
        number,
        number + 1,
        counts(number),
        counts(number * 1_000_000_000_000L),
        ArmCounts.NONE,
        new PairCounts(9, 1, 2, 3, 3, 2),
        number,
        signals);
  }

  private static ArmCounts counts(long requests) {
    return new ArmCounts(new CallCounts(requests, requests / 2), new CallCounts(7, 0));
  }
}
