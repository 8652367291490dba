package dev.belay.canary;

import dev.belay.strategy.Advance;
import dev.belay.strategy.Bake;
import dev.belay.strategy.Command;
import dev.belay.strategy.Course;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.StandardRules;
import dev.belay.strategy.Transition;
import dev.belay.strategy.TransitionTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A strategy of one's own, as docs/testing.md shows it. */
// testing begins: strategy
class TenthThenAll implements RolloutStrategy {

  private static final int TENTH = 1_000; // basis points
  static final Duration STAGE = Duration.ofMinutes(1);
  static final Bake BAKE = new Bake(Duration.ofMinutes(10), 0, 1);

  private final TransitionTable table = TransitionTable.builder("a tenth, then all")
      .standardRows()
      .on(
          Phase.PREPARING,
          Input.Assessed.class,
          StandardRules.unlessEnded(TenthThenAll::expose),
          Phase.EXPOSING,
          Phase.RETREATING)
      .on(
          Phase.EXPOSING,
          Input.Assessed.class,
          StandardRules.unlessEnded(this::cutOver),
          Phase.BAKING,
          Phase.RETREATING)
      .on(
          Phase.BAKING,
          Input.Assessed.class,
          StandardRules.unlessEnded(BAKE::assess),
          Phase.RETREATING)
      .on(Phase.BAKING, Command.Promote.class, StandardRules::promote)
      .build();

  private static Transition expose(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Advance next = new Advance(context, state, input.evaluation(), now).prepared();
    next.blastRadius(TENTH, !next.mayTake(TENTH));
    return next.held() ? next.stay() : next.enter(Phase.EXPOSING, 0, TENTH, "a tenth");
  }

  Transition cutOver(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Advance next = new Advance(context, state, input.evaluation(), now);
    next.hold(Hold.TIME, now.isBefore(state.since().plus(STAGE)));
    next.hold(Hold.EVIDENCE, !next.provenNow());
    return next.held() ? next.stay() : BAKE.begin(next, "proven");
  }

  @Override
  public String name() {
    return "a tenth, then all";
  }

  @Override
  public Course course() {
    Course.Leg tenth = new Course.Leg(TENTH, STAGE, 0, false);
    return new Course(List.of(tenth), false, BAKE.share(), BAKE.duration());
  }

  @Override
  public RolloutState begin(RolloutContext context, Instant now) {
    return StandardRules.begin(context, course(), now);
  }

  @Override
  public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
    return table.decide(context, state, input, now);
  }

  TransitionTable table() {
    return table;
  }
}
// testing ends
