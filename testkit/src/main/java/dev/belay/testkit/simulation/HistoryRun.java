package dev.belay.testkit.simulation;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.CommandResult;
import dev.belay.EmergencySwitch;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.TrafficSplit;
import dev.belay.journal.Replay;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One history: lets it happen to the real engine and a store, and holds what is seen from outside against what must be. Used once,
 * by one thread.
 */
final class HistoryRun {

  /** A rule that is broken. */
  static final class Broken extends RuntimeException {

    private static final long serialVersionUID = 1;

    Broken(String story) {
      super(story);
    }
  }

  private static final Duration UNTIL_ALL_IS_SETTLED = Duration.ofMinutes(10);
  private static final Duration STEP = Duration.ofMillis(100);

  private final RolloutPlan plan;
  private final Optional<Duration> platformDelay;
  private final VirtualRuntime time;
  private final HistoryWorld world;
  private final SplittableRandom chance;
  private final ModelVersion first = ModelVersion.of(Simulation.MODEL, "stable");
  private final ModelVersion second;
  private final Map<String, CompletableFuture<CommandResult>> answers = new HashMap<>();
  private final Map<String, CommandResult> results = new HashMap<>();
  private final List<EmergencySwitch> emergencies = new ArrayList<>();

  /** What a process that died had set live, and had not written down, with the last record that there was then. */
  private final Map<ModelVersion, Long> lost = new HashMap<>();

  private final Set<ModelVersion> released = new HashSet<>();
  private final Set<String> releasedBy = new HashSet<>();
  private final JournalRules rules;
  private @Nullable Rollout rollout;
  private boolean switched;
  /** The first rule that was broken; the engine may have caught what was thrown. */
  private @Nullable String broken;

  HistoryRun(
      RolloutPlan plan,
      RolloutStore store,
      Optional<Duration> platformDelay,
      boolean resumes,
      long seed) {
    this.platformDelay = platformDelay;
    this.time = VirtualRuntime.seeded(seed);
    this.chance = new SplittableRandom(seed);
    this.second = ModelVersion.of(Simulation.MODEL, plan.candidate());
    this.world = new HistoryWorld(
        time, first, store, platformDelay, () -> resumes ? Optional.of(plan()) : Optional.empty());
    this.plan = FaultySignal.in(plan, signal -> world.signalDown()).toBuilder()
        .retry()
        .release(this::release)
        .build();
    this.rules = new JournalRules(
        plan.policy(), BlastRadius.REACTION.plus(platformDelay.orElse(Duration.ZERO)));
  }

  private RolloutPlan plan() {
    return plan;
  }

  /** What is wrong, empty if nothing is. */
  Optional<String> play(List<Happening> history) {
    try {
      boot();
      for (Happening happening : history) {
        happen(happening);
        watch();
      }
      settle();
      return Optional.empty();
    } catch (Broken broken) {
      return Optional.of(String.valueOf(broken.getMessage()));
    } catch (RuntimeException | Error failure) {
      return Optional.of("something threw " + failure + " at "
          + (failure.getStackTrace().length == 0 ? "" : failure.getStackTrace()[0]));
    }
  }

  /** What a person may want to know beside. */
  String story() {
    StringBuilder text = new StringBuilder();
    for (JournalRecord record : journal()) {
      text.append(String.format(
          Locale.ROOT,
          "%4d %s %s/%d %s %s by %s: %s%n",
          record.sequence(),
          record.at(),
          record.state().phase(),
          record.state().stage(),
          record.state().split(),
          record.state().holds(),
          record.input().getClass().getSimpleName(),
          record.reason()));
    }
    return text.toString();
  }

  // --- what happens

  private void happen(Happening happening) {
    if (happening instanceof Happening.Requests requests) {
      for (int i = 0; i < requests.count(); i++) {
        request(requests);
        time.advance(requests.gap());
      }
    } else if (happening instanceof Happening.SlowRequest slow) {
      slowRequest(slow.lasting());
    } else if (happening instanceof Happening.Quiet quiet) {
      time.advance(quiet.duration());
    } else if (happening instanceof Happening.Start) {
      start();
    } else if (happening instanceof Happening.Send send) {
      send(send);
    } else if (happening instanceof Happening.Emergency) {
      emergency();
    } else if (happening instanceof Happening.ClockJump jump) {
      time.jumpWallClock(jump.by());
    } else {
      world.suffer(happening, this::boot);
    }
  }

  private void boot() {
    ModelEndpoint endpoint = world.boot();
    rollout = endpoint.rollout().orElse(null);
    switched = false;
    emergencies.stream()
        .filter(some -> !isWritten(some))
        .forEach(some -> lost.put(some.to(), lastSequence()));
    emergencies.clear();
    if (rollout == null) {
      // What was not written down nobody knows any more, and the next attempt may have the same
      // number.
      answers.clear();
    } else {
      answers.keySet().removeIf(id -> JournalRules.effects(journal(), id) == 0);
    }
    // While the journal cannot be read, nobody knows better than the configuration.
    ModelVersion live = world.bootedBlind() ? first : JournalRules.live(journal(), first);
    require(
        endpoint.live().equals(live) && endpoint.split().equals(TrafficSplit.all(live)),
        "a process that starts serves " + live + " alone, as the journal says, but served "
            + endpoint.split() + " with " + endpoint.live() + " live");
  }

