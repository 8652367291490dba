package dev.belay.canary.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.store.AppendResult;
import dev.belay.store.EndpointJournal;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.testkit.simulation.Histories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is broken on purpose is found, made short, and told. */
class HistoriesTest {

  /** A store in memory, with one thing done differently. */
  private static class BrokenStore extends ForwardingRolloutStore {

    BrokenStore() {
      super(RolloutStore.inMemory());
    }

    final List<JournalRecord> journal = new ArrayList<>();
    boolean repeats;
    int forgets;

    @Override
    public AppendResult append(Lease lease, JournalRecord record) {
      int last = journal.size();
      boolean there =
          record.sequence() == last && last > 0 && journal.get(last - 1).equals(record);
      if (!there && record.sequence() != last + 1) {
        return new AppendResult.Conflict(last);
      }
      if ((!there || repeats) && record.sequence() != forgets) {
        journal.add(record);
      }
      return new AppendResult.Appended();
    }

    @Override
    public EndpointJournal load(String endpoint) {
      return new EndpointJournal(Optional.empty(), journal, Optional.empty());
    }

    @Override
    public List<JournalRecord> read(String endpoint) {
      return List.copyOf(journal);
    }

    static BrokenStore repeating() {
      BrokenStore store = new BrokenStore();
      store.repeats = true;
      return store;
    }

    static BrokenStore forgettingTheFifth() {
      BrokenStore store = new BrokenStore();
      store.forgets = 5;
      return store;
    }
  }

  private static Histories on(Supplier<RolloutStore> store) {
    return Histories.of(Plans.quick(Plans.cappedAt(60))).on(store).number(300);
  }

  private static String found(Histories histories) {
    return String.valueOf(
        assertThrows(AssertionError.class, histories::requireSound).getMessage());
  }

  @Test
  void findsAStoreThatAcknowledgesWhatItForgets() {
    String found = found(on(BrokenStore::forgettingTheFifth));
    assertTrue(found.contains("Start[]"), found);
  }

  @Test
  void findsAStoreThatWritesTheSameTwice() {
    String found = found(on(BrokenStore::repeating));
    assertTrue(found.contains("has the sequence"), found);
    assertTrue(found.contains("StoreTrouble[how=ANSWER_LOST]"), found);
  }

  @Test
  void findsAStoreThatLosesTheEndOfAJournalWhenTheProcessEnds() {
    String found = found(on(() -> new BrokenStore() {
      @Override
      public List<JournalRecord> read(String endpoint) {
        // Each process that starts finds one record less.
        if (StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("boot")))
            && journal.size() > 3) {
          journal.remove(journal.size() - 1);
        }
        return super.read(endpoint);
      }
    }));
    assertTrue(found.contains("Crash["), found);
  }

  @Test
  void makesAHistoryShortAndTellsItTheSameTwice() {
    Histories broken = on(BrokenStore::repeating);
    String found = found(broken);
    assertEquals(found, found(broken));
    Matcher size =
        Pattern.compile("history of seed (\\d+), of (\\d+) steps made (\\d+): ").matcher(found);
    assertTrue(size.lookingAt(), found);
    assertTrue(Integer.parseInt(size.group(3)) <= 4, found);
    long seed = Long.parseLong(size.group(1));
    assertEquals(found, found(broken.seed(seed).number(1)), "its seed is enough to see it again");
  }

  @Test
  void theDocumentShowsHowAHistoryIsTold() throws IOException {
    String found = found(on(BrokenStore::repeating));
    String head = found.substring(0, found.indexOf("its journal:"));
    assertTrue(Files.readString(Path.of("../../docs/testing.md")).contains(head), found);
  }

  @Test
  void refusesWhatCannotBe() {
    Histories histories = Histories.of(Plans.quick());
    assertThrows(IllegalArgumentException.class, () -> histories.number(0));
    assertThrows(
        IllegalArgumentException.class, () -> histories.onPlatform(Duration.ofSeconds(-1)));
  }
}
