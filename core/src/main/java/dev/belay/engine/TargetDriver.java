package dev.belay.engine;

import dev.belay.TrafficSplit;
import dev.belay.runtime.BelayRuntime;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import dev.belay.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings a target to the split that is wanted: submit, observe, and again, until it is in force. Nothing is assumed; an
 * answer that did not come is read back, and a target elsewhere has to be found with the split twice, because a platform may take
 * back by itself what it has carried out. Used by the control thread alone; the target is called elsewhere, one call at a time.
 */
final class TargetDriver {

  private static final Logger LOG = LoggerFactory.getLogger(TargetDriver.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  /** No target puts a split off for longer than this, whatever it asks for. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** How often a target elsewhere is looked at while nothing is wanted of it. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final String endpoint;
  private final TrafficTarget target;
  private final BelayRuntime runtime;
  private final Consumer<Runnable> control;
  private final EngineClock clock;
  private final JournalWriter journal;
  private final boolean elsewhere;
  private final TrafficTarget.Capabilities capabilities;
  private final Events events;
  private final Backoff backoff;
  private @Nullable Instant nextLook;
  private @Nullable SplitIntent wanted;

  /** What was confirmed last, as long as nobody else is known to have changed it. */
  private @Nullable TrafficSplit standing;

  private Instant wantedAt = Instant.MIN;
  private boolean submitted;

  /** The wanted split has been found in force once. */
  private boolean found;

  /** The wanted split may have reached the target. */
  private boolean sent;

  /** The target has said that somebody else has changed it. */
  private boolean overruled;

  /** An earlier split may have reached the target and still be on its way: what is in force now may not last. */
  private boolean overtaking;

  private boolean calling;
  private volatile boolean troubled;
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

    /** Nothing is wanted that is not in force, and this is. */
    void found(TrafficSplit effective);
  }

  TargetDriver(Surroundings around, Events events) {
    this.endpoint = around.endpoint();
    this.target = around.target();
    this.runtime = around.runtime();
    this.control = around.control();
    this.clock = around.clock();
    this.journal = around.journal();
    this.elsewhere = around.elsewhere();
    this.capabilities = capabilities(target);
    this.standing = TrafficSplit.all(around.resting().live().version());
    this.events = events;
    this.backoff = new Backoff(FIRST_RETRY, LAST_RETRY, runtime::randomBits);
  }

  /** What the target says of itself; one that cannot even say that is driven all the same. */
  private TrafficTarget.Capabilities capabilities(TrafficTarget subject) {
    try {
      return subject.capabilities();
    } catch (Throwable failure) {
      LOG.warn(
          "{}: the target does not tell its capabilities", endpoint, Printable.failure(failure));
      return new TrafficTarget.Capabilities(1, 1, Duration.ZERO);
    }
  }

  /** Wants everything back on one version, whatever is in force. */
  void wantBack(TrafficSplit split) {
    want(fenced(split).now());
  }

  /** Wants what a person has set live, whichever process has the journal. */
  void wantByHand(TrafficSplit split) {
    want(SplitIntent.to(split).now());
  }

  /** Wants a split in place of what was confirmed last; somebody else's word is not overruled. */
  void wantNext(TrafficSplit split) {
    TrafficSplit before = elsewhere && !mayHaveLeft() ? standing : null;
    want(before == null ? fenced(split) : fenced(split).over(before));
  }

  private SplitIntent fenced(TrafficSplit split) {
    SplitIntent intent = SplitIntent.to(split);
    OptionalLong fence = journal.fence();
    return fence.isPresent() ? intent.fencedBy(fence.getAsLong()) : intent;
  }

  /** Knows what was in force when another process left it. */
  void standAt(TrafficSplit split) {
    standing = split;
  }

  /** Knows that somebody else has changed the target: what is wanted next is wanted all the same. */
  void concede() {
    standing = null;
  }

  /** Whether something that was wanted may be on its way. */
  private boolean mayHaveLeft() {
    return overtaking || (wanted != null && sent);
  }

  private void want(SplitIntent intent) {
    if (stopped) {
      return;
    }
    overtaking = mayHaveLeft();
    wanted = intent;
    wantedAt = clock.now();
    submitted = false;
    found = false;
    sent = false;
    overruled = false;
    backoff.reset();
    drive();
  }

  /** Wants a split that is not known to be in force, unless it is on its way. */
  void insist(TrafficSplit split) {
    if (wanted == null) {
      wantNext(split);
    } else {
      drive();
    }
  }

  /** Wants nothing ever again, and leaves the target to another driver as soon as no call to it is under way. */
  void giveWay(TargetDriver next) {
    stopped = true;
    next.overtaking |= mayHaveLeft();
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
    SplitIntent intent = wanted;
    if (intent == null || calling || !backoff.due(clock.now())) {
      return;
    }
    if (submitted) {
      call(target::observe, observation -> observed(intent, observation));
    } else {
      sent = true;
      call(() -> target.submit(intent), result -> submitted(intent, result));
    }
  }

