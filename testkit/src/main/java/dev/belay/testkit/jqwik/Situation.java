package dev.belay.testkit.jqwik;

import dev.belay.store.JournalRecord;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Instant;
import java.util.List;

/**
 * Where a rollout may stand, how it got there, and what it takes to go on. Immutable.
 *
 * @param context the rollout
 * @param journal how it got there: a record for each change, the first of which is its beginning
 * @param now the moment, not before the last record
 */
public record Situation(RolloutContext context, List<JournalRecord> journal, Instant now) {

  /**
   * Copies the journal.
   *
   * @param context the rollout
   * @param journal how it got there
   * @param now the moment
   * @throws IllegalArgumentException if the journal is empty
   */
  public Situation {
    journal = List.copyOf(journal);
    if (journal.isEmpty()) {
      throw new IllegalArgumentException("journal must have at least 1 record, but was empty");
    }
  }

  /**
   * Returns where it stands.
   *
   * @return the state in the last record
   */
  public RolloutState state() {
    return journal.get(journal.size() - 1).state();
  }
}
