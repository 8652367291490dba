package dev.belay.testkit;

import dev.belay.BlastRadius;
import dev.belay.RolloutPolicy;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Assertions on the journal of an endpoint. All of them fail on an empty one: what is not written down proves nothing. Begun by
 * {@link BelayAssertions}.
 */
public final class JournalAssert {

  private final List<JournalRecord> journal;

  JournalAssert(List<JournalRecord> journal) {
    this.journal = List.copyOf(journal);
  }

  /**
   * Asserts that the records are numbered from 1 without gaps.
   *
   * @return these assertions
   * @throws AssertionError if they are not, or there is none
   */
  public JournalAssert isContiguous() {
    requireRecords("be contiguous");
    for (int i = 0; i < journal.size(); i++) {
      long sequence = journal.get(i).sequence();
      if (sequence != i + 1) {
        throw failure(
            "be contiguous", "has the sequence " + sequence + " where it must be " + (i + 1));
      }
    }
    return this;
  }

  /**
   * Asserts the {@linkplain dev.belay.strategy.RolloutInvariants invariants} on all records of all rollouts: each of them leads on
   * from the one before. Whoever was set live by an emergency switch is left out.
   *
   * <p>A step that was still being written when traffic was sent back is in the journal but never came into force. The retreat
   * after it may lead on from before it.
   *
   * @param policy the policy of all rollouts. The blast radius is checked as for the router of this process, which has a retreat in
   *     force within {@link BlastRadius#REACTION}; for a slower target use {@link #keepsTheInvariants(RolloutContext)}
   * @return these assertions
   * @throws AssertionError if a record breaks one, or no rollout is in the journal
   */
  public JournalAssert keepsTheInvariants(RolloutPolicy policy) {
    return keeps(
        record -> true,
        "of a rollout",
        first -> new RolloutContext(
            first.state().rollout(),
            first.state().attempt(),
            first.stable(),
            first.candidate(),
            policy,
            BlastRadius.REACTION));
  }

  /**
   * Asserts the {@linkplain dev.belay.strategy.RolloutInvariants invariants} on all records of one rollout; otherwise like {@link
   * #keepsTheInvariants(RolloutPolicy)}.
   *
   * @param context the rollout
   * @return these assertions
   * @throws AssertionError if a record breaks one, or the rollout is not in the journal
   */
  public JournalAssert keepsTheInvariants(RolloutContext context) {
    return keeps(
        record -> record.state().rollout().equals(context.rollout()),
        "of " + context.rollout(),
        first -> context);
  }

  /**
   * Asserts how far the last rollout has come. An emergency switch ends in {@link Phase#PROMOTED} as well.
   *
   * @param phase the phase in the last record
   * @return these assertions
   * @throws AssertionError if it is another one, or there is no record
   */
  public JournalAssert endsIn(Phase phase) {
    requireRecords("end in " + phase);
    JournalRecord last = journal.get(journal.size() - 1);
    if (last.state().phase() != phase) {
      throw failure("end in " + phase, "ends in " + last.state().phase() + ": " + last.reason());
    }
    return this;
  }

  private JournalAssert keeps(
      Predicate<JournalRecord> wanted,
      String whose,
      Function<JournalRecord, RolloutContext> context) {
    List<JournalRecord> records = journal.stream()
        .filter(record -> !(record.input() instanceof Input.Switched))
        .filter(wanted)
        .toList();
    if (records.isEmpty()) {
      throw failure("have records " + whose, "has none");
    }
    Optional<String> broken = JournalReplay.firstBroken(records, context);
    if (broken.isPresent()) {
      throw failure("keep the invariants", "does not: " + broken.get());
    }
    return this;
  }

  private void requireRecords(String expected) {
    if (journal.isEmpty()) {
      throw failure(expected, "is empty");
    }
  }

  private AssertionError failure(String expected, String found) {
    return AssertionText.failure("the journal", expected, found, AssertionText.journal(journal));
  }
}
