package dev.belay.testkit;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.TransitionTable;
import java.util.Optional;

/**
 * Everything that can happen to a strategy: every input in every state that it can reach, breadth first. For whoever writes a
 * strategy.
 *
 * <pre>{@code
 * StateSpace.of(strategy, policy).table(strategy.table()).explore().requireSound().requireEveryRowTaken();
 * }</pre>
 *
 * <p>Checked on each transition: {@link dev.belay.strategy.RolloutInvariants}, that the strategy throws nothing, that it is a
 * pure function, and that a refusal changes nothing. Checked on the whole: every state that is no end can reach one, some state
 * is {@link dev.belay.strategy.Phase#PROMOTED}, and from every state that waits for no person, time alone leads to an end or a
 * pause, with nothing but ticks, evaluations that are insufficient, or evaluations whose signals cannot be read.
 *
 * <p>States are told apart by everything that a {@link dev.belay.strategy.RolloutState} holds but its times; of these it
 * matters only which durations of the course and the policy have passed since the split came into force, since the rollout
 * began and since a signal could be read, whether the deadline is over, and whether it was when the rollout was paused. Of
 * several histories that lead to states which are not told apart, the shortest one stands for all. So every story that is told
 * is a history that can happen, and what only a longer history shows, such as little time left before a deadline, may be
 * missed. Evidence is few or enough calls, in the stage or before it, of both versions or of the candidate alone, pairs or none,
 * and harm that fits or does not; a strategy that tells finer numbers apart needs property tests beside this.
 *
 * <p>Immutable and thread-safe.
 */
public final class StateSpace {

  /** How many states are explored unless {@link #limit} says otherwise. */
  public static final int DEFAULT_LIMIT = 100_000;

  private final RolloutStrategy strategy;
  private final RolloutContext context;
  private final Optional<TransitionTable> table;
  private final int limit;

  private StateSpace(
      RolloutStrategy strategy,
      RolloutContext context,
      Optional<TransitionTable> table,
      int limit) {
    this.strategy = strategy;
    this.context = context;
    this.table = table;
    this.limit = limit;
  }

  /**
   * The states of a strategy in a rollout from {@code model:1} to {@code model:2}.
   *
   * @param strategy the strategy
   * @param policy when it may advance and when it must retreat
   * @return the states, not explored yet
   */
  public static StateSpace of(RolloutStrategy strategy, RolloutPolicy policy) {
    return of(
        strategy,
        new RolloutContext(
            "model:2#1",
            1,
            ModelVersion.of("model", "1"),
            ModelVersion.of("model", "2"),
            policy,
            BlastRadius.REACTION));
  }

  /**
   * The states of a strategy in a rollout.
   *
   * @param strategy the strategy
   * @param context the rollout
   * @return the states, not explored yet
   */
  public static StateSpace of(RolloutStrategy strategy, RolloutContext context) {
    return new StateSpace(strategy, context, Optional.empty(), DEFAULT_LIMIT);
  }

  /**
   * Asks which rows of a table are never taken.
   *
   * @param rows the table that the strategy consists of
   * @return a changed copy
   */
  public StateSpace table(TransitionTable rows) {
    return new StateSpace(strategy, context, Optional.of(rows), limit);
  }

  /**
   * Sets how many states are explored at most.
   *
   * @param states at least 1; default {@value #DEFAULT_LIMIT}
   * @return a changed copy
   * @throws IllegalArgumentException if the number is not positive
   */
  public StateSpace limit(int states) {
    if (states < 1) {
      throw new IllegalArgumentException("limit must be at least 1, but was " + states);
    }
    return new StateSpace(strategy, context, table, states);
  }

  /**
   * Takes every input in every state that can be reached. The same strategy and policy give the same exploration. Takes as long
   * as it must, in the calling thread: about a microsecond or two for each transition.
   *
   * @return what was found
   * @throws IllegalArgumentException if the strategy cannot run such a rollout
   */
  public Exploration explore() {
    return new Explorer(strategy, context, table, limit).explore();
  }
}