  private void request(Happening.Requests requests) {
    ModelEndpoint endpoint = world.endpoint();
    if (endpoint == null) {
      return;
    }
    boolean fails = chance.nextDouble() < requests.stableFails();
    boolean candidateFails = chance.nextDouble() < requests.candidateFails();
    try {
      ModelVersion unused = endpoint.call(version -> {
        requireServing(version);
        if (version.equals(second) ? candidateFails : fails) {
          throw new IllegalStateException("simulated failure");
        }
        return version;
      });
    } catch (IllegalStateException failed) {
      // As the history says.
    }
    requireWrittenBefore(endpoint);
  }

  private void slowRequest(Duration lasting) {
    ModelEndpoint endpoint = world.endpoint();
    if (endpoint != null) {
      var unused = endpoint.callAsync(version -> {
        requireServing(version);
        CompletableFuture<ModelVersion> answer = new CompletableFuture<>();
        time.schedule(lasting, () -> answer.complete(version));
        return answer;
      });
    }
  }

  private void start() {
    ModelEndpoint endpoint = world.endpoint();
    boolean running =
        rollout != null && !rollout.completion().toCompletableFuture().isDone();
    if (endpoint == null || running || endpoint.live().equals(second)) {
      return;
    }
    try {
      rollout = endpoint.start(plan, "the history");
    } catch (IllegalStateException refused) {
      require(world.bootedBlind(), "a start was refused: " + refused);
      return;
    }
    released.remove(second);
    switched = false;
  }

  private void send(Happening.Send send) {
    Rollout to = rollout;
    if (to == null || world.endpoint() == null) {
      return;
    }
    String id = to.id() + "/" + send.kind() + "-" + send.id();
    OptionalLong expected = send.revisionsAgo() < 0
        ? OptionalLong.empty()
        : OptionalLong.of(to.revision() - send.revisionsAgo());
    Command command = command(send.kind(), new Command.Order(id, "the history", "", expected));
    boolean repeated = answers.containsKey(id);
    CompletableFuture<CommandResult> answer = to.send(command).toCompletableFuture();
    if (!repeated) {
      answers.put(id, answer);
    }
    SimulatedProcess asked = world.process();
    var unused = answer.thenAccept(result -> {
      if (asked != null && asked.alive()) {
        hear(id, repeated, result);
      }
    });
  }

  private static Command command(Happening.Send.Kind kind, Command.Order order) {
    return switch (kind) {
      case PAUSE -> new Command.Pause(order);
      case RESUME -> new Command.Resume(order);
      case APPROVE -> new Command.Approve(order);
      case PROMOTE -> new Command.Promote(order);
      case ROLL_BACK -> new Command.RollBack(order);
    };
  }

  private void emergency() {
    ModelEndpoint endpoint = world.endpoint();
    if (endpoint == null) {
      return;
    }
    ModelVersion to = endpoint.live().equals(first) ? second : first;
    released.remove(to);
    switched = true;
    emergencies.add(endpoint.emergencySwitch(to.version(), "the history", "an emergency"));
    require(
        endpoint.split().equals(TrafficSplit.all(to)),
        "an emergency switch is in force when it returns, but " + endpoint.split() + " is");
  }

  private void release(ModelVersion version) {
    String id = rollout == null ? "" : rollout.id();
    require(releasedBy.add(id), version + " was released twice by " + id);
    require(
        journal().stream()
            .anyMatch(record ->
                record.state().rollout().equals(id) && record.state().holds(Hold.RELEASE)),
        version + " is released before that is written down");
    ModelEndpoint endpoint = world.endpoint();
    require(
        endpoint == null || endpoint.inFlight(version) == 0,
        version + " is released with calls in flight on it");
    released.add(version);
  }

  // --- what must be

  private void hear(String id, boolean repeated, CommandResult result) {
    if (repeated) {
      require(
          result instanceof CommandResult.Duplicate, id + " came again and was answered " + result);
      return;
    }
    if (result instanceof CommandResult.Duplicate) {
      require(
          JournalRules.effects(journal(), id) == 1,
          id + " was taken for one that an earlier process had, but is not written down");
      return;
    }
    results.put(id, result);
    boolean rollBack = id.contains(Happening.Send.Kind.ROLL_BACK.name());
    if (result instanceof CommandResult.Applied && !rollBack) {
      require(
          JournalRules.effects(journal(), id) == 1,
          id + " was acknowledged before it was written down");
    }
  }

  private void requireServing(ModelVersion version) {
    // A process that could not read the journal serves what its configuration says.
    require(
        !released.contains(version) || world.bootedBlind(),
        version + " is asked, but has been released");
    require(version.equals(first) || version.equals(second), version + " is unknown");
  }

