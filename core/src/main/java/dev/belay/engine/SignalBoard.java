package dev.belay.engine;

import dev.belay.RolloutPolicy;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Assessment;
import dev.belay.health.HealthSignal;
import dev.belay.health.Judge.Opinion;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalMonitor;
import dev.belay.strategy.RolloutContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All signals of one attempt. Feeds each increment to each monitor exactly once, and never waits for one.
 *
 * <p>A monitor that may wait runs elsewhere, on at most one thread at a time. While it does, increments queue up for it, and
 * its last answer counts until it has taken longer than the timeout. Used by the control thread alone.
 */
final class SignalBoard {

  private static final Logger LOG = LoggerFactory.getLogger(SignalBoard.class);
  private static final Assessment NOT_READ = Assessment.unavailable("not read yet");

  private final List<Entry> entries = new ArrayList<>();

  SignalBoard(
      RolloutContext context, Executor io, Consumer<Runnable> control, Supplier<Instant> clock) {
    RolloutPolicy policy = context.policy();
    long sequential = policy.signals().stream().filter(HealthSignal::sequential).count();
    for (HealthSignal signal : policy.signals()) {
      double weight = signal.sequential() ? 1.0 / sequential : 0;
      entries.add(new Entry(signal, true, weight, context, io, control, clock));
    }
    for (HealthSignal signal : policy.observed()) {
      entries.add(new Entry(signal, false, 0, context, io, control, clock));
    }
    entries.add(new Entry(HealthSignal.sampleRatio(), true, 0, context, io, control, clock));
  }

  /** Takes what was seen since the last call. */
  void feed(EvidenceIncrement increment) {
    entries.forEach(entry -> entry.feed(increment));
  }

  /** What the signals say now. */
  List<Opinion> opinions(Instant now) {
    List<Opinion> opinions = new ArrayList<>();
    for (Entry entry : entries) {
      opinions.add(new Opinion(entry.name, entry.deciding, entry.weight, entry.assessment(now)));
    }
    return opinions;
  }

  private static final class Entry {

    private final String name;
    private final boolean blocking;
    private final boolean deciding;
    private final double weight;
    private final Duration timeout;
    private final Executor io;
    private final Consumer<Runnable> control;
    private final Supplier<Instant> clock;
    private final SignalMonitor monitor;
    private List<EvidenceIncrement> queued = new ArrayList<>();
    private Assessment latest = NOT_READ;
    private boolean running;
    private Instant runningSince = Instant.MIN;

    Entry(
        HealthSignal signal,
        boolean deciding,
        double weight,
        RolloutContext context,
        Executor io,
        Consumer<Runnable> control,
        Supplier<Instant> clock) {
      this.name = signal.name();
      this.blocking = signal.blocking();
      this.deciding = deciding;
      this.weight = weight;
      this.timeout = context.policy().signalTimeout();
      this.io = io;
      this.control = control;
      this.clock = clock;
      double part = weight > 0 ? weight : 1;
      this.monitor = signal.open(new SignalContext(
          context.stable(),
          context.candidate(),
          context.policy().falseRollback() * part,
          context.policy().falsePromotion(),
          context.policy().deadline(),
          context.policy().longestCall(),
          context.policy().reassignEvery().isPresent()));
    }

    void feed(EvidenceIncrement increment) {
      if (!blocking) {
        latest = assess(increment);
        return;
      }
      queue(increment);
      if (!running) {
        run();
      }
    }

    Assessment assessment(Instant now) {
      if (running && Duration.between(runningSince, now).compareTo(timeout) > 0) {
        return Assessment.unavailable("no answer within " + timeout);
      }
      return latest;
    }

    private void run() {
      List<EvidenceIncrement> batch = queued;
      queued = new ArrayList<>();
      running = true;
      runningSince = clock.get();
      io.execute(() -> {
        Assessment answer = assess(batch);
        control.accept(() -> {
          latest = answer;
          running = false;
          if (!queued.isEmpty()) {
            run();
          }
        });
      });
    }

    /** Feeds every increment of a batch, and returns the last answer. */
    private Assessment assess(List<EvidenceIncrement> batch) {
      Assessment answer = NOT_READ;
      for (EvidenceIncrement increment : batch) {
        answer = assess(increment);
      }
      return answer;
    }

    /** A failure to answer is an answer too, and is said with the verdict. */
    private Assessment assess(EvidenceIncrement increment) {
      try {
        return Objects.requireNonNull(monitor.assess(increment), "the answer was null");
      } catch (Throwable failure) {
        LOG.debug("Signal {} could not be read", name, failure);
        return Assessment.unavailable("could not be read: " + failure);
      }
    }

    /** Joins what a slow monitor has not seen with what came before, as long as share and draw were the same. */
    private void queue(EvidenceIncrement increment) {
      int last = queued.size() - 1;
      if (last >= 0 && queued.get(last).joins(increment)) {
        queued.set(last, queued.get(last).plus(increment));
      } else {
        queued.add(increment);
      }
    }
  }
}
