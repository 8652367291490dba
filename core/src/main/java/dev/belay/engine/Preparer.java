package dev.belay.engine;

import dev.belay.ModelVersion;
import dev.belay.Preparation;
import dev.belay.TrafficSplit;
import dev.belay.VersionAction;
import dev.belay.strategy.Input;
import dev.belay.target.SubmitResult;
import dev.belay.target.VersionHost;
import dev.belay.text.Printable;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a candidate ready: its host brings it up, and then, as the user says, probe, warm-up, capacity. One attempt at a time, off the control thread; an attempt
 * that hangs is never repeated, and the policy's deadline ends the rollout. Used by the control thread alone.
 */
final class Preparer {

  private static final Logger LOG = LoggerFactory.getLogger(Preparer.class);

  private final Preparation preparation;
  private final ModelVersion stable;
  private final ModelVersion candidate;
  private final @Nullable VersionHost host;
  private final Executor io;
  private final Consumer<Runnable> control;
  private int warmedUp;
  private boolean asking;
  private volatile boolean over;
  private Input.Readiness target = new Input.Readiness(false, "the target was not asked");
  private String lastStory = "";

  Preparer(
      Preparation preparation, ModelVersion stable, ModelVersion candidate, Surroundings around) {
    this.preparation = preparation;
    this.stable = stable;
    this.candidate = candidate;
    this.host = around.host();
    this.io = around.runtime().io();
    this.control = around.control();
  }

  /**
   * Takes what the target says. If the candidate is ready as far as the target knows, or may become so by its host, makes one
   * attempt, unless one is being made.
   *
   * @param ready whether the target takes the candidate for ready
   * @param detail what the target says of it
   * @param traffic the requests per second that the candidate must be able to take
   * @param then hears of what came of it, on the control thread
   */
  void hear(boolean ready, String detail, double traffic, Consumer<Input> then) {
    target = new Input.Readiness(ready, Printable.of(detail));
    if (needsNothing() || (!ready && host == null)) {
      tell(target, then);
    } else if (!asking) {
      asking = true;
      io.execute(() -> {
        Input answer = attempt(ready, traffic);
        control.accept(() -> {
          asking = false;
          if (answer instanceof Input.Readiness prepared) {
            // A long attempt may end when the target has taken its word back.
            tell(prepared.ready() && !target.ready() ? target : prepared, then);
          } else {
            then.accept(answer);
          }
        });
      });
    }
  }

  /** Makes no further warm-up call: the rollout is over. */
  void stop() {
    over = true;
  }

  private boolean needsNothing() {
    return host == null
        && preparation.probe().isEmpty()
        && preparation.warmUp().isEmpty()
        && preparation.capacity().isEmpty();
  }

  private void tell(Input.Readiness answer, Consumer<Input> then) {
    if (!answer.ready() && !answer.detail().equals(lastStory)) {
      LOG.info("{} is not ready: {}", candidate, answer.detail());
    }
    lastStory = answer.detail();
    then.accept(answer);
  }

  private Input attempt(boolean ready, double traffic) {
    try {
      SubmitResult hosted =
          host == null ? new SubmitResult.AlreadyInForce() : host.prepare(candidate);
      if (hosted instanceof SubmitResult.Refused refused) {
        return new Input.SplitRefused(
            TrafficSplit.between(stable, candidate, 0),
            candidate + " will not be there: " + refused.reason());
      }
      if (!(hosted instanceof SubmitResult.AlreadyInForce)) {
        warmedUp = 0;
        return new Input.Readiness(false, "its host has not brought it up yet: " + hosted);
      }
      if (!ready) {
        return new Input.Readiness(false, "its host has brought it up, and the target is asked");
      }
      if (preparation.probe().isPresent() && !preparation.probe().get().ready(candidate)) {
        warmedUp = 0;
        return new Input.Readiness(false, "the probe says no");
      }
      if (preparation.warmUp().isPresent()) {
        warmUp(preparation.warmUp().get());
      }
      if (preparation.capacity().isPresent() && traffic == 0) {
        return new Input.Readiness(false, "no traffic has been seen that it would have to take");
      }
      if (preparation.capacity().isPresent()) {
        double capacity = preparation.capacity().get().requestsPerSecond(candidate);
        if (!(capacity >= traffic)) {
          return new Input.Readiness(
              false,
              String.format(
                  Locale.ROOT,
                  "it can take %.1f requests/s, and %.1f are to be expected",
                  capacity,
                  traffic));
        }
      }
      return new Input.Readiness(true, "prepared");
    } catch (Throwable failure) {
      LOG.debug("{} could not be prepared", candidate, Printable.failure(failure));
      return new Input.Readiness(false, "it could not be prepared: " + Printable.of(failure));
    }
  }

  /** One attempt after the other: the field is handed over from one to the next by the control thread. */
  private void warmUp(VersionAction call) throws Exception {
    while (warmedUp < preparation.warmUpCalls() && !over) {
      try {
        call.accept(candidate);
      } catch (Throwable failure) {
        warmedUp = 0;
        throw failure;
      }
      warmedUp++;
    }
  }
}
