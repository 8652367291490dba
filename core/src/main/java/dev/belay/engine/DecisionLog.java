package dev.belay.engine;

import dev.belay.Rollout;
import dev.belay.RolloutDecision;
import dev.belay.health.Evaluation;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Numbers the decisions of one attempt, keeps them for the report, and tells the log and the listeners. */
final class DecisionLog {

  private static final Logger LOG = LoggerFactory.getLogger(RolloutRun.class);

  private final RolloutContext context;
  private final Rollout handle;
  private final Notifier notifier;
  private final ConcurrentLinkedQueue<RolloutDecision> decisions = new ConcurrentLinkedQueue<>();
  private final AtomicLong revision;

  DecisionLog(
      RolloutContext context, Rollout handle, Notifier notifier, List<RolloutDecision> earlier) {
    this.context = context;
    this.handle = handle;
    this.notifier = notifier;
    this.decisions.addAll(earlier);
    this.revision = new AtomicLong(earlier.size());
  }

  void note(
      Instant at,
      RolloutState before,
      RolloutState after,
      String reason,
      Optional<Evaluation> evaluation) {
    RolloutDecision decision =
        new RolloutDecision(revision.incrementAndGet(), at, before, after, reason, evaluation);
    decisions.add(decision);
    log(decision);
    notifier.tell(listener -> listener.onDecision(handle, decision));
  }

  void note(Evaluation evaluation) {
    LOG.debug("{}: {}", context.rollout(), evaluation);
    notifier.tell(listener -> listener.onEvaluation(handle, evaluation));
  }

  private void log(RolloutDecision decision) {
    RolloutState to = decision.to();
    if (to.phase() == Phase.RETREATING && decision.from().phase() != Phase.RETREATING) {
      LOG.warn("{}: retreat to {}: {}", context.rollout(), context.stable(), decision.reason());
    } else if (decision.isStep()) {
      LOG.info(
          "{}: {}/{} with {}: {}",
          context.rollout(),
          to.phase(),
          to.stage(),
          to.split(),
          decision.reason());
    } else if (to.holds(Hold.BLAST_RADIUS) && !decision.from().holds(Hold.BLAST_RADIUS)) {
      LOG.warn("{}: {}", context.rollout(), decision.reason());
    } else {
      LOG.debug("{}: {}: {}", context.rollout(), to.holds(), decision.reason());
    }
  }

  /** Safe from every thread. */
  long revision() {
    return revision.get();
  }

  /** Safe from every thread. */
  List<RolloutDecision> decisions() {
    return List.copyOf(decisions);
  }
}
