package dev.belay.engine;

import dev.belay.TrafficSplit;
import dev.belay.runtime.BelayRuntime;
import dev.belay.target.Observation;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a target to the split that is wanted: submit, observe, and again, until it is in force. Nothing is assumed; an
 * answer that did not come is read back. Used by the control thread alone; the target is called elsewhere, one call at a
 * time.
 */
final class TargetDriver {

  private static final Logger LOG = LoggerFactory.getLogger(TargetDriver.class);

  private final String endpoint;
  private final TrafficTarget target;
  private final BelayRuntime runtime;
  private final Consumer<Runnable> control;
  private final Events events;
  private @Nullable TrafficSplit wanted;
  private boolean submitted;
  private boolean calling;
  private boolean troubled;
  private boolean stopped;
  private @Nullable TargetDriver successor;

  /** What the driver tells. */
  interface Events {

    /** The wanted split is in force. */
    void confirmed(TrafficSplit split);

    /** The target will never carry the wanted split out. */
    void refused(TrafficSplit split, String reason);

    /** The candidate was asked whether it could take traffic. */
    void readiness(boolean ready, String detail);
  }

  TargetDriver(Surroundings around, Events events) {
    this.endpoint = around.endpoint();
    this.target = around.target();
    this.runtime = around.runtime();
    this.control = around.control();
    this.events = events;
  }

  /** Wants a split, instead of any other. */
  void want(TrafficSplit split) {
    if (stopped) {
      return;
    }
    wanted = split;
    submitted = false;
    drive();
  }

  /** Wants a split that is not known to be in force, unless it is on its way. */
  void insist(TrafficSplit split) {
    if (wanted == null) {
      want(split);
    } else {
      drive();
    }
  }

  /** Wants nothing ever again, and leaves the target to another driver as soon as no call to it is under way. */
  void giveWay(TargetDriver next) {
    stopped = true;
    wanted = null;
    if (calling) {
      successor = next;
      next.calling = true;
    }
  }

  private void ended() {
    calling = false;
    TargetDriver next = successor;
    if (next != null) {
      successor = null;
      next.ended();
      next.drive();
    }
  }

  /** Goes on with what is not in force yet. */
  void drive() {
    TrafficSplit split = wanted;
    if (split == null || calling) {
      return;
    }
    if (submitted) {
      call(target::observe, observation -> observed(split, observation));
    } else {
      call(() -> target.submit(split), result -> submitted(split, result));
    }
  }

  /** Asks whether the candidate could take traffic. */
  void askReadiness() {
    if (!calling && !stopped) {
      call(target::observe, this::tellReadiness);
    }
  }

  private void tellReadiness(@Nullable Observation observation) {
    if (observation != null) {
      events.readiness(observation.candidateReady(), observation.detail());
    }
    drive();
  }

  private void submitted(TrafficSplit split, @Nullable SubmitResult result) {
    if (!split.equals(wanted)) {
      drive();
      return;
    }
    if (result instanceof SubmitResult.AlreadyInForce) {
      confirm(split);
    } else if (result instanceof SubmitResult.Refused refused) {
      trouble("refused " + split + ": " + refused.reason());
      events.refused(split, refused.reason());
    } else if (result instanceof SubmitResult.Accepted) {
      submitted = true;
      drive();
    } else {
      // Busy, in conflict, unknown or failed: the next drive reads back what is in force, or
      // submits again.
      submitted = result == null || result instanceof SubmitResult.Unknown;
      trouble("has not taken " + split + ": " + result);
    }
  }

  private void observed(TrafficSplit split, @Nullable Observation observation) {
    if (!split.equals(wanted)) {
      drive();
      return;
    }
    if (observation == null) {
      return;
    }
    Optional<TrafficSplit> effective = observation.effective();
    if (effective.isPresent() && effective.get().equals(split)) {
      confirm(split);
    } else {
      submitted = false;
      trouble("does not carry out " + split + " yet, but " + effective);
    }
  }

  private void confirm(TrafficSplit split) {
    if (troubled) {
      LOG.warn("{}: the target carries out {} now", endpoint, split);
    }
    troubled = false;
    wanted = null;
    events.confirmed(split);
  }

  private void trouble(String story) {
    if (!troubled) {
      LOG.warn("{}: the target {}", endpoint, story);
    }
    troubled = true;
  }

  /** Calls the target elsewhere and handles the answer on the control thread; null stands for an exception. */
  private <T> void call(Supplier<T> question, Consumer<@Nullable T> handler) {
    calling = true;
    runtime.io().execute(() -> {
      @Nullable T answer = null;
      try {
        answer = question.get();
      } catch (Throwable failure) {
        LOG.warn("{}: the target threw", endpoint, failure);
      }
      @Nullable T result = answer;
      control.accept(() -> {
        ended();
        if (!stopped) {
          handler.accept(result);
        }
      });
    });
  }
}
