package dev.belay.testkit;

import dev.belay.store.JournalRecord;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutInvariants;
import dev.belay.strategy.RolloutInvariants.Violation;
import dev.belay.strategy.RolloutState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Takes a journal record by record, and holds each one to the one before it. Used once, by one thread. */
final class JournalReplay {

  private final Function<JournalRecord, RolloutContext> contextOf;
  private final Map<String, Line> lines = new HashMap<>();

  /**
   * How far one rollout has been read.
   *
   * @param context the rollout
   * @param before the state before the last record, which is still in force if the last one was overtaken
   * @param last the state of the last record
   */
  private record Line(RolloutContext context, RolloutState before, RolloutState last) {}

  private JournalReplay(Function<JournalRecord, RolloutContext> contextOf) {
    this.contextOf = contextOf;
  }

  /** What is wrong first, with its place; empty if all is well. */
  static Optional<String> firstBroken(
      List<JournalRecord> records, Function<JournalRecord, RolloutContext> contextOf) {
    JournalReplay replay = new JournalReplay(contextOf);
    for (JournalRecord record : records) {
      Optional<String> broken = replay.take(record);
      if (broken.isPresent()) {
        return Optional.of("in record " + record.sequence() + ", " + broken.get());
      }
    }
    return Optional.empty();
  }

  private Optional<String> take(JournalRecord record) {
    RolloutState after = record.state();
    Line line = lines.get(after.rollout());
    if (line == null) {
      RolloutContext context = contextOf.apply(record);
      lines.put(after.rollout(), new Line(context, after, after));
      return begun(context, record);
    }
    lines.put(after.rollout(), new Line(line.context(), line.last(), after));
    return check(line.context(), line.last(), record)
        .filter(violation -> !overtaken(line, after)
            || check(line.context(), line.before(), record).isPresent())
        .map(Violation::toString);
  }

  /** Whether the last record may be a step that never came into force, because a retreat was there before it was written. */
  private static boolean overtaken(Line line, RolloutState after) {
    RolloutState before = line.before();
    RolloutState last = line.last();
    boolean step = last.phase() != before.phase()
        || !last.split().equals(before.split())
        || (last.holds(Hold.RELEASE) && !before.holds(Hold.RELEASE));
    return after.phase() == Phase.RETREATING && step && !last.phase().retreat();
  }

  private static Optional<Violation> check(
      RolloutContext context, RolloutState before, JournalRecord record) {
    return RolloutInvariants.check(context, before, record.input(), record.state(), record.at());
  }

  /** No invariant speaks of the first record, since they are about transitions. */
  private static Optional<String> begun(RolloutContext context, JournalRecord record) {
    RolloutState first = record.state();
    boolean right = record.input() instanceof Input.Begun
        && first.phase() == Phase.PREPARING
        && first.share(context) == 0;
    return right
        ? Optional.empty()
        : Optional.of("a rollout must begin in PREPARING with nothing on the candidate, but began"
            + " in " + Story.place(first));
  }
}
