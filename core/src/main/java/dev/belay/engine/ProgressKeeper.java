package dev.belay.engine;

import dev.belay.health.MonitorState;
import dev.belay.routing.Tripwire;
import dev.belay.store.RolloutProgress;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the progress of an attempt saved: every few seconds, when it enters a stage, and when the candidate has failed, so that a
 * restart gives nothing of the blast radius back. Used by the control thread alone.
 */
final class ProgressKeeper {

  private static final Duration PERIOD = Duration.ofSeconds(5);

  /** However often the candidate fails, what is saved for it lies so far apart. */
  private static final Duration SPACING = Duration.ofMillis(100);

  private final Surroundings around;
  private final RolloutContext context;
  private final EvidenceBook book;
  private final Tripwire tripwire;
  private final Supplier<Map<String, MonitorState>> signals;
  private @Nullable Instant keptAt;
  private @Nullable Phase phase;
  private int stage;
  private long failures;

  ProgressKeeper(
      Surroundings around,
      RolloutContext context,
      EvidenceBook book,
      Tripwire tripwire,
      Supplier<Map<String, MonitorState>> signals) {
    this.around = around;
    this.context = context;
    this.book = book;
    this.tripwire = tripwire;
    this.signals = signals;
  }

  /** Saves if it is time. What has been read and fed to the signals is saved, and nothing else. */
  void keep(RolloutState state, Instant now) {
    long failed = tripwire.failures();
    if (due(state, failed, now)) {
      keptAt = now;
      phase = state.phase();
      stage = state.stage();
      failures = failed;
      around
          .journal()
          .save(new RolloutProgress(
              context.rollout(),
              now,
              state.phase(),
              state.stage(),
              book.draw(),
              book.stable(),
              book.candidate(),
              book.candidateInStage(),
              book.pairs(),
              failed,
              signals.get()));
    }
  }

  private boolean due(RolloutState state, long failed, Instant now) {
    Instant before = keptAt;
    if (before == null || state.phase() != phase || state.stage() != stage) {
      return true;
    }
    Duration wait = failed > failures ? SPACING : PERIOD;
    return !now.isBefore(before.plus(wait));
  }
}
