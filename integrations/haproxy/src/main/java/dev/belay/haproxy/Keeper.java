package dev.belay.haproxy;

import dev.belay.target.SubmitResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether HAProxy has begun anew, and has it told again. Says once what it finds. */
final class Keeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  private final String map;
  private final RuntimeApi api;
  private final Submitter submitter;
  private final Duration every;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "belay-haproxy");
        made.setDaemon(true);
        return made;
      });
  private boolean troubled;

  Keeper(String map, RuntimeApi api, Submitter submitter, Duration every) {
    this.map = map;
    this.api = api;
    this.submitter = submitter;
    this.every = every;
  }

  void start() {
    ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
        this::look, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  void requireOpen() {
    if (thread.isShutdown()) {
      throw new IllegalStateException("the HAProxy target of " + map + " is closed");
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
      } else if (found.value().map(MapValue::isFromFile).orElse(false)) {
        submitter.tellAgain(claim.get()).ifPresent(result -> told(claim.get(), result));
      } else if (submitter.giveUp(claim.get())) {
        LOG.warn("{}: somebody else has changed {} to {}", map, claim.get().text(), found.values());
      }
    } catch (IOException | RejectedException e) {
      trouble(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Thrown on, it would end the looking in silence.
      LOG.error("{}: HAProxy could not be looked at", map, e);
    }
  }

  private void told(MapValue claim, SubmitResult result) {
    if (result instanceof SubmitResult.Accepted) {
      LOG.warn("{}: HAProxy had begun anew, and was told {} again", map, claim.text());
    } else {
      trouble("HAProxy has begun anew and does not take " + claim.text() + " again: " + result);
    }
  }

  private void trouble(String story) {
    if (!troubled && !thread.isShutdown()) {
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
    thread.shutdownNow();
  }
}
