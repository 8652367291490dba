package dev.belay.engine;

import dev.belay.RolloutPolicy;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Assessment;
import dev.belay.health.HealthSignal;
import dev.belay.health.Judge.Opinion;
import dev.belay.health.MonitorState;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalMonitor;
import dev.belay.strategy.RolloutContext;
import dev.belay.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  /** A state that takes more than this is not one to be written down every few seconds. */
  private static final int MOST_SAVED = 100_000;

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

  /** What each monitor has accumulated, by the signal's name. */
  Map<String, MonitorState> save() {
    Map<String, MonitorState> states = new LinkedHashMap<>();
    for (Entry entry : entries) {
      MonitorState state = entry.save();
      if (!state.equals(MonitorState.NONE)) {
        states.put(entry.name, state);
      }
    }
    return states;
  }

  /** Goes on with what was accumulated before, signal by signal. */
  void restore(Map<String, MonitorState> states) {
    for (Entry entry : entries) {
      MonitorState state = states.get(entry.name);
      if (state != null) {
        entry.restore(state);
      }
    }
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
    private final SignalContext signalContext;
    private final HealthSignal signal;
    private SignalMonitor monitor;
    private volatile MonitorState saved = MonitorState.NONE;
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
      this.name = Printable.of(signal.name());
      this.blocking = signal.blocking();
      this.deciding = deciding;
      this.weight = weight;
      this.timeout = context.policy().signalTimeout();
      this.io = io;
      this.control = control;
      this.clock = clock;
      double part = weight > 0 ? weight : 1;
      this.signal = signal;
      this.signalContext = new SignalContext(
          context.stable(),
          context.candidate(),
          context.policy().falseRollback() * part,
          context.policy().falsePromotion(),
          context.policy().deadline(),
          context.policy().longestCall(),
          context.policy().reassignEvery().isPresent());
      this.monitor = signal.open(signalContext);
    }

    /** Of a monitor that runs elsewhere, what it had accumulated when it answered last. */
    MonitorState save() {
      return blocking ? saved : stateOf(monitor);
    }

    void restore(MonitorState state) {
      try {
        monitor.restore(state);
        saved = state;
      } catch (Throwable failure) {
        LOG.warn(
            "Signal {} cannot go on with what was saved, and begins anew",
            name,
            Printable.failure(failure));
        monitor = signal.open(signalContext);
      }
    }

    private MonitorState stateOf(SignalMonitor any) {
      try {
        MonitorState state = Objects.requireNonNull(any.save(), "the state was null");
        if (state.values().size() <= MOST_SAVED) {
          return state;
        }
        LOG.debug(
            "Signal {} has {} numbers to save, too many", name, state.values().size());
      } catch (Throwable failure) {
        LOG.debug("Signal {} could not be saved", name, Printable.failure(failure));
      }
      return MonitorState.NONE;
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
        saved = stateOf(monitor);
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
        LOG.debug("Signal {} could not be read", name, Printable.failure(failure));
        return Assessment.unavailable("could not be read: " + Printable.of(failure));
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
