package dev.belay.testkit.simulation;

import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutInvariants;
import dev.belay.strategy.RolloutInvariants.Violation;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every journal of an endpoint that rolls out one plan, whatever happened.
 *
 * @param policy the plan's policy
 * @param reaction how long a retreat takes
 */
record JournalRules(RolloutPolicy policy, Duration reaction) {

  /** The first rule that is broken, in words. */
  Optional<String> broken(List<JournalRecord> journal) {
    RolloutState before = null;
    RolloutState undecided = null;
    for (int i = 0; i < journal.size(); i++) {
      JournalRecord record = journal.get(i);
      RolloutState after = record.state();
      if (record.sequence() != i + 1) {
        return Optional.of("record " + (i + 1) + " has the sequence " + record.sequence());
      }
      Optional<String> broken;
      if (before == null || !before.rollout().equals(after.rollout())) {
        broken = brokenByFirst(before, record);
        undecided = null;
      } else {
        // A decision may be written down, and the way back taken before it comes into force.
        RolloutState from = undecided != null && after.phase().retreat() ? undecided : before;
        broken = brokenByNext(from, record);
        if (broken.isEmpty() && record.at().isBefore(journal.get(i - 1).at())) {
          broken = Optional.of("time runs back to " + record.at());
        }
        undecided = decided(after) && !decided(before) ? before : null;
      }
      if (broken.isPresent()) {
        return Optional.of(
            "record " + record.sequence() + ", " + record.reason() + ": " + broken.get());
      }
      before = after;
    }
    return Optional.empty();
  }

  /** Whether the promotion is decided. */
  private static boolean decided(RolloutState state) {
    return state.phase() == Phase.PROMOTED || state.holds(Hold.RELEASE);
  }

  private static Optional<String> brokenByFirst(
      @Nullable RolloutState before, JournalRecord record) {
    if (before != null && !before.phase().terminal()) {
      return Optional.of("it comes before " + before.rollout() + " has ended");
    }
    boolean switched = record.input() instanceof Input.Switched;
    if (!switched && !(record.input() instanceof Input.Begun)) {
      return Optional.of("a rollout begins with " + record.input());
    }
    Phase phase = record.state().phase();
    return phase == (switched ? Phase.PROMOTED : Phase.PREPARING)
        ? Optional.empty()
        : Optional.of("it begins in " + phase);
  }

  private Optional<String> brokenByNext(RolloutState before, JournalRecord record) {
    RolloutContext context = new RolloutContext(
        before.rollout(), before.attempt(), record.stable(), record.candidate(), policy, reaction);
    return RolloutInvariants.check(context, before, record.input(), record.state(), record.at())
        .map(Violation::toString);
  }

  /** The version that serves after a journal, if nothing else happens. */
  static ModelVersion live(List<JournalRecord> journal, ModelVersion first) {
    if (journal.isEmpty()) {
      return first;
    }
    JournalRecord last = journal.get(journal.size() - 1);
    boolean decided = last.state().phase() == Phase.PROMOTED || last.state().holds(Hold.RELEASE);
    return decided ? last.candidate() : last.stable();
  }

  /** How many records a command with an id has caused. */
  static long effects(List<JournalRecord> journal, String id) {
    return journal.stream()
        .filter(record ->
            record.input() instanceof Command command && command.order().id().equals(id))
        .count();
  }
}