  /** How long until there is something to try, at most a bound. */
  Duration untilTry(Duration bound) {
    return wanted == null || calling ? bound : backoff.untilDue(clock.now(), bound);
  }

  /** Looks now and then whether a target elsewhere still carries out what it has confirmed; whether it does so now. */
  boolean look() {
    Instant now = clock.now();
    if (!elsewhere || wanted != null || calling || stopped) {
      return false;
    }
    boolean due = nextLook != null && !now.isBefore(nextLook);
    if (due) {
      call(target::observe, this::seen);
    }
    if (due || nextLook == null) {
      nextLook = now.plus(LOOK_EVERY);
    }
    return due;
  }

  private void seen(@Nullable Observation observation) {
    if (wanted == null && observation != null) {
      observation.effective().ifPresent(events::found);
    }
    drive();
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

  private void submitted(SplitIntent intent, @Nullable SubmitResult result) {
    if (!intent.equals(wanted)) {
      drive();
      return;
    }
    TrafficSplit split = intent.split();
    if (result instanceof SubmitResult.AlreadyInForce) {
      overtaking = false;
      submitted = true;
      inForce(split);
    } else if (result instanceof SubmitResult.Refused refused) {
      backoff.failed(clock.now());
      trouble("refused " + split + ": " + refused.reason());
      events.refused(split, refused.reason());
    } else if (result instanceof SubmitResult.Accepted) {
      overtaking = false;
      submitted = true;
      found = false;
      drive();
    } else {
      // Busy, in conflict, unknown or failed: the next drive reads back what is in force, or
      // submits again.
      putOff(result);
      submitted = !(result instanceof SubmitResult.Busy);
      overruled = result instanceof SubmitResult.Conflict;
      trouble("has not taken " + split + ": " + result);
    }
  }

  /** A target that is busy may say when it will not be any more; it is not believed that this is at once, or in an hour. */
  private void putOff(@Nullable SubmitResult result) {
    if (result instanceof SubmitResult.Busy busy && busy.retryAfter().isPresent()) {
      Duration asked = atLeastShortest(busy.retryAfter().get());
      backoff.waitFor(asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT, clock.now());
    } else {
      backoff.failed(clock.now());
    }
  }

  private void observed(SplitIntent intent, @Nullable Observation observation) {
    if (!intent.equals(wanted)) {
      drive();
      return;
    }
    TrafficSplit split = intent.split();
    if (observation == null) {
      backoff.failed(clock.now());
      return;
    }
    Optional<TrafficSplit> effective = observation.effective();
    boolean inForce = effective.isPresent() && effective.get().equals(split);
    if (inForce && !overtaking) {
      inForce(split);
    } else if (inForce) {
      // Read back after an answer that did not come; the target has to be told until it answers.
      submitted = false;
      backoff.failed(clock.now());
    } else if (overruled && intent.hindrance(effective, 0).isPresent()) {
      // Somebody else has the last word, unless it is decided that this one counts all the same.
      wanted = null;
      backoff.reset();
      effective.ifPresent(events::found);
    } else if (found && effective.isEmpty()) {
      // It cannot tell, so its answer has to do: it is told once more.
      submitted = false;
      drive();
    } else {
      if (found) {
        trouble("has taken " + split + " back and carries out " + effective);
      } else if (clock.now().isAfter(wantedAt.plus(capabilities.retreatTime()))) {
        trouble("does not carry out " + split + " yet, but " + effective);
      }
      submitted = false;
      found = false;
      backoff.waitFor(atLeastShortest(capabilities.pollEvery()), clock.now());
    }
  }

  /** What is not there yet is not asked for without a pause, whatever the target can bear. */
  private static Duration atLeastShortest(Duration wait) {
    return wait.compareTo(FIRST_RETRY) < 0 ? FIRST_RETRY : wait;
  }

  /** One look has found the split in force; elsewhere it takes another one. */
  private void inForce(TrafficSplit split) {
    if (found || !elsewhere) {
      confirm(split);
    } else {
      found = true;
      backoff.waitFor(capabilities.pollEvery(), clock.now());
      drive();
    }
  }

  private void confirm(TrafficSplit split) {
    if (elsewhere) {
      LOG.atLevel(troubled ? Level.WARN : Level.INFO)
          .log(
              "{}: the target carries out {}, {} after it was wanted",
              endpoint,
              split,
              Duration.between(wantedAt, clock.now()));
    }
    troubled = false;
    found = false;
    wanted = null;
    standing = split;
    nextLook = null;
    backoff.reset();
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
        LOG.atLevel(troubled ? Level.DEBUG : Level.WARN)
            .setCause(Printable.failure(failure))
            .log("{}: the target threw", endpoint);
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
