package dev.belay.engine;

import dev.belay.ModelVersion;
import dev.belay.VersionAction;
import dev.belay.recording.InFlight;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutState;
import dev.belay.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the calls in flight on stable, has it released by the user, at most once, and then retired by its host, as often as it
 * takes. What it finds is said again at each turn until the state has moved on. Used by the control thread alone.
 */
final class Retirer {

  /** How often the calls in flight are counted: they end at any moment, and nobody tells. */
  static final Duration PERIOD = Duration.ofMillis(10);

  private static final Logger LOG = LoggerFactory.getLogger(Retirer.class);

  private final ModelVersion stable;
  private final InFlight calls;
  private final Resting resting;
  private final Optional<VersionAction> release;
  private final @Nullable HostedRetirement host;
  private final Executor io;
  private final Consumer<Runnable> control;
  private boolean asked;
  private boolean hooked;
  private Input.@Nullable Released released;

  Retirer(
      Optional<VersionAction> release, ModelVersion stable, InFlight calls, Surroundings around) {
    this.release = release;
    this.host = around.retirement(stable);
    this.stable = stable;
    this.calls = calls;
    this.resting = around.resting();
    this.io = around.runtime().io();
    this.control = around.control();
  }

  /** What there is to decide on now, null for nothing yet. */
  @Nullable
  Input news(RolloutState state, Instant now) {
    if (state.holds(Hold.PAUSED)) {
      return null;
    }
    if (state.holds(Hold.DRAIN)) {
      long inFlight = inFlight();
      return inFlight == 0 || !now.isBefore(state.deadline())
          ? new Input.Drained(stable, inFlight)
          : null;
    }
    return state.holds(Hold.RELEASE) ? released(state, now) : null;
  }

  /** Does not have stable released any more, unless that has begun. */
  void keep(String why) {
    if (!asked && released == null) {
      released = new Input.Released(false, why);
    }
  }

  /**
   * The gate is closed by now. A call that had begun meanwhile, such as one that answers a failure of the candidate, is waited
   * for as well.
   */
  private Input.@Nullable Released released(RolloutState state, Instant now) {
    if (released == null && !asked && inFlight() == 0) {
      begin();
    }
    if (host != null && hooked && released == null) {
      released = host.ask(now);
    }
    if (released == null && !now.isBefore(state.deadline())) {
      released = new Input.Released(false, late());
    }
    return released;
  }

  private String late() {
    if (!asked) {
      return inFlight() + " calls are still in flight on it";
    }
    return host != null && hooked ? host.story() : "its release has not ended in time";
  }

  /** With those from before an emergency switch that was undone. */
  private long inFlight() {
    return calls.count() + resting.earlierCalls(stable, calls);
  }

  private void begin() {
    if (resting.release(stable)) {
      asked = true;
      run();
    } else {
      keep("it has been set live again");
    }
  }

  private void run() {
    if (release.isEmpty()) {
      hooked(new Input.Released(true, "nothing was to be done"));
      return;
    }
    io.execute(() -> {
      Input.Released answer = release(release.get());
      control.accept(() -> hooked(answer));
    });
  }

  /** The user's part is over. One that has failed keeps stable where it runs. */
  private void hooked(Input.Released answer) {
    if (released != null) {
      LOG.warn("{}: the release has ended after its time: {}", stable, answer.detail());
    } else if (host == null || !answer.done()) {
      released = answer;
    } else {
      hooked = true;
    }
  }

  private Input.Released release(VersionAction action) {
    try {
      action.accept(stable);
      return new Input.Released(true, "done");
    } catch (Throwable failure) {
      LOG.warn("{} could not be released", stable, Printable.failure(failure));
      return new Input.Released(false, Printable.of(failure));
    }
  }
}
