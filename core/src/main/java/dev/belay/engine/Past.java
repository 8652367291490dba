package dev.belay.engine;

import dev.belay.CommandResult;
import dev.belay.ModelVersion;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the journal says of an endpoint before this process: what is live, which rollouts there were, and how they ended. */
final class Past {

  private final Map<ModelVersion, Integer> attempts = new HashMap<>();
  private final Map<ModelVersion, Phase> ends = new HashMap<>();
  private final Map<String, CommandResult> commands = new LinkedHashMap<>();
  private final Map<String, Integer> revisions = new HashMap<>();
  private final List<JournalRecord> journal;
  private long switches;

  Past(List<JournalRecord> journal) {
    this.journal = journal;
    journal.forEach(this::add);
  }

  private void add(JournalRecord record) {
    if (record.input() instanceof Input.Switched) {
      // No attempt, and nothing is proven or disproven by it.
      switches++;
      return;
    }
    attempts.merge(record.candidate(), record.state().attempt(), Math::max);
    // A rollout that was cut off is not promoted, unless that was decided.
    ends.put(record.candidate(), promoted(record) ? Phase.PROMOTED : Phase.ROLLED_BACK);
    int revision = revisions.getOrDefault(record.state().rollout(), 0) + 1;
    revisions.put(record.state().rollout(), revision);
    if (record.input() instanceof Command command) {
      commands.putIfAbsent(command.order().id(), new CommandResult.Applied(revision));
    }
  }

  /** Whether the candidate of a record has been promoted, or will be whatever happens. */
  private static boolean promoted(JournalRecord record) {
    return record.state().phase() == Phase.PROMOTED || record.state().holds(Hold.RELEASE);
  }

  /** The last record, empty if nothing was ever written down. */
  Optional<JournalRecord> last() {
    return journal.isEmpty() ? Optional.empty() : Optional.of(journal.get(journal.size() - 1));
  }

  /** The version that serves after a record, if nothing else happens. */
  static ModelVersion live(JournalRecord last) {
    return promoted(last) ? last.candidate() : last.stable();
  }

  /** How often each candidate was started. */
  Map<ModelVersion, Integer> attempts() {
    return attempts;
  }

  /** How the last rollout of each candidate ended. */
  Map<ModelVersion, Phase> ends() {
    return ends;
  }

  /** What came of each command that took effect, the oldest first. */
  Map<String, CommandResult> commands() {
    return commands;
  }

  /** How many emergency switches there were. */
  long switches() {
    return switches;
  }

  long lastSequence() {
    return journal.size();
  }
}
