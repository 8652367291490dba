package dev.belay.testkit;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Assessment;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.Verdict;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Command.Order;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Draws records. Not thread-safe. */
final class RecordDraws {

  private static final String LETTERS = "ABCXYZabcxyz0189";
  private static final String NAME_LETTERS = LETTERS + "._-+:@/";

  private final SplittableRandom chance;

  RecordDraws(SplittableRandom chance) {
    this.chance = chance;
  }

  JournalRecord record(long sequence) {
    return new JournalRecord(
        sequence, instant(), text(), version(), version(), input(), state(), text());
  }

  private Input input() {
    return switch (chance.nextInt(18)) {
      case 0 -> new Input.Begun(order(), text());
      case 1 -> new Input.Switched(order());
      case 2 -> new Input.Tick();
      case 3 -> new Input.Readiness(chance.nextBoolean(), text());
      case 4 -> new Input.SplitConfirmed(split());
      case 5 -> new Input.SplitRefused(split(), text());
      case 6 -> new Input.Drained(version(), count());
      case 7 -> new Input.Released(chance.nextBoolean(), text());
      case 8 -> new Input.Tripped(text());
      case 9 -> new Command.Pause(order());
      case 10 -> new Command.Resume(order());
      case 11 -> new Command.Approve(order());
      case 12 -> new Command.Promote(order());
      case 13 -> new Command.RollBack(order());
      case 14 -> new Input.Restarted(duration(), duration());
      case 15 -> new Input.TargetChanged(split());
      default -> new Input.Assessed(evaluation());
    };
  }

  private RolloutState state() {
    EnumSet<Hold> holds = EnumSet.noneOf(Hold.class);
    for (Hold hold : Hold.values()) {
      if (chance.nextInt(4) == 0) {
        holds.add(hold);
      }
    }
    return new RolloutState(
        text(),
        1 + chance.nextInt(9),
        any(Phase.values()),
        chance.nextInt(9),
        split(),
        instant(),
        instant(),
        chance.nextInt(5) == 0 ? Instant.MAX : instant(),
        holds,
        chance.nextInt(9) - 1,
        chance.nextBoolean(),
        chance.nextBoolean(),
        chance.nextBoolean(),
        maybe(),
        maybe(),
        maybe());
  }

  private Evaluation evaluation() {
    List<SignalResult> signals = new ArrayList<>();
    for (int i = chance.nextInt(4); i > 0; i--) {
      signals.add(new SignalResult(
          text(), chance.nextBoolean(), chance.nextDouble(), chance.nextDouble(), assessment()));
    }
    return new Evaluation(
        instant(),
        1 + chance.nextInt(9),
        any(Verdict.values()),
        signals,
        number(),
        number(),
        number(),
        number(),
        chance.nextDouble(),
        Math.abs(number()),
        arm(),
        arm(),
        arm(),
        pairs());
  }

  private Assessment assessment() {
    Assessment.Builder builder = Assessment.builder(any(Verdict.values()))
        .evidence(number(), number())
        .harm(chance.nextDouble())
        .reason(text());
    if (chance.nextBoolean()) {
      builder.missingRequests(Math.abs(number()));
    }
    for (int i = chance.nextInt(6); i > 0; i--) {
      builder.number(text(), number());
    }
    return builder.build();
  }

  private ArmCounts arm() {
    return new ArmCounts(calls(), calls());
  }

  private CallCounts calls() {
    long requests = count();
    return new CallCounts(requests, upTo(requests));
  }

  private PairCounts pairs() {
    long pairs = count();
    long candidate = upTo(pairs);
    long stable = upTo(pairs - candidate);
    long both = upTo(pairs - candidate - stable);
    long compared = upTo(pairs - candidate - stable - both);
    return new PairCounts(pairs, candidate, stable, both, compared, upTo(compared));
  }

  private TrafficSplit split() {
    ModelVersion first = version();
    ModelVersion second = version();
    return first.equals(second)
        ? TrafficSplit.all(first)
        : TrafficSplit.between(first, second, chance.nextInt(BasisPoints.WHOLE + 1));
  }

  private ModelVersion version() {
    return ModelVersion.of(name(), name());
  }

  private String name() {
    StringBuilder name = new StringBuilder().append(letter(LETTERS));
    for (int i = chance.nextInt(128); i > 0; i--) {
      name.append(letter(NAME_LETTERS));
    }
    return name.toString();
  }

  private char letter(String letters) {
    return letters.charAt(chance.nextInt(letters.length()));
  }

  private Order order() {
    OptionalLong revision =
        chance.nextBoolean() ? OptionalLong.of(chance.nextLong(1_000)) : OptionalLong.empty();
    return new Order("id " + line(), "actor " + line(), line(), revision);
  }

  /** Any characters that a command may hold. */
  private String line() {
    StringBuilder line = new StringBuilder();
    for (int i = chance.nextInt(20); i > 0; i--) {
      switch (chance.nextInt(8)) {
        case 0 -> line.append((char) chance.nextInt(' ', 0x7F));
        case 1 -> line.append((char) chance.nextInt(0xA1, 0x2000));
        case 2 -> line.appendCodePoint(0x10000 + chance.nextInt(0x100000));
        default -> line.append(letter(NAME_LETTERS));
      }
    }
    return line.toString();
  }

  /** Any characters, of which some are halves of a pair. */
  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = chance.nextInt(20); i > 0; i--) {
      switch (chance.nextInt(8)) {
        case 0 -> text.append((char) chance.nextInt(0x80));
        case 1 -> text.append((char) chance.nextInt(0x10000));
        case 2 -> text.appendCodePoint(0x10000 + chance.nextInt(0x100000));
        default -> text.append(letter(NAME_LETTERS));
      }
    }
    return text.toString();
  }

  private Instant instant() {
    return SampleStates.START
        .plusSeconds(chance.nextLong(1_000_000_000))
        .plusNanos(chance.nextLong(1_000_000_000));
  }

  private Duration duration() {
    return Duration.ofNanos(chance.nextLong(1L << chance.nextInt(1, 60)));
  }

  private Optional<Instant> maybe() {
    return chance.nextBoolean() ? Optional.of(instant()) : Optional.empty();
  }

  /** Any number but NaN. */
  private double number() {
    double number = chance.nextInt(4) == 0
        ? Double.longBitsToDouble(chance.nextLong())
        : chance.nextDouble(-20, 20);
    return Double.isNaN(number) ? Double.NEGATIVE_INFINITY : number;
  }

  private long count() {
    return chance.nextLong(1L << chance.nextInt(1, 63));
  }

  private long upTo(long most) {
    return most == 0 ? 0 : chance.nextLong(most);
  }

  private <T> T any(T[] values) {
    return values[chance.nextInt(values.length)];
  }
}
