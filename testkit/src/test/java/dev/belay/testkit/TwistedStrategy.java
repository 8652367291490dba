package dev.belay.testkit;

import dev.belay.TrafficSplit;
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

/** A small honest strategy, a tenth and then everything, with one thing done differently. */
public final class TwistedStrategy implements RolloutStrategy {

  static final int SHARE = 1_000;

  /** What it does instead of what is right. */
  @FunctionalInterface
  public interface Twist {

    Transition instead(
        RolloutContext context, RolloutState state, Input input, Instant now, Transition right);
  }

  private static final Duration STAGE = Duration.ofMinutes(1);

  private final Bake bake = new Bake(Duration.ofMinutes(10), 0, 1);
  private final TransitionTable table = TransitionTable.builder(name())
      .standardRows()
      .on(
          Phase.PREPARING,
          Input.Assessed.class,
          StandardRules.unlessEnded(TwistedStrategy::expose),
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
          StandardRules.unlessEnded(bake::assess),
          Phase.RETREATING)
      .on(Phase.BAKING, Command.Promote.class, StandardRules::promote)
      .build();
  private final Twist twist;

  private TwistedStrategy(Twist twist) {
    this.twist = twist;
  }

  /** The strategy as it should be. */
  public static TwistedStrategy honest() {
    return by((context, state, input, now, right) -> right);
  }

  public static TwistedStrategy by(Twist twist) {
    return new TwistedStrategy(twist);
  }

  /** Makes a step to the first share, whatever is known. */
  public static Transition exposed(RolloutContext context, RolloutState state, Instant now) {
    return Transition.to(
        state.with().enter(Phase.EXPOSING, 0, split(context), now).build(), "come what may");
  }

  static TrafficSplit split(RolloutContext context) {
    return TrafficSplit.between(context.stable(), context.candidate(), SHARE);
  }

  @Override
  public String name() {
    return "twisted";
  }

  @Override
  public Course course() {
    return new Course(
        List.of(new Course.Leg(SHARE, STAGE, 0, false)), false, bake.share(), bake.duration());
  }

  public TransitionTable table() {
    return table;
  }

  @Override
  public RolloutState begin(RolloutContext context, Instant now) {
    return StandardRules.begin(context, course(), now);
  }

  @Override
  public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
    return twist.instead(context, state, input, now, table.decide(context, state, input, now));
  }

  private static Transition expose(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Advance next = new Advance(context, state, input.evaluation(), now).prepared();
    next.blastRadius(SHARE, !next.mayTake(SHARE));
    return next.held() ? next.stay() : next.enter(Phase.EXPOSING, 0, SHARE, "a tenth");
  }

  private Transition cutOver(
      RolloutContext context, RolloutState state, Input.Assessed input, Instant now) {
    Advance next = new Advance(context, state, input.evaluation(), now);
    next.hold(Hold.TIME, now.isBefore(state.since().plus(STAGE)));
    next.hold(Hold.EVIDENCE, !next.provenNow());
    return next.held() ? next.stay() : bake.begin(next, "proven");
  }
}
