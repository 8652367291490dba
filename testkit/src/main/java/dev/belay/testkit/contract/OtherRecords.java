package dev.belay.testkit.contract;

import dev.belay.ModelVersion;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutState;
import dev.belay.testkit.JournalRecords;
import java.time.Instant;
import java.util.List;

/** Records that are nearly the same. */
final class OtherRecords {

  private OtherRecords() {}

  /** A plain record with a reason of its own. */
  static JournalRecord saying(long sequence, String reason) {
    JournalRecord plain = JournalRecords.plain(sequence);
    return of(plain, plain.at(), plain.strategy(), plain.input(), plain.state(), reason);
  }

  /** Records at the same place, each of which differs in one respect. */
  static List<JournalRecord> than(JournalRecord record) {
    ModelVersion another = ModelVersion.of("fraud", "9");
    RolloutState state = record.state();
    return List.of(
        saying(record.sequence(), record.reason() + " "),
        saying(record.sequence(), ""),
        of(
            record,
            record.at().plusNanos(1),
            record.strategy(),
            record.input(),
            state,
            record.reason()),
        of(record, record.at(), record.strategy() + "2", record.input(), state, record.reason()),
        of(
            record,
            record.at(),
            record.strategy(),
            new Input.Tripped("something else"),
            state,
            record.reason()),
        of(
            record,
            record.at(),
            record.strategy(),
            record.input(),
            state.with().deadline(state.deadline().plusNanos(1)).build(),
            record.reason()),
        new JournalRecord(
            record.sequence(),
            record.at(),
            record.strategy(),
            another,
            record.candidate(),
            record.input(),
            state,
            record.reason()),
        new JournalRecord(
            record.sequence(),
            record.at(),
            record.strategy(),
            record.stable(),
            another,
            record.input(),
            state,
            record.reason()));
  }

  private static JournalRecord of(
      JournalRecord record,
      Instant at,
      String strategy,
      Input input,
      RolloutState state,
      String reason) {
    return new JournalRecord(
        record.sequence(), at, strategy, record.stable(), record.candidate(), input, state, reason);
  }
}
