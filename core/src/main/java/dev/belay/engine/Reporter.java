package dev.belay.engine;

import dev.belay.RolloutReport;
import dev.belay.routing.Shield;
import dev.belay.routing.Tripwire;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the report of one attempt together, at any time and from any thread.
 *
 * @param endpoint the endpoint's name
 * @param strategy the strategy's name
 * @param context the rollout
 * @param startedAt when it was started
 * @param book the evidence
 * @param tripwire the tripwire
 * @param shield the shield, null if it is down
 * @param log the decisions
 */
record Reporter(
    String endpoint,
    String strategy,
    RolloutContext context,
    Instant startedAt,
    EvidenceBook book,
    Tripwire tripwire,
    @Nullable Shield shield,
    DecisionLog log) {

  RolloutReport report(RolloutState state, @Nullable Instant endedAt) {
    return new RolloutReport(
        context.rollout(),
        endpoint,
        strategy,
        context.stable(),
        context.candidate(),
        context.attempt(),
        state.phase(),
        startedAt,
        Optional.ofNullable(endedAt),
        log.decisions(),
        book.stableNow(),
        book.candidateNow(),
        book.stableLatency(),
        book.candidateLatency(),
        shield == null ? 0 : shield.answeredCount(),
        book.previews(),
        book.pairs(),
        book.droppedShadowCalls(),
        firstFailureToRetreat());
  }

  private Optional<Duration> firstFailureToRetreat() {
    if (tripwire.firstFailureNanos().isEmpty() || tripwire.trippedNanos().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(
        tripwire.trippedNanos().getAsLong() - tripwire.firstFailureNanos().getAsLong()));
  }
}
