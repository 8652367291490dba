package dev.belay.engine;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Evaluation;
import dev.belay.health.Judge;
import dev.belay.health.MonitorState;
import dev.belay.routing.RoutingTable;
import dev.belay.strategy.RolloutContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The first half of a decision: from the recorders to an evaluation. Used by the control thread alone. */
final class Evaluator {

  private final RolloutContext context;
  private final EvidenceBook book;
  private final SignalBoard signals;
  private final Judge judge;
  private TrafficRate traffic = new TrafficRate();

  Evaluator(RolloutContext context, EvidenceBook book, Surroundings around, Beginning beginning) {
    this.context = context;
    this.book = book;
    this.signals =
        new SignalBoard(context, around.runtime().io(), around.control(), around.clock()::now);
    beginning.progress().ifPresent(saved -> signals.restore(saved.signals()));
    this.judge = new Judge(context.policy().falseRollback(), context.policy().falsePromotion());
  }

  /** Closes the evidence interval, which was gathered under a table, and hands it to the signals. */
  void absorb(RoutingTable inForce, Instant now, boolean steady) {
    EvidenceIncrement increment = book.read(inForce, now, steady);
    traffic.add(
        increment.stable().counts().all().requests()
            + increment.candidate().counts().all().requests(),
        Duration.between(increment.from(), increment.to()));
    signals.feed(increment);
  }

  /** Says what is known after {@link #absorb}. */
  Evaluation evaluate(Instant now) {
    return judge.judge(
        now,
        context.attempt(),
        signals.opinions(now),
        new Judge.Traffic(
            traffic.perSecond(),
            book.stable(),
            book.candidate(),
            book.candidateInStage(),
            book.pairs()));
  }

  /** What the signals have accumulated. */
  Map<String, MonitorState> signals() {
    return signals.save();
  }

  /** The requests per second to be expected: what is seen, or what the policy expects if that is more. */
  double traffic() {
    return Math.max(context.policy().expectedRequestsPerSecond(), traffic.perSecond());
  }

  /** Begins the rate of traffic anew: nothing was counted before. */
  void restartRate() {
    traffic = new TrafficRate();
  }
}
