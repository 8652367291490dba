package dev.belay.testkit.simulation;

import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Lets faults happen by chance, so many an hour. Not thread-safe. */
final class RandomFaults {

  private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();
  private static final double SHORTEST_SECONDS = .01;
  private static final double LONGEST_SECONDS = 300;
  private static final long SLOWEST_MILLIS = 5_000;
  private static final long FARTHEST_JUMP_SECONDS = 7_200;

  private final VirtualRuntime time;
  private final FaultPlayer player;
  private final SplittableRandom chance;
  private final double perHour;
  private final List<Fault.Kind> kinds;
  private final List<String> signals;
  private final long startNanos;

  RandomFaults(
      VirtualRuntime time,
      FaultPlayer player,
      long seed,
      double perHour,
      List<Fault.Kind> kinds,
      List<String> signals) {
    this.time = time;
    this.player = player;
    this.chance = new SplittableRandom(seed);
    this.perHour = perHour;
    this.kinds = kinds;
    this.signals = signals;
    this.startNanos = time.nanoTime();
  }

  void begin() {
    double gap = -StrictMath.log(1 - chance.nextDouble()) * NANOS_PER_HOUR / perHour;
    time.schedule(Duration.ofNanos(Math.round(gap)), () -> {
      player.play(drawn());
      begin();
    });
  }

  /** Short ones are as likely as long ones, in orders of magnitude. */
  private Fault drawn() {
    Fault.Kind kind = kinds.get(chance.nextInt(kinds.size()));
    double seconds =
        SHORTEST_SECONDS * StrictMath.pow(LONGEST_SECONDS / SHORTEST_SECONDS, chance.nextDouble());
    boolean moment = kind == Fault.Kind.CLOCK_JUMP || kind == Fault.Kind.TARGET_REVERTED;
    Duration amount = switch (kind) {
      case STORE_SLOW -> Duration.ofMillis(1 + chance.nextLong(SLOWEST_MILLIS));
      case CLOCK_JUMP ->
        Duration.ofSeconds(chance.nextLong(-FARTHEST_JUMP_SECONDS, FARTHEST_JUMP_SECONDS));
      default -> Duration.ZERO;
    };
    return new Fault(
        kind,
        Duration.ofNanos(time.nanoTime() - startNanos),
        moment ? Duration.ZERO : Duration.ofNanos(Math.round(seconds * 1e9)),
        amount,
        kind == Fault.Kind.SIGNAL_DOWN ? signals.get(chance.nextInt(signals.size())) : "",
        0);
  }
}
