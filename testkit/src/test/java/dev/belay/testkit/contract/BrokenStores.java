package dev.belay.testkit.contract;

import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutProgress;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Stores with one fault each. */
final class BrokenStores {

  private BrokenStores() {}

  /** Lets the other threads of a race go first. */
  private static void giveWay() {
    if (Thread.currentThread().getName().startsWith("pool-")) {
      LockSupport.parkNanos(2_000_000);
    }
  }

  static Stream<Fault<Supplier<BrokenStore>>> faults() {
    return Stream.of(answers(), names(), journals(), races(), leases(), LossyStores.faults())
        .flatMap(faults -> faults);
  }

  private static Fault<Supplier<BrokenStore>> fault(
      String name, Supplier<BrokenStore> broken, String test, String message) {
    return new Fault<>(name, broken, test, message);
  }

  private static Stream<Fault<Supplier<BrokenStore>>> answers() {
    return Stream.of(
        fault(
            "takes a record beyond the end",
            () -> new BrokenStore() {
              @Override
              AppendResult take(List<JournalRecord> journal, JournalRecord record) {
                return record.sequence() > journal.size()
                    ? super.take(journal, OtherRecords.saying(journal.size() + 1, record.reason()))
                    : super.take(journal, record);
              }
            },
            "refusesASequenceThatIsNotTheNextOne",
            "append of sequence 9223372036854775807 to fraud, whose journal ends at 0, must"
                + " be Conflict[lastSequence=0], but was Appended[]"),
        fault(
            "tells the sequence that was wanted for the last one",
            () -> new BrokenStore() {
              @Override
              AppendResult conflict(JournalRecord record, int last) {
                return new AppendResult.Conflict(record.sequence());
              }
            },
            "refusesASequenceThatIsNotTheNextOne",
            "append of sequence -1 to fraud, whose journal ends at 0, must be"
                + " Conflict[lastSequence=0], but was Conflict[lastSequence=-1]"),
        fault(
            "keeps what it refuses",
            () -> new BrokenStore() {
              @Override
              AppendResult conflict(JournalRecord record, int last) {
                journal("fraud").add(record);
                return super.conflict(record, last);
              }
            },
            "refusesASequenceThatIsNotTheNextOne",
            "must be Conflict[lastSequence=0], but was Conflict[lastSequence=1]"),
        fault(
            "refuses what it has already",
            () -> new BrokenStore() {
              @Override
              AppendResult take(List<JournalRecord> journal, JournalRecord record) {
                return record.sequence() == journal.size()
                    ? conflict(record, journal.size())
                    : super.take(journal, record);
              }
            },
            "takesTheLastRecordAgainAsAppended",
            "append of sequence 1 to fraud must be Appended, but was Conflict[lastSequence=1]"),
        fault(
            "writes what it has already once more",
            () -> new BrokenStore() {
              @Override
              AppendResult take(List<JournalRecord> journal, JournalRecord record) {
                AppendResult answer = super.take(journal, record);
                if (record.sequence() == 5
                    && journal.size() == 5
                    && answer instanceof AppendResult.Appended) {
                  journal.add(record);
                }
                return answer;
              }
            },
            "takesTheLastRecordAgainAsAppended",
            "the journal fraud must have 5 records, but had 6"),
        fault(
            "knows records by their place alone",
            () -> new BrokenStore() {
              @Override
              AppendResult take(List<JournalRecord> journal, JournalRecord record) {
                return record.sequence() == journal.size() && !journal.isEmpty()
                    ? new AppendResult.Appended()
                    : super.take(journal, record);
              }
            },
            "refusesAnotherRecordAtTheSamePlace",
            "append of sequence 1 to fraud, whose journal ends at 1, must be"
                + " Conflict[lastSequence=1], but was Appended[]"),
        fault(
            "knows records by identity",
            () -> new BrokenStore() {
              @Override
              @SuppressWarnings("ReferenceEquality") // The fault.
              AppendResult take(List<JournalRecord> journal, JournalRecord record) {
                int last = journal.size();
                return last > 0 && record.sequence() == last && journal.get(last - 1) != record
                    ? conflict(record, last)
                    : super.take(journal, record);
              }
            },
            "takesTheLastRecordAgainAsAppended",
            "append of sequence 1 to fraud must be Appended, but was Conflict[lastSequence=1]"),
        fault(
            "overwrites an early record",
            () -> new BrokenStore() {
              @Override
              AppendResult conflict(JournalRecord record, int last) {
                if (record.sequence() == 1 && last == 2) {
                  journal("fraud").set(0, record);
                }
                return super.conflict(record, last);
              }
            },
            "refusesAnotherRecordAtTheSamePlace",
            "the journal fraud must hold what was appended, but of record 1,"
                + " candidate.version must be 8, but was 9"));
  }

