package dev.belay.engine;

import dev.belay.ModelVersion;
import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of an endpoint comes to: what is live, which rollouts there were, how they ended, and what came of the last
 * commands. It grows with the journal. Thread-safe.
 */
final class Past {

  private static final int REMEMBERED = 1_000;
  private static final Pattern SWITCH = Pattern.compile(".*![0-9]{1,15}", Pattern.DOTALL);

  private final Map<ModelVersion, Integer> attempts = new HashMap<>();
  private final Map<ModelVersion, Phase> ends = new HashMap<>();
  private final Map<String, Long> commands = new LinkedHashMap<>();
  private @Nullable JournalRecord last;
  private long switches;
  private long revision;
  private @Nullable Instant latest;

  Past(EndpointJournal journal) {
    journal.snapshot().ifPresent(this::begin);
    journal.records().forEach(this::add);
    journal.progress().ifPresent(progress -> note(progress.at()));
  }

  /** What a single record tells, where nothing else can be read. */
  Past(Optional<JournalRecord> lastReadable) {
    this(new EndpointJournal(Optional.empty(), lastReadable.stream().toList(), Optional.empty()));
  }

  private synchronized void begin(JournalSnapshot snapshot) {
    attempts.putAll(snapshot.attempts());
    ends.putAll(snapshot.ends());
    commands.putAll(snapshot.commands());
    switches = snapshot.switches();
    last = snapshot.last();
    note(snapshot.last().at());
  }

  private synchronized void note(Instant at) {
    latest = latest == null || at.isAfter(latest) ? at : latest;
  }

  /** Takes the next record. */
  synchronized void add(JournalRecord record) {
    RolloutState state = record.state();
    JournalRecord before = last;
    boolean goesOn = before != null && before.state().rollout().equals(state.rollout());
    revision = goesOn ? revision + 1 : 1;
    last = record;
    note(record.at());
    note(state.since());
    if (record.input() instanceof Input.Switched switched) {
      // No attempt, and nothing is proven or disproven by it.
      noteSwitch(switched.order());
      return;
    }
    attempts.merge(record.candidate(), state.attempt(), Math::max);
    // A rollout that was cut off is not promoted, unless that was decided.
    ends.put(record.candidate(), promoted(record) ? Phase.PROMOTED : Phase.ROLLED_BACK);
    if (record.input() instanceof Command command) {
      // A switch that ended a rollout may be known by that alone: its own record comes later.
      noteSwitch(command.order());
      commands.putIfAbsent(command.order().id(), revision);
      if (commands.size() > REMEMBERED) {
        commands.remove(commands.keySet().iterator().next());
      }
    }
  }

  private void noteSwitch(Command.Order order) {
    String id = order.id();
    if (SWITCH.matcher(id).matches()) {
      switches = Math.max(switches, Long.parseLong(id.substring(id.lastIndexOf('!') + 1)));
    }
  }

  /** Whether the candidate of a record has been promoted, or will be whatever happens. */
  private static boolean promoted(JournalRecord record) {
    return record.state().phase() == Phase.PROMOTED || record.state().holds(Hold.RELEASE);
  }

  /** The last record, empty if nothing was ever written down. */
  synchronized Optional<JournalRecord> last() {
    return Optional.ofNullable(last);
  }

  /** The version that serves after a record, if nothing else happens. */
  static ModelVersion live(JournalRecord last) {
    return promoted(last) ? last.candidate() : last.stable();
  }

  /** How often a candidate was started. */
  synchronized int attempts(ModelVersion candidate) {
    return attempts.getOrDefault(candidate, 0);
  }

  /** Whether the last rollout of a candidate was rolled back, or has not ended. */
  synchronized boolean rolledBack(ModelVersion candidate) {
    return ends.get(candidate) == Phase.ROLLED_BACK;
  }

  /** What each of the last commands that took effect led to, the oldest first. */
  synchronized Map<String, Long> commands() {
    return new LinkedHashMap<>(commands);
  }

  /** The number of the last emergency switch, 0 if there was none. */
  synchronized long switches() {
    return switches;
  }

  /** The latest moment that is written down, empty if nothing is. */
  synchronized Optional<Instant> latest() {
    return Optional.ofNullable(latest);
  }

  synchronized long lastSequence() {
    return last == null ? 0 : last.sequence();
  }

  /** What there is, for a process that need not read what is older; empty if the last record is no end. */
  synchronized Optional<JournalSnapshot> snapshot() {
    JournalRecord end = last;
    return end == null || !end.state().phase().terminal()
        ? Optional.empty()
        : Optional.of(new JournalSnapshot(end, attempts, ends, commands, switches));
  }
}
