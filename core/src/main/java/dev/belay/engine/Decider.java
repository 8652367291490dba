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
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the strategy, and does not trust it: what breaks an invariant, and what throws, becomes a retreat. */
final class Decider {

  private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

  private final RolloutContext context;
  private final RolloutStrategy strategy;

  Decider(RolloutContext context, RolloutStrategy strategy) {
    this.context = context;
    this.strategy = strategy;
  }

  Transition decide(RolloutState state, Input input, Instant now) {
    try {
      Transition transition = strategy.decide(context, state, input, now);
      Optional<Violation> violation =
          RolloutInvariants.check(context, state, input, transition.state(), now);
      if (violation.isEmpty()) {
        return transition;
      }
      LOG.error("{}: strategy {}: {}", context.rollout(), strategy.name(), violation.get());
      return retreat(state, "strategy " + strategy.name() + ": " + violation.get(), now);
    } catch (Throwable broken) {
      LOG.error("{}: strategy {} failed; retreating", context.rollout(), strategy.name(), broken);
      return retreat(state, "strategy " + strategy.name() + " failed: " + broken, now);
    }
  }

  private Transition retreat(RolloutState state, String reason, Instant now) {
    boolean nothingGoesBack =
        state.phase().retreat() || state.phase().terminal() || state.holds(Hold.RELEASE);
    return nothingGoesBack
        ? Transition.stay(state, reason)
        : StandardRules.retreat(context, state, reason, now);
  }
}
