package dev.belay.testkit;

import dev.belay.health.Verdict;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Records to fill a journal with, for whoever writes a store: what a rollout writes, and the edges of what it may write. Each list
 * is numbered from 1, so that it can be appended to an empty journal as it is. The records are equal each time, and made anew.
 *
 * <p>{@link dev.belay.testkit.contract.RolloutStoreContract} appends and reads back all of them.
 */
public final class JournalRecords {

  private static final String STRATEGY = "canary";

  private JournalRecords() {}

  /**
   * A small record that differs from that of every other number.
   *
   * @param sequence its place in the journal
   * @return the record of a tick
   */
  public static JournalRecord plain(long sequence) {
    return new JournalRecord(
        sequence,
        SampleStates.START.plusSeconds(Math.floorMod(sequence, 1_000_000)),
        STRATEGY,
        SampleStates.STABLE,
        SampleStates.CANDIDATE,
        new Input.Tick(),
        SampleStates.first(),
        "tick " + sequence);
  }

  /**
   * A journal of small records.
   *
   * @param length how many, at least 0
   * @return the {@linkplain #plain plain} records of 1 to the length
   */
  public static List<JournalRecord> plainUpTo(int length) {
    return LongStream.rangeClosed(1, length).mapToObj(JournalRecords::plain).toList();
  }

  /**
   * Every kind of input, with everything that it may hold.
   *
   * @return at least one record for each input and each command, with evaluations as they are made in a service
   */
  public static List<JournalRecord> ofEveryInput() {
    return ofInputs(SampleInputs.all());
  }

  /**
   * Every phase, every hold and every part of a state that may be there or not.
   *
   * @return records of ticks
   */
  public static List<JournalRecord> ofEveryState() {
    return ofStates(SampleStates.all());
  }

  /**
   * Texts that are easily lost or changed, in every place that holds a text of somebody else's: line ends, quotes, control
   * characters, characters outside the first plane of Unicode, combining ones, and halves of a surrogate pair. Commands hold those
   * that a command may hold.
   *
   * @return records, each with one such text in one place
   */
  public static List<JournalRecord> withOddTexts() {
    List<JournalRecord> records = new ArrayList<>();
    for (String text : OddTexts.ALL) {
      records.add(record(STRATEGY, new Input.Tick(), SampleStates.first(), text));
      if (!text.isBlank()) {
        records.add(record(text, new Input.Tick(), SampleStates.first(), "odd name"));
      }
      SampleInputs.saying(text)
          .forEach(input -> records.add(record(STRATEGY, input, SampleStates.first(), "odd text")));
    }
    for (String text : OddTexts.OF_COMMANDS) {
      SampleInputs.ordered(text)
          .forEach(
              input -> records.add(record(STRATEGY, input, SampleStates.first(), "odd command")));
    }
    return numbered(records);
  }

  /**
   * Numbers that are easily lost or changed: infinite ones, NaN, a negative zero, the smallest and the largest, one that takes all
   * its digits.
   *
   * @return records of evaluations, and of states with large counters
   */
  public static List<JournalRecord> withOddNumbers() {
    List<JournalRecord> records = new ArrayList<>(ofInputs(SampleInputs.withOddNumbers()));
    records.addAll(ofStates(SampleStates.withLargeNumbers()));
    return numbered(records);
  }

  /**
   * Moments that are easily lost or changed: to the nanosecond, before 1970, and the last one that there is.
   *
   * @return records with such moments in every place that holds one
   */
  public static List<JournalRecord> withOddTimes() {
    List<JournalRecord> records = new ArrayList<>();
    for (Instant moment : SampleStates.MOMENTS) {
      records.add(new JournalRecord(
          1,
          moment,
          STRATEGY,
          SampleStates.STABLE,
          SampleStates.CANDIDATE,
          new Input.Assessed(SampleEvaluations.of(Verdict.INSUFFICIENT, moment)),
          SampleStates.at(moment),
          "an odd time"));
    }
    return numbered(records);
  }

  /**
   * The longest names of versions, rollouts, people and commands, and long texts.
   *
   * @return records of some hundred kilobytes together
   */
  public static List<JournalRecord> withLongTexts() {
    List<JournalRecord> records = new ArrayList<>();
    for (Input input : SampleInputs.ofLongTexts()) {
      records.add(new JournalRecord(
          1,
          SampleStates.START,
          STRATEGY,
          SampleStates.LONG_STABLE,
          SampleStates.LONG_CANDIDATE,
          input,
          SampleStates.ofLongNames(),
          OddTexts.LONG));
    }
    return numbered(records);
  }

  /**
   * Draws records that a rollout may write, everything in them by chance.
   *
   * @param seed decides all chance
   * @param length how many, at least 0
   * @return the records
   */
  public static List<JournalRecord> drawn(long seed, int length) {
    RecordDraws draws = new RecordDraws(new SplittableRandom(seed));
    return LongStream.rangeClosed(1, length).mapToObj(draws::record).toList();
  }

  /**
   * Moves records to other places.
   *
   * @param records any records
   * @param first the sequence of the first of them
   * @return the same records, numbered from there without gaps
   */
  public static List<JournalRecord> numbered(List<JournalRecord> records, long first) {
    List<JournalRecord> numbered = new ArrayList<>();
    for (JournalRecord record : records) {
      numbered.add(new JournalRecord(
          first + numbered.size(),
          record.at(),
          record.strategy(),
          record.stable(),
          record.candidate(),
          record.input(),
          record.state(),
          record.reason()));
    }
    return List.copyOf(numbered);
  }

  private static List<JournalRecord> numbered(List<JournalRecord> records) {
    return numbered(records, 1);
  }

  private static List<JournalRecord> ofInputs(List<Input> inputs) {
    return numbered(inputs.stream()
        .map(input -> record(STRATEGY, input, SampleStates.first(), "an input"))
        .toList());
  }

  private static List<JournalRecord> ofStates(List<RolloutState> states) {
    return numbered(states.stream()
        .map(state -> record(STRATEGY, new Input.Tick(), state, "a state"))
        .toList());
  }

  private static JournalRecord record(
      String strategy, Input input, RolloutState state, String reason) {
    return new JournalRecord(
        1,
        SampleStates.START,
        strategy,
        SampleStates.STABLE,
        SampleStates.CANDIDATE,
        input,
        state,
        reason);
  }
}
