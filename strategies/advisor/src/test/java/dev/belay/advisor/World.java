package dev.belay.advisor;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.strategy.Phase;
import dev.belay.testkit.VirtualRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** An endpoint under 100 requests a second in virtual time, of which 1 % fail unless told otherwise. */
final class World {

  static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  private static final Duration GAP = Duration.ofMillis(10);

  final VirtualRuntime time = VirtualRuntime.seeded(1);
  private final RolloutStore store = RolloutStore.inMemory();
  final ModelEndpoint endpoint =
      ModelEndpoint.builder("fraud").live("7").runtime(time).store(store).build();
  private final SplittableRandom chance = new SplittableRandom(2);
  private double candidateFails = .01;

  void candidateFails(double rate) {
    candidateFails = rate;
  }

  JournalRecord lastRecord() {
    try {
      List<JournalRecord> journal = store.read("fraud");
      return journal.get(journal.size() - 1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends requests until something holds; fails if that takes longer than a virtual day. */
  void until(BooleanSupplier condition) {
    long end = time.nanoTime() + Duration.ofDays(1).toNanos();
    while (!condition.getAsBoolean()) {
      if (time.nanoTime() > end) {
        throw new AssertionError("waited for a day; "
            + endpoint.rollout().map(rollout -> rollout.report().toText()));
      }
      try {
        endpoint.call(this::answer);
      } catch (IOException expected) {
        // The service would tell its caller.
      }
      time.advance(GAP);
    }
  }

  private String answer(ModelVersion version) throws IOException {
    if (chance.nextDouble() < (version.equals(CANDIDATE) ? candidateFails : .01)) {
      throw new IOException("the model failed");
    }
    return "legitimate";
  }

  void untilPhase(Rollout rollout, Phase phase) {
    until(() -> rollout.state().phase() == phase || rollout.state().phase().terminal());
    if (rollout.state().phase() != phase) {
      throw new AssertionError("expected " + phase + ":\n" + rollout.report().toText());
    }
  }
}
