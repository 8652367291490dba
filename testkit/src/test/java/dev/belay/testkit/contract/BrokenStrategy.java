package dev.belay.testkit.contract;

import dev.belay.strategy.Course;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import dev.belay.strategy.TransitionTable;
import dev.belay.testkit.TwistedStrategy;
import java.time.Instant;

/** A right strategy, of which each fault changes one thing. */
class BrokenStrategy implements RolloutStrategy {

  private final TwistedStrategy right;

  BrokenStrategy() {
    this(TwistedStrategy.honest());
  }

  BrokenStrategy(TwistedStrategy right) {
    this.right = right;
  }

  TransitionTable table() {
    return right.table();
  }

  @Override
  public String name() {
    return right.name();
  }

  @Override
  public Course course() {
    return right.course();
  }

  @Override
  public RolloutState begin(RolloutContext context, Instant now) {
    return right.begin(context, now);
  }

  @Override
  public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
    return right.decide(context, state, input, now);
  }
}
