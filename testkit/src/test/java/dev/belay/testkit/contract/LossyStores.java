package dev.belay.testkit.contract;

import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutState;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Stores that do not keep what a record holds. */
final class LossyStores {

  private LossyStores() {}

  static Stream<Fault<Supplier<BrokenStore>>> faults() {
    return Stream.of(
        lossy(
            "forgets which revision a person has seen",
            LossyStores::withoutRevision,
            "keepsEveryInput",
            "of record 14, input.order.expectedRevision must be OptionalLong[0], but was"
                + " OptionalLong.empty"),
        lossy(
            "keeps at most one hold",
            record -> with(
                record,
                record.state().holds().size() < 2
                    ? record.state()
                    : record.state().with().noHolds().build()),
            "keepsEveryState",
            "state.holds must be [PAUSED, APPROVAL"),
        lossy(
            "writes in an encoding that has no halves of a pair",
            record -> saying(
                record,
                new String(
                    record.reason().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)),
            "keepsOddTexts",
            "reason must be half a pair \\ud83d alone, but was half a pair ? alone"),
        lossy(
            "trims texts",
            record -> saying(record, record.reason().strip()),
            "keepsOddTexts",
            "reason must be  , but was "),
        lossy(
            "keeps the first 255 characters",
            record -> saying(
                record,
                record.reason().substring(0, Math.min(255, record.reason().length()))),
            "keepsLongTexts",
            "the journal fraud must hold what was appended, but of record 1, reason must be ..."),
        lossy(
            "counts time in milliseconds",
            record -> new JournalRecord(
                record.sequence(),
                record.at().truncatedTo(ChronoUnit.MILLIS),
                record.strategy(),
                record.stable(),
                record.candidate(),
                record.input(),
                record.state(),
                record.reason()),
            "keepsOddTimes",
            "at must be 2026-01-01T00:00:51.661060323Z, but was 2026-01-01T00:00:51.661Z"),
        lossy(
            "knows no infinite numbers",
            record ->
                evaluated(record, (evidence, pairs) -> Double.isInfinite(evidence) ? 0 : evidence),
            "keepsOddNumbers",
            "input.evaluation.rollbackEvidence must be Infinity, but was 0.0"),
        lossy(
            "mistakes few pairs that agree for none",
            record -> evaluated(
                record,
                (evidence, pairs) ->
                    pairs.agreed() * 2 < pairs.compared() && pairs.compared() > 1 ? 0 : evidence),
            "keepsWhateverIsDrawn",
            "input.evaluation.rollbackEvidence must be "));
  }

  private static Fault<Supplier<BrokenStore>> lossy(
      String name, UnaryOperator<JournalRecord> loss, String test, String message) {
    return new Fault<>(
        name,
        () -> new BrokenStore() {
          @Override
          JournalRecord kept(JournalRecord record) {
            return loss.apply(record);
          }
        },
        test,
        message);
  }

  private static JournalRecord withoutRevision(JournalRecord record) {
    if (!(record.input() instanceof Command.RollBack command)) {
      return record;
    }
    Command.Order order = command.order();
    return with(
        record,
        new Command.RollBack(
            new Command.Order(order.id(), order.actor(), order.reason(), OptionalLong.empty())));
  }

  private interface Evidence {

    double kept(double evidence, PairCounts pairs);
  }

  private static JournalRecord evaluated(JournalRecord record, Evidence evidence) {
    if (!(record.input() instanceof Input.Assessed assessed)) {
      return record;
    }
    Evaluation made = assessed.evaluation();
    return with(
        record,
        new Input.Assessed(new Evaluation(
            made.at(),
            made.attempt(),
            made.verdict(),
            made.signals(),
            evidence.kept(made.rollbackEvidence(), made.shadow()),
            made.rollbackThreshold(),
            made.promotionEvidence(),
            made.promotionThreshold(),
            made.harm(),
            made.requestsPerSecond(),
            made.stable(),
            made.candidate(),
            made.candidateInStage(),
            made.shadow())));
  }

  private static JournalRecord with(JournalRecord record, RolloutState state) {
    return changed(record, record.input(), state, record.reason());
  }

  private static JournalRecord with(JournalRecord record, Input input) {
    return changed(record, input, record.state(), record.reason());
  }

  private static JournalRecord saying(JournalRecord record, String reason) {
    return changed(record, record.input(), record.state(), reason);
  }

  private static JournalRecord changed(
      JournalRecord record, Input input, RolloutState state, String reason) {
    return new JournalRecord(
        record.sequence(),
        record.at(),
        record.strategy(),
        record.stable(),
        record.candidate(),
        input,
        state,
        reason);
  }
}
