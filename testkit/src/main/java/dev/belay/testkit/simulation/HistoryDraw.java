package dev.belay.testkit.simulation;

import dev.belay.testkit.FakeStore;
import dev.belay.testkit.FakeTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws histories: what is likely to be interesting more often than what is likely. A pure function of the seed. */
final class HistoryDraw {

  private static final int LONGEST = 40;
  private static final double USUAL_RATE = .01;
  private static final double[] RATES = {0, .01, .05, .3, 1};
  private static final int IDS = 30;
  private static final List<Happening.Send.Kind> GENTLE_COMMANDS = List.of(
      Happening.Send.Kind.PAUSE,
      Happening.Send.Kind.RESUME,
      Happening.Send.Kind.APPROVE,
      Happening.Send.Kind.APPROVE,
      Happening.Send.Kind.PROMOTE);
  private static final List<FakeTarget.Trouble> TARGET_TROUBLES =
      List.of(FakeTarget.Trouble.values());
  private static final List<Happening.Crash.When> MOMENTS = List.of(Happening.Crash.When.values());

  private final SplittableRandom chance;
  private final boolean platform;
  /** Some histories have no crashes, no emergencies or no faults at all, so that the others are seen undisturbed. */
  private final boolean crashes;

  private final boolean emergencies;
  private final boolean faults;
  /** Most candidates are good until the end, or few histories would come far; then they may go bad. */
  private final int goodUntil;

  private int drawn;

  private HistoryDraw(long seed, boolean platform) {
    chance = new SplittableRandom(seed);
    this.platform = platform;
    crashes = chance.nextBoolean();
    emergencies = chance.nextInt(4) == 0;
    faults = chance.nextInt(4) > 0;
    goodUntil = chance.nextInt(3) == 0 ? 0 : chance.nextInt(2 * LONGEST);
  }

  static List<Happening> history(long seed, boolean platform) {
    HistoryDraw draw = new HistoryDraw(seed, platform);
    List<Happening> all = new ArrayList<>();
    all.add(new Happening.Start());
    int length = draw.chance.nextInt(LONGEST) + 1;
    for (int i = 0; i < length; i++) {
      all.add(draw.next());
    }
    return List.copyOf(all);
  }

  private Happening next() {
    drawn++;
    int kind = chance.nextInt(100);
    if (kind < 45) {
      return requests();
    }
    if (kind < 55) {
      return new Happening.Quiet(seconds(0, 120));
    }
    if (kind < 60) {
      return new Happening.SlowRequest(seconds(1, 200));
    }
    if (kind < 64) {
      return new Happening.Start();
    }
    if (kind < 76) {
      return command();
    }
    if (kind < 90) {
      return faults ? fault() : requests();
    }
    if (kind < 94) {
      return emergencies ? new Happening.Emergency() : requests();
    }
    return crashes ? crash() : requests();
  }

  private Happening requests() {
    return new Happening.Requests(
        1 + chance.nextInt(2_000),
        Duration.ofMillis(1 + chance.nextInt(20)),
        chance.nextInt(3) == 0 ? 0 : USUAL_RATE,
        drawn < goodUntil ? USUAL_RATE : RATES[chance.nextInt(RATES.length)]);
  }

  private Happening command() {
    // A rollback ends what the others could do.
    Happening.Send.Kind kind =
        chance.nextInt(6) == 0 ? Happening.Send.Kind.ROLL_BACK : one(GENTLE_COMMANDS);
    int revisionsAgo = chance.nextInt(3) == 0 ? chance.nextInt(3) : -1;
    return new Happening.Send(kind, chance.nextInt(IDS), revisionsAgo);
  }

  private Happening fault() {
    return switch (chance.nextInt(platform ? 8 : 6)) {
      case 0 -> new Happening.StoreTrouble(FakeStore.Trouble.DOWN);
      case 1 -> new Happening.StoreTrouble(FakeStore.Trouble.ANSWER_LOST);
      case 2 -> new Happening.StoreSlow(Duration.ofMillis(1 + chance.nextInt(20_000)));
      case 3 -> new Happening.SignalTrouble();
      case 4 -> new Happening.ClockJump(Duration.ofSeconds(chance.nextInt(-7_200, 7_200)));
      case 5 -> new Happening.Heal();
      default -> new Happening.TargetTrouble(one(TARGET_TROUBLES));
    };
  }

  private Happening crash() {
    return new Happening.Crash(one(MOMENTS), seconds(0, 60));
  }

  private <T> T one(List<T> of) {
    return of.get(chance.nextInt(of.size()));
  }

  private Duration seconds(int least, int most) {
    return Duration.ofMillis(chance.nextInt(1_000 * least, 1_000 * most + 1));
  }
}
