package dev.belay.strategy;

import java.time.Instant;

/**
 * A state machine that takes a rollout from its beginning to an end.
 *
 * <p>Both methods are pure functions: the same arguments give the same result, and nothing else happens. Implementations
 * are immutable and thread-safe. {@link TransitionTable} helps to write one, {@link StandardRules} holds what all
 * strategies have in common.
 */
public interface RolloutStrategy {

  /**
   * Names the strategy in reports and journals.
   *
   * @return always the same 1 to 100 printable characters
   */
  String name();

  /**
   * Tells what it is going to do, so that a plan which cannot work is found before the start.
   *
   * @return every share that it may ever ask for, and what has to come first
   */
  Course course();

  /**
   * Begins a rollout, with no traffic on the candidate.
   *
   * @param context the rollout
   * @param now when it begins
   * @return the first state
   * @throws IllegalArgumentException if the strategy cannot run such a rollout
   */
  RolloutState begin(RolloutContext context, Instant now);

  /**
   * Decides what an input means.
   *
   * @param context the rollout
   * @param state where it stands
   * @param input what happened
   * @param now when; never earlier than in an earlier call
   * @return the next state, with its reason
   */
  Transition decide(RolloutContext context, RolloutState state, Input input, Instant now);
}
