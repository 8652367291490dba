package dev.belay.bluegreen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.store.JournalRecord;
import java.util.List;
import java.util.stream.LongStream;

/** What the tests of emergency switches look for. */
final class Switches {

  private Switches() {}

  static void assertServes(World world, ModelVersion version) {
    assertEquals(version, world.endpoint.live());
    assertEquals(TrafficSplit.all(version), world.endpoint.split());
    assertEquals(version, world.endpoint.route().version());
    assertEquals(version, world.endpoint.route("user").version());
    assertEquals(version, world.endpoint.route(7).version());
    assertEquals(version, world.request());
  }

  static void assertNoGaps(List<JournalRecord> journal) {
    assertEquals(
        LongStream.rangeClosed(1, journal.size()).boxed().toList(),
        journal.stream().map(JournalRecord::sequence).toList());
  }

  static JournalRecord last(List<JournalRecord> journal) {
    return journal.get(journal.size() - 1);
  }
}
