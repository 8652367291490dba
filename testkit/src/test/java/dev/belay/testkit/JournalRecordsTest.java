package dev.belay.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.health.Verdict;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JournalRecordsTest {

  private static List<List<JournalRecord>> all() {
    return List.of(
        JournalRecords.plainUpTo(3),
        JournalRecords.ofEveryInput(),
        JournalRecords.ofEveryState(),
        JournalRecords.withOddTexts(),
        JournalRecords.withOddNumbers(),
        JournalRecords.withOddTimes(),
        JournalRecords.withLongTexts(),
        JournalRecords.drawn(1, 300));
  }

  private static Set<Class<?>> kinds(List<JournalRecord> records) {
    Set<Class<?>> kinds = new HashSet<>();
    records.forEach(record -> kinds.add(record.input().getClass()));
    return kinds;
  }

  @Test
  void leaveNoInputOut() {
    Set<Class<?>> expected = new HashSet<>();
    for (Class<?> sealed : List.of(Input.class, Command.class)) {
      expected.addAll(Stream.of(Objects.requireNonNull(sealed.getPermittedSubclasses()))
          .filter(kind -> !kind.isInterface())
          .toList());
    }
    assertEquals(expected, kinds(JournalRecords.ofEveryInput()));
    assertEquals(expected, kinds(JournalRecords.drawn(1, 300)));
  }

  @Test
  void leaveNoVerdictOut() {
    Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    for (JournalRecord record : JournalRecords.ofEveryInput()) {
      if (record.input() instanceof Input.Assessed assessed) {
        verdicts.add(assessed.evaluation().verdict());
      }
    }
    assertEquals(EnumSet.allOf(Verdict.class), verdicts);
  }

  @Test
  void leaveNoPhaseAndNoHoldOut() {
    Set<Phase> phases = EnumSet.noneOf(Phase.class);
    Set<Hold> alone = EnumSet.noneOf(Hold.class);
    for (JournalRecord record : JournalRecords.ofEveryState()) {
      phases.add(record.state().phase());
      if (record.state().holds().size() == 1) {
        alone.addAll(record.state().holds());
      }
    }
    assertEquals(EnumSet.allOf(Phase.class), phases);
    assertEquals(EnumSet.allOf(Hold.class), alone);
  }

  @Test
  void areNumberedFromOneWithoutGaps() {
    for (List<JournalRecord> records : all()) {
      for (int i = 0; i < records.size(); i++) {
        assertEquals(i + 1, records.get(i).sequence());
      }
    }
    assertEquals(
        5, JournalRecords.numbered(JournalRecords.plainUpTo(2), 4).get(1).sequence());
  }

  @Test
  void areEqualEachTimeAndMadeAnew() {
    List<List<JournalRecord>> first = all();
    List<List<JournalRecord>> second = all();
    assertEquals(first, second);
    assertNotSame(first.get(1).get(0), second.get(1).get(0));
  }

  @Test
  void differFromEachOther() {
    assertTrue(all().stream().allMatch(records -> new HashSet<>(records).size() == records.size()));
    assertEquals(3, JournalRecords.drawn(2, 3).size());
    assertTrue(!JournalRecords.drawn(2, 3).equals(JournalRecords.drawn(3, 3)));
  }

  @Test
  void haveTheLongestNames() {
    JournalRecord record = JournalRecords.withLongTexts().get(0);
    assertEquals(128, record.stable().model().length());
    assertEquals(128, record.candidate().version().length());
    Command.Order order = ((Input.Begun) record.input()).order();
    assertEquals(400, order.id().length());
    assertEquals(200, order.actor().length());
  }
}
