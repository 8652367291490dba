package dev.belay.engine;

import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutInvariants;
import dev.belay.strategy.RolloutInvariants.Violation;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.StandardRules;
import dev.belay.strategy.Transition;
import dev.belay.text.Printable;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the strategy, and does not trust it: what breaks an invariant, and what throws, becomes a retreat. */
public final class Decider {

  private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

  /** With what a handful of signals have to say. */
  private static final int LONGEST_REASON = 4_000;

  private final RolloutContext context;
  private final RolloutStrategy strategy;
  private final String name;

  /**
   * Decides for one rollout.
   *
   * @param context the rollout
   * @param strategy its strategy
   */
  public Decider(RolloutContext context, RolloutStrategy strategy) {
    this.context = context;
    this.strategy = strategy;
    this.name = strategy.name();
  }

  /**
   * Decides what an input means.
   *
   * @param state where the rollout stands
   * @param input what happened
   * @param now when
   * @return the next state, which keeps the invariants
   */
  public Transition decide(RolloutState state, Input input, Instant now) {
    try {
      Transition transition = printable(strategy.decide(context, state, input, now));
      Optional<Violation> violation =
          RolloutInvariants.check(context, state, input, transition.state(), now);
      if (violation.isEmpty()) {
        return transition;
      }
      LOG.error("{}: strategy {}: {}", context.rollout(), name, violation.get());
      return retreat(state, "strategy " + name + ": " + violation.get(), now);
    } catch (Throwable broken) {
      LOG.error(
          "{}: strategy {} failed; retreating", context.rollout(), name, Printable.failure(broken));
      return retreat(state, "strategy " + name + " failed: " + Printable.of(broken), now);
    }
  }

  private static Transition printable(Transition transition) {
    String reason = Printable.shortened(transition.reason(), LONGEST_REASON);
    return reason.equals(transition.reason())
        ? transition
        : new Transition(transition.state(), reason, transition.refused());
  }

  private Transition retreat(RolloutState state, String reason, Instant now) {
    boolean nothingGoesBack =
        state.phase().retreat() || state.phase().terminal() || state.holds(Hold.RELEASE);
    return nothingGoesBack
        ? Transition.stay(state, reason)
        : StandardRules.retreat(context, state, reason, now);
  }
}