  private static Stream<Fault<Supplier<BrokenStore>>> names() {
    return Stream.of(
        named(
            "does not tell upper from lower case",
            endpoint -> endpoint.toLowerCase(Locale.ROOT),
            "append of sequence 1 to Fraud must be Appended, but was Conflict[lastSequence=1]"),
        named(
            "replaces what file systems do not like",
            endpoint -> endpoint.replaceAll("[/:]", "_"),
            "append of sequence 1 to fraud: must be Appended"),
        named(
            "drops what follows the 64th character",
            endpoint -> endpoint.substring(0, Math.min(64, endpoint.length())),
            "e2 must be Appended, but was Conflict[lastSequence=1]"),
        named(
            "goes up in directories",
            endpoint -> endpoint.replace("fraud/../", ""),
            "append of sequence 1 to fraud/../fraud must be Appended"),
        named(
            "drops a dot at the end",
            endpoint -> endpoint.replaceAll("[.]$", ""),
            "append of sequence 1 to fraud. must be Appended"));
  }

  private static Fault<Supplier<BrokenStore>> named(
      String fault, UnaryOperator<String> name, String message) {
    return fault(
        fault,
        () -> new BrokenStore() {
          @Override
          String name(String endpoint) {
            return name.apply(endpoint);
          }
        },
        "keepsJournalsApart",
        message);
  }

  private static Stream<Fault<Supplier<BrokenStore>>> journals() {
    return Stream.of(
        fault(
            "knows no journal that was never written to",
            () -> new BrokenStore() {
              @Override
              public List<JournalRecord> read(String endpoint) throws StoreException {
                if (journal(endpoint).isEmpty()) {
                  throw new StoreException("no journal " + endpoint, new IOException("not found"));
                }
                return super.read(endpoint);
              }
            },
            "hasNoJournalsWhenItIsNew",
            "no journal fraud"),
        fault(
            "reads the last record first",
            () -> new BrokenStore() {
              @Override
              public List<JournalRecord> read(String endpoint) throws StoreException {
                List<JournalRecord> turned = new ArrayList<>();
                super.read(endpoint).forEach(record -> turned.add(0, record));
                return turned;
              }
            },
            "keepsWhatWasAppendedInOrder",
            "the journal after tick 2 must hold what was appended, but of record 1, sequence"
                + " must be 1, but was 2"),
        fault(
            "reads one page",
            () -> new BrokenStore() {
              @Override
              public List<JournalRecord> read(String endpoint) throws StoreException {
                return super.read(endpoint).stream().limit(50).toList();
              }
            },
            "keepsWhatWasAppendedInOrder",
            "the journal after tick 51 must have 51 records, but had 50"),
        reopened(
            "loses the last record when it is closed",
            journal -> journal.isEmpty() ? journal : copy(journal.subList(0, journal.size() - 1)),
            "keepsWhatWasAppendedInOrder",
            "the journal fraud, opened anew, must have 20 records, but had 19"),
        reopened(
            "loses everything when it is closed",
            journal -> new ArrayList<>(),
            "takesTheLastRecordAgainAsAppended",
            "the journal fraud, opened anew, must have 5 records, but had 0"),
        fault(
            "hands out the journal itself",
            () -> new BrokenStore() {
              @Override
              public List<JournalRecord> read(String endpoint) {
                return journal(endpoint);
              }
            },
            "handsOutJournalsAsTheyWere",
            "a journal that was read before the first append must have 0 records, but had 3"),
        fault(
            "can be changed by its readers",
            () -> new BrokenStore() {
              private final Map<String, List<JournalRecord>> last = new ConcurrentHashMap<>();

              @Override
              public List<JournalRecord> read(String endpoint) throws StoreException {
                List<JournalRecord> now = super.read(endpoint);
                List<JournalRecord> old = last.get(endpoint);
                if (old != null && now.size() == 3 && old.size() != 2) {
                  return old;
                }
                List<JournalRecord> shown = copy(now);
                last.put(endpoint, shown);
                return shown;
              }
            },
            "handsOutJournalsAsTheyWere",
            "must have 3 records, but had 0"));
  }

  private static Fault<Supplier<BrokenStore>> reopened(
      String name, UnaryOperator<List<JournalRecord>> change, String test, String message) {
    return fault(
        name,
        () -> new BrokenStore() {
          @Override
          RolloutStore reopened() {
            change(change);
            return this;
          }
        },
        test,
        message);
  }

