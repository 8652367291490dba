package dev.belay.store.file;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Assessment;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.MonitorState;
import dev.belay.health.Verdict;
import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.RolloutProgress;
import dev.belay.strategy.Command;
import dev.belay.strategy.Command.Order;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import dev.belay.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Draws what a store keeps: everything in it by chance. Not thread-safe. */
final class Samples {

  static final Instant START = Instant.parse("2026-01-01T00:00:51.661060323Z");
  static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  private static final double[] ODD = {
    0,
    -0.0,
    1 / 3.0,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private final SplittableRandom chance;

  Samples(long seed) {
    this.chance = new SplittableRandom(seed);
  }

  /** A small record, another one for each sequence. */
  static JournalRecord plain(long sequence) {
    return plain(sequence, "tick " + sequence);
  }

  static JournalRecord plain(long sequence, String reason) {
    return new JournalRecord(
        sequence,
        START.plusSeconds(Math.floorMod(sequence, 1_000_000)),
        "canary",
        STABLE,
        CANDIDATE,
        new Input.Tick(),
        state(Phase.EXPOSING, 500),
        reason);
  }

  static String message(Throwable e) {
    return Objects.toString(e.getMessage());
  }

  static List<JournalRecord> plainUpTo(int length) {
    List<JournalRecord> records = new ArrayList<>();
    for (int i = 1; i <= length; i++) {
      records.add(plain(i));
    }
    return records;
  }

  static RolloutState state(Phase phase, int share) {
    return new RolloutState(
        "fraud:8#1",
        1,
        phase,
        1,
        TrafficSplit.between(STABLE, CANDIDATE, share),
        START,
        START,
        START.plus(Duration.ofDays(7)),
        EnumSet.of(Hold.TIME),
        -1,
        true,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static JournalSnapshot snapshot(JournalRecord last) {
    return new JournalSnapshot(
        last,
        Map.of(CANDIDATE, 2),
        Map.of(CANDIDATE, Phase.ROLLED_BACK),
        Map.of("command 1", 3L),
        1);
  }

  static RolloutProgress progress(long failures) {
    return new RolloutProgress(
        "fraud:8#1",
        START,
        Phase.EXPOSING,
        1,
        0,
        ArmCounts.NONE,
        ArmCounts.NONE,
        ArmCounts.NONE,
        PairCounts.NONE,
        failures,
        Map.of("failures", new MonitorState("failure-rate/1", List.of(1.5, Double.NaN))));
  }

  JournalRecord record(long sequence) {
    return new JournalRecord(
        sequence, instant(), text(), version(), version(), input(), state(), text());
  }

  JournalSnapshot snapshot(long sequence) {
    return new JournalSnapshot(
        record(sequence),
        map(this::version, () -> chance.nextInt()),
        map(this::version, () -> any(Phase.values())),
        map(this::text, () -> chance.nextLong()),
        chance.nextLong());
  }

  RolloutProgress progress() {
    return new RolloutProgress(
        text(),
        instant(),
        any(Phase.values()),
        chance.nextInt(),
        chance.nextInt(),
        arm(),
        arm(),
        arm(),
        pairs(),
        chance.nextLong(),
        map(
            this::text,
            () -> new MonitorState(
                text(), list(() -> chance.nextInt(9) == 0 ? Double.NaN : number()))));
  }

  /** One of every kind of input. */
  List<Input> inputs() {
    return List.of(
        new Input.Begun(order(), text()),
        new Input.Switched(order()),
        new Input.Restarted(duration(), duration()),
        new Input.Assessed(evaluation()),
        new Input.Tick(),
        new Input.Readiness(chance.nextBoolean(), text()),
        new Input.SplitConfirmed(split()),
        new Input.SplitRefused(split(), text()),
        new Input.Drained(version(), chance.nextLong()),
        new Input.Released(chance.nextBoolean(), text()),
        new Input.Tripped(text()),
        new Input.TargetChanged(split()),
        new Command.Pause(order()),
        new Command.Resume(order()),
        new Command.Approve(order()),
        new Command.Promote(order()),
        new Command.RollBack(order()));
  }

  private Input input() {
    List<Input> all = inputs();
    return all.get(chance.nextInt(all.size()));
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
        chance.nextInt(),
        any(Phase.values()),
        chance.nextInt(),
        split(),
        instant(),
        instant(),
        instant(),
        holds,
        chance.nextInt(),
        chance.nextBoolean(),
        chance.nextBoolean(),
        chance.nextBoolean(),
        maybe(),
        maybe(),
        maybe());
  }

  private Evaluation evaluation() {
    return new Evaluation(
        instant(),
        chance.nextInt(),
        any(Verdict.values()),
        list(
            () -> new SignalResult(text(), chance.nextBoolean(), number(), number(), assessment())),
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
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
      builder.missingRequests(number());
    }
    map(this::text, this::number).forEach(builder::number);
    return builder.number("none", Double.NaN).build();
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
        : TrafficSplit.between(first, second, chance.nextInt(10_001));
  }

  private ModelVersion version() {
    return ModelVersion.of("m" + chance.nextInt(3), "v._-+:@/" + chance.nextInt(3));
  }

  private Order order() {
    OptionalLong revision =
        chance.nextBoolean() ? OptionalLong.of(chance.nextLong()) : OptionalLong.empty();
    return new Order("id " + printable(), "actor " + printable(), printable(), revision);
  }

  /** What a command may say. */
  private String printable() {
    return Printable.shortened(text(), 100);
  }

  /** Any characters, of which some are halves of a pair. */
  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = chance.nextInt(12); i > 0; i--) {
      switch (chance.nextInt(4)) {
        case 0 -> text.append((char) chance.nextInt(0x10000));
        case 1 -> text.appendCodePoint(0x10000 + chance.nextInt(0x100000));
        default -> text.append((char) chance.nextInt(0x80));
      }
    }
    return text.toString();
  }

  private Instant instant() {
    return switch (chance.nextInt(9)) {
      case 0 -> Instant.MAX;
      case 1 -> Instant.MIN;
      default -> START.plusSeconds(chance.nextInt()).plusNanos(chance.nextInt());
    };
  }

  private Duration duration() {
    return Duration.ofSeconds(chance.nextLong(), chance.nextInt(1_000_000_000));
  }

  private Optional<Instant> maybe() {
    return chance.nextBoolean() ? Optional.of(instant()) : Optional.empty();
  }

  /** Any number but NaN. */
  private double number() {
    return chance.nextInt(3) == 0 ? ODD[chance.nextInt(ODD.length)] : chance.nextDouble(-20, 20);
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

  private <T> List<T> list(Supplier<T> next) {
    List<T> values = new ArrayList<>();
    for (int i = chance.nextInt(4); i > 0; i--) {
      values.add(next.get());
    }
    return values;
  }

  private <K, V> Map<K, V> map(Supplier<K> key, Supplier<V> value) {
    Map<K, V> values = new LinkedHashMap<>();
    for (int i = chance.nextInt(4); i > 0; i--) {
      values.put(key.get(), value.get());
    }
    return values;
  }
}
