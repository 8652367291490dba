package dev.belay.engine;

import dev.belay.ModelVersion;
import dev.belay.strategy.Input;
import dev.belay.target.SubmitResult;
import dev.belay.target.VersionHost;
import dev.belay.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a host retire a version: asks it once in a while until it has, or refuses. Used by the control thread alone. */
final class HostedRetirement {

  private static final Duration ASK_EVERY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(HostedRetirement.class);

  private final ModelVersion version;
  private final VersionHost host;
  private final Executor io;
  private final Consumer<Runnable> control;
  private boolean asking;
  private Instant nextAsk = Instant.MIN;
  private String story = "its host was not asked to retire it in time";
  private Input.@Nullable Released end;

  HostedRetirement(ModelVersion version, VersionHost host, Surroundings around) {
    this.version = version;
    this.host = host;
    this.io = around.runtime().io();
    this.control = around.control();
  }

  /** Asks, if it is time, and tells what came of it in the end, null before that. */
  Input.@Nullable Released ask(Instant now) {
    if (end == null && !asking && !now.isBefore(nextAsk)) {
      asking = true;
      nextAsk = now.plus(ASK_EVERY);
      io.execute(() -> {
        SubmitResult answer = retire();
        control.accept(() -> answered(answer));
      });
    }
    return end;
  }

  /** Why it is not retired yet. */
  String story() {
    return story;
  }

  private SubmitResult retire() {
    try {
      return host.retire(version);
    } catch (Throwable failure) {
      LOG.warn("{} could not be retired", version, Printable.failure(failure));
      return new SubmitResult.Unknown(Printable.of(failure));
    }
  }

  private void answered(SubmitResult answer) {
    asking = false;
    if (answer instanceof SubmitResult.AlreadyInForce) {
      end = new Input.Released(true, "its host has retired it");
    } else if (answer instanceof SubmitResult.Refused refused) {
      end = new Input.Released(false, "its host refuses to retire it: " + refused.reason());
    } else {
      story = "its host has not retired it in time: " + answer;
    }
  }
}