  private static List<JournalRecord> copy(List<JournalRecord> journal) {
    return new ArrayList<>(journal);
  }

  private static Stream<Fault<Supplier<BrokenStore>>> leases() {
    return Stream.of(
        fault(
            "gives out the same epoch again",
            () -> new BrokenStore() {
              @Override
              long nextEpoch(long before) {
                return before;
              }
            },
            "fencesOffEarlierLeases",
            "each lease must have a higher epoch than all before it, but 1 came after 1"),
        fault(
            "forgets the epochs when it is closed",
            () -> new BrokenStore() {
              @Override
              RolloutStore reopened() {
                forgetEpochs();
                return this;
              }
            },
            "fencesOffEarlierLeases",
            "each lease must have a higher epoch than all before it, but 1 came after 2"),
        fault(
            "lets whoever had the lease write on",
            () -> new BrokenStore() {
              @Override
              boolean ended(Lease lease) {
                return false;
              }
            },
            "fencesOffEarlierLeases",
            "must be Fenced[epoch=2], but was Appended[]"),
        fault(
            "says not who has the lease",
            () -> new BrokenStore() {
              @Override
              public LeaseResult acquire(String endpoint, String holder) throws StoreException {
                return epoch(endpoint) == 0
                    ? super.acquire(endpoint, holder)
                    : new LeaseResult.HeldBy(" ");
              }
            },
            "handsALeaseOverOrSaysWhoHasIt",
            "HeldBy must say who has the lease"),
        fault(
            "takes a snapshot for newer than it is",
            () -> new BrokenStore() {
              @Override
              boolean covers(JournalSnapshot snapshot, String endpoint) {
                return true;
              }
            },
            "keepsSnapshotAndProgress",
            "a snapshot that does not cover the last record is refused"),
        fault(
            "keeps no progress",
            () -> new BrokenStore() {
              @Override
              boolean keeps(Object keepsake) {
                return !(keepsake instanceof RolloutProgress);
              }
            },
            "keepsSnapshotAndProgress",
            "what is loaded must have the progress Optional[RolloutProgress"),
        fault(
            "keeps no snapshot",
            () -> new BrokenStore() {
              @Override
              boolean keeps(Object keepsake) {
                return !(keepsake instanceof JournalSnapshot);
              }
            },
            "keepsSnapshotAndProgress",
            "what is loaded must have 0 records, but had 3"),
        fault(
            "rings on",
            () -> new BrokenStore() {
              @Override
              void takeDown(Runnable bell) {}
            },
            "ringsTheBellOfWhoeverWatches",
            "a bell must not ring after it was taken down, but rang 2 times"));
  }

  private static Stream<Fault<Supplier<BrokenStore>>> races() {
    return Stream.of(
        fault(
            "looks first and writes later",
            () -> new BrokenStore() {
              @Override
              public AppendResult append(String endpoint, JournalRecord record)
                  throws StoreException {
                int last = read(endpoint).size();
                giveWay();
                List<JournalRecord> journal = journal(endpoint);
                synchronized (journal) {
                  if (record.sequence() != last + 1) {
                    return take(journal, record);
                  }
                  journal.add(record);
                  return new AppendResult.Appended();
                }
              }
            },
            "letsExactlyOneOfSeveralWritersHaveAPlace",
            "one must be told Appended and all others Conflict"),
        fault(
            "takes whoever was slower for somebody else",
            () -> new BrokenStore() {
              @Override
              public AppendResult append(String endpoint, JournalRecord record)
                  throws StoreException {
                int last = read(endpoint).size();
                giveWay();
                List<JournalRecord> journal = journal(endpoint);
                synchronized (journal) {
                  return last == journal.size()
                      ? take(journal, record)
                      : conflict(record, journal.size());
                }
              }
            },
            "takesTheSameRecordFromSeveralWritersOnce",
            "must all be told Appended, but were told "),
        fault(
            "is without records while it writes",
            () -> new BrokenStore() {
              @Override
              public AppendResult append(String endpoint, JournalRecord record)
                  throws StoreException {
                List<JournalRecord> whole = read(endpoint);
                List<JournalRecord> journal = journal(endpoint);
                synchronized (journal) {
                  journal.clear();
                }
                giveWay();
                synchronized (journal) {
                  journal.addAll(whole);
                }
                AppendResult answer = super.append(endpoint, record);
                giveWay();
                return answer;
              }
            },
            "showsAGrowingBeginningWhileManyWrite",
            "must never get shorter"));
  }
}