  /** What the router does is written down, or safer than what is written down. */
  private void requireWrittenBefore(ModelEndpoint endpoint) {
    Rollout running = rollout;
    if (running == null || switched) {
      return;
    }
    int share = endpoint.split().basisPoints(running.candidate());
    JournalRecord last = world.last();
    int written = last != null && last.state().rollout().equals(running.id())
        ? last.state().split().basisPoints(running.candidate())
        : 0;
    require(
        share <= written,
        "the candidate has " + BasisPoints.toPercent(share) + ", but "
            + BasisPoints.toPercent(written) + " is written down");
  }

  private void watch() {
    require(broken == null, String.valueOf(broken));
    ModelEndpoint endpoint = world.endpoint();
    Rollout running = rollout;
    if (endpoint == null || running == null) {
      return;
    }
    requireWrittenBefore(endpoint);
    long failures = running.report().candidateCalls().all().failures();
    long most = plan.policy().blastRadius().maxFailures();
    require(failures <= most, failures + " failures of the candidate, " + most + " are allowed");
  }

  /** Heals everything, ends the rollout, and looks at what is left. */
  private void settle() {
    world.heal();
    require(broken == null, String.valueOf(broken));
    advance(() -> world.endpoint() != null);
    ModelEndpoint endpoint = world.endpoint();
    if (endpoint == null) {
      throw new Broken("no process runs");
    }
    settle(endpoint);
  }

  /** Finds the rollout that goes on in a process that could not read the journal at first. */
  private void takeUp(ModelEndpoint endpoint) {
    if (rollout == null && endpoint.rollout().isPresent()) {
      rollout = endpoint.rollout().get();
      var unused = rollout.rollBack("the history", "it is over");
    }
  }

  private void settle(ModelEndpoint endpoint) {
    Rollout running = rollout;
    if (running != null) {
      var unused = running.rollBack("the history", "it is over");
    }
    advance(() -> settled(endpoint));
    require(settled(endpoint), "it does not come to rest: " + running + ", " + endpoint);
    watch();
    List<JournalRecord> journal = journal();
    rules.broken(journal).ifPresent(story -> require(false, "the journal is broken: " + story));
    Replay replay =
        Replay.of(journal, candidate -> Optional.of(plan), platformDelay.orElse(Duration.ZERO));
    require(
        replay.differences().isEmpty(),
        "decided anew, the journal would be another one: " + replay.differences());
    ModelVersion live = JournalRules.live(journal, first);
    require(
        endpoint.live().equals(live) && endpoint.split().basisPoints(live) == BasisPoints.WHOLE,
        "the journal says that " + live + " is live, but " + endpoint.live() + " is, with "
            + endpoint.split());
    results.forEach((id, result) -> {
      long effects = JournalRules.effects(journal, id);
      require(
          effects <= (result instanceof CommandResult.Applied ? 1 : 0),
          id + " was answered " + result + " and has " + effects + " effects");
    });
  }

  private boolean settled(ModelEndpoint endpoint) {
    takeUp(endpoint);
    boolean read =
        endpoint.live().equals(JournalRules.live(journal(), first)) || world.last() == null;
    boolean ended =
        rollout == null || rollout.completion().toCompletableFuture().isDone();
    JournalRecord last = world.last();
    boolean written = last == null || last.state().phase().terminal();
    boolean switchesWritten = emergencies.stream().allMatch(HistoryRun::isWritten);
    // Without a journal, what a target carries out is not Belay's to change.
    boolean told = last == null
        || world.target().map(target -> isTold(endpoint, target.inForce())).orElse(true);
    return read && ended && written && switchesWritten && told;
  }

  private static boolean isWritten(EmergencySwitch some) {
    return some.written().toCompletableFuture().isDone();
  }

  private long lastSequence() {
    JournalRecord last = world.last();
    return last == null ? 0 : last.sequence();
  }

  /** What a person has set live is not overruled by a later process that does not know of it, until that one writes down more. */
  private boolean isTold(ModelEndpoint endpoint, TrafficSplit inForce) {
    return world.hasRefused()
        || inForce.basisPoints(endpoint.live()) == BasisPoints.WHOLE
        || lost.entrySet().stream()
            .anyMatch(one -> one.getValue() == lastSequence()
                && inForce.basisPoints(one.getKey()) == BasisPoints.WHOLE);
  }

  private void advance(BooleanSupplier condition) {
    Duration left = UNTIL_ALL_IS_SETTLED;
    while (!condition.getAsBoolean() && !left.isNegative()) {
      time.advance(STEP);
      left = left.minus(STEP);
    }
  }

  private List<JournalRecord> journal() {
    try {
      return world.journal();
    } catch (StoreException unreadable) {
      throw new Broken("the journal cannot be read: " + unreadable);
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      broken = broken == null ? otherwise : broken;
      throw new Broken(otherwise);
    }
  }
}
