package dev.belay.haproxy;

import dev.belay.runtime.BelayRuntime;
import dev.belay.runtime.Wakeup;
import dev.belay.target.SubmitResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether HAProxy has begun anew, and has it told again. Says once what it finds. */
final class Keeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  private final String map;
  private final RuntimeApi api;
  private final Submitter submitter;
  private final Duration every;
  private final Wakeup wakeup;
  private volatile boolean closed;

  /** Handed over from one look to the next by the runtime. */
  private boolean troubled;

  Keeper(String map, RuntimeApi api, Submitter submitter, Duration every, BelayRuntime runtime) {
    this.map = map;
    this.api = api;
    this.submitter = submitter;
    this.every = every;
    this.wakeup = runtime.attach(() -> runtime.io().execute(this::lookAndGoOn));
  }

  void start() {
    wakeup.after(every);
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the HAProxy target of " + map + " is closed");
    }
  }

  private void lookAndGoOn() {
    if (!closed) {
      look();
      wakeup.after(every);
    }
  }

  private void look() {
    Optional<MapValue> claim = submitter.claim();
    if (claim.isEmpty()) {
      return;
    }
    try {
      RuntimeApi.Found found = api.read();
      if (found.value().equals(claim)) {
        wellAgain();
      } else if (found.value().map(value -> value.yieldsTo(claim.get())).orElse(false)) {
        submitter.tellAgain(claim.get()).ifPresent(result -> told(claim.get(), result));
      } else if (submitter.giveUp(claim.get())) {
        LOG.warn("{}: somebody else has changed {} to {}", map, claim.get().text(), found.values());
      }
    } catch (IOException | RejectedException e) {
      trouble(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Thrown on, it would end the looking.
      LOG.error("{}: HAProxy could not be looked at", map, e);
    }
  }

  private void told(MapValue claim, SubmitResult result) {
    if (result instanceof SubmitResult.Accepted) {
      LOG.warn("{}: HAProxy did not have {} any more, and was told it again", map, claim.text());
    } else if (result instanceof SubmitResult.Refused refused) {
      // Given up, which is said whatever was said before.
      troubled = false;
      LOG.warn(
          "{}: HAProxy has begun anew and refuses {}, which is given up: {}",
          map,
          claim.text(),
          refused.reason());
    } else {
      trouble("HAProxy has begun anew and does not take " + claim.text() + " again: " + result);
    }
  }

  private void trouble(String story) {
    if (!troubled && !closed) {
      LOG.warn("{}: {}", map, story);
    }
    troubled = true;
  }

  private void wellAgain() {
    if (troubled) {
      LOG.info("{}: HAProxy answers again", map);
    }
    troubled = false;
  }

  @Override
  public void close() {
    closed = true;
    wakeup.cancel();
  }
}
