package dev.belay.canary.crash;

import dev.belay.BlastRadius;
import dev.belay.CommandResult;
import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.health.FailureRate;
import dev.belay.store.AppendResult;
import dev.belay.store.ForwardingRolloutStore;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A service that is killed sooner or later: requests on two threads, rollouts one after the other, commands, and now and then an
 * emergency. It tells on its output what it knows to be written down, one line each.
 */
final class CrashingProcess {

  static final String ENDPOINT = "fraud";
  static final String FIRST = "7";

  private static final int REQUEST_THREADS = 2;

  private final SplittableRandom chance;
  private final long number;
  private final ModelEndpoint endpoint;
  private volatile int writtenShare;
  private volatile boolean switched;

  private CrashingProcess(Path directory, long number) {
    this.number = number;
    this.chance = new SplittableRandom(number);
    this.endpoint = ModelEndpoint.builder(ENDPOINT)
        .live(FIRST)
        .store(new Watched(RolloutStore.onFile(directory)))
        .resume(candidate -> Optional.of(plan(candidate.version())))
        .build();
  }

  /** Some hundred requests are a proof, so that a rollout ends within a second. */
  static RolloutPolicy policy() {
    return RolloutPolicy.builder()
        .signal(FailureRate.againstStable()
            .tolerance(1)
            .margin(8)
            .promotionAllowance(.2)
            .build())
        .blastRadius(
            BlastRadius.builder().maxFailures(200).failuresPerStep(1_000).build())
        .evaluationInterval(Duration.ofMillis(5))
        .longestCall(Duration.ofMillis(1))
        .minimumRequests(20)
        .build();
  }

  static RolloutPlan plan(String candidate) {
    return RolloutPlan.to(candidate)
        .strategy(CanaryStrategy.stages(
                CanaryStage.percent(20).lasting(Duration.ofMillis(20)), CanaryStage.percent(60))
            .bake(Duration.ofMillis(30))
            .build())
        .policy(policy())
        .retry()
        .build();
  }

  /** Tells of every record before and after it is written, so that the killer can strike at either. */
  private final class Watched extends ForwardingRolloutStore {

    Watched(RolloutStore store) {
      super(store);
    }

    @Override
    public AppendResult append(Lease lease, JournalRecord record) throws StoreException {
      tell("append " + record.sequence());
      AppendResult result = super.append(lease, record);
      if (result instanceof AppendResult.Appended) {
        writtenShare = record.state().split().basisPoints(record.candidate());
        tell("appended " + record.sequence());
      }
      return result;
    }
  }

  private static synchronized void tell(String line) {
    System.out.println(line);
  }

  /**
   * Runs until it is killed.
   *
   * @param arguments the directory, and the number of the process
   */
  public static void main(String[] arguments) {
    try {
      new CrashingProcess(Path.of(arguments[0]), Long.parseLong(arguments[1])).run();
    } catch (RuntimeException | Error failure) {
      tell("violation: " + failure);
      throw failure;
    }
  }

  private void run() {
    tell("live " + endpoint.live().version());
    for (int i = 0; i < REQUEST_THREADS; i++) {
      SplittableRandom own = chance.split();
      Thread thread = new Thread(() -> requests(own), "requests");
      thread.setDaemon(true);
      thread.start();
    }
    int commands = 0;
    while (true) {
      Rollout rollout = running();
      LockSupport.parkNanos(chance.nextLong(10_000_000));
      if (chance.nextInt(60) == 0) {
        switched = true;
        String to = endpoint.live().version().equals("1") ? "2" : "1";
        var unused = endpoint.emergencySwitch(to, "crash test", "it may be");
      } else {
        command(rollout, "c" + number + "-" + commands++);
      }
    }
  }

  private Rollout running() {
    Optional<Rollout> current = endpoint.rollout();
    if (current.isPresent() && !current.get().completion().toCompletableFuture().isDone()) {
      return current.get();
    }
    String next = String.valueOf(Integer.parseInt(endpoint.live().version()) + 1);
    Rollout rollout = endpoint.start(plan(next), "crash test");
    switched = false;
    return rollout;
  }

  private void command(Rollout rollout, String id) {
    Command.Order order = new Command.Order(id, "crash test", "", OptionalLong.empty());
    int kind = chance.nextInt(8);
    Command command = kind < 2
        ? new Command.Pause(order)
        : kind == 7 ? new Command.RollBack(order) : new Command.Resume(order);
    var unused = rollout.send(command).thenAccept(result -> {
      // A rollback of what is rolled back already is applied and leaves no record.
      if (result instanceof CommandResult.Applied && !(command instanceof Command.RollBack)) {
        tell("applied " + id);
      }
    });
  }

  private void requests(SplittableRandom own) {
    while (true) {
      try {
        Object unused = endpoint.call(version -> {
          if (own.nextInt(50) == 0) {
            throw new IllegalStateException("simulated");
          }
          return version;
        });
      } catch (IllegalStateException simulated) {
        // As it is meant to be.
      }
      requireWritten();
      LockSupport.parkNanos(50_000);
    }
  }

  /** The candidate never has more than what is written down. */
  private void requireWritten() {
    Optional<Rollout> current = endpoint.rollout();
    if (current.isPresent() && !switched) {
      int share = endpoint.split().basisPoints(current.get().candidate());
      if (share > writtenShare && share < 10_000) {
        tell("violation: a share of " + share + " with " + writtenShare + " written down");
      }
    }
  }
}
