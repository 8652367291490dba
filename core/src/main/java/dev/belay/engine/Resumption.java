package dev.belay.engine;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutDecision;
import dev.belay.RolloutPlan;
import dev.belay.TrafficSplit;
import dev.belay.health.Evaluation;
import dev.belay.store.EndpointJournal;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutProgress;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a rollout that the end of a process has cut off goes on, and with what. */
final class Resumption {

  private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

  /** A process that ends sooner than this after it took a rollout up may have been ended by the candidate. */
  private static final Duration SHORT_LIFE = Duration.ofMinutes(1);

  private static final int LONGEST_NEWS = 200;

  /** So many short lives in a row end the rollout. */
  private static final int MOST_SHORT_LIVES = 3;

  private final Surroundings around;
  private final Function<ModelVersion, Optional<RolloutPlan>> plans;

  Resumption(Surroundings around, Function<ModelVersion, Optional<RolloutPlan>> plans) {
    this.around = around;
    this.plans = plans;
  }

  /** What becomes of the last rollout of a journal. */
  sealed interface Answer {}

  /** It has ended, or is to end; why, if it has not. */
  record Ended(String why) implements Answer {}

  /** It goes on. */
  record Resumed(
      RolloutPlan plan, RolloutContext context, Beginning beginning, Input.Restarted input)
      implements Answer {}

  Answer of(EndpointJournal journal, JournalRecord last) {
    RolloutState state = last.state();
    if (state.phase().terminal() || state.phase().retreat() || state.holds(Hold.RELEASE)) {
      return new Ended("its process has ended");
    }
    if (!Printable.shortened(state.rollout(), 300).equals(state.rollout())) {
      return new Ended("its process has ended, and its name is none that was given to it");
    }
    List<JournalRecord> records = journal.records().stream()
        .filter(record -> record.state().rollout().equals(state.rollout()))
        .toList();
    Optional<RolloutProgress> progress =
        journal.progress().filter(saved -> saved.rollout().equals(state.rollout()));
    Input.Restarted input = input(records, progress);
    if (shortLives(records, input) >= MOST_SHORT_LIVES) {
      return new Ended("its process has ended " + MOST_SHORT_LIVES + " times in a row within "
          + SHORT_LIFE + " of taking it up");
    }
    Optional<RolloutPlan> plan = plan(last.candidate());
    if (plan.isEmpty()) {
      return new Ended("its process has ended, and there is no plan to go on with");
    }
    String planned = plan.get().toString();
    String started = records.get(0).input() instanceof Input.Begun begun ? begun.plan() : "";
    if (!planned.equals(started)) {
      return new Ended(
          "its process has ended, and the plan says something else now: " + news(started, planned));
    }
    RolloutContext context = new RolloutContext(
        state.rollout(),
        state.attempt(),
        last.stable(),
        last.candidate(),
        plan.get().policy(),
        BlastRadius.REACTION.plus(around.target().capabilities().retreatTime()));
    int restarts = 1 + (int) restarts(records).count();
    return new Resumed(
        plan.get(),
        context,
        new Beginning(
            state, records.get(0).at(), decisions(records), restarts, progress, confirmed(records)),
        input);
  }

  /** The split of the last record that does not wait for the target. */
  private static Optional<TrafficSplit> confirmed(List<JournalRecord> records) {
    return records.stream()
        .map(JournalRecord::state)
        .filter(state -> !state.holds(Hold.TARGET))
        .reduce((earlier, later) -> later)
        .map(RolloutState::split);
  }

  /** The first setting that one text has and the other has not. */
  private static String news(String started, String planned) {
    int same = 0;
    while (same < started.length()
        && same < planned.length()
        && started.charAt(same) == planned.charAt(same)) {
      same++;
    }
    int from = Math.max(planned.lastIndexOf(", ", same - 1) + 2, 0);
    String rest = planned.substring(Math.min(from, planned.length()));
    int end = rest.indexOf(", ");
    String setting = end < 0 ? rest : rest.substring(0, end);
    return setting.length() > LONGEST_NEWS ? setting.substring(0, LONGEST_NEWS) : setting;
  }

  private Optional<RolloutPlan> plan(ModelVersion candidate) {
    try {
      return Objects.requireNonNull(plans.apply(candidate), "the plan was null");
    } catch (Throwable failure) {
      LOG.error(
          "{}: there is no plan to go on with {}",
          around.endpoint(),
          candidate,
          Printable.failure(failure));
      return Optional.empty();
    }
  }

  private Input.Restarted input(List<JournalRecord> records, Optional<RolloutProgress> progress) {
    Instant written = records.get(records.size() - 1).at();
    Instant alive = progress.map(RolloutProgress::at).filter(written::isBefore).orElse(written);
    Instant takenUp = records.get(0).at();
    for (JournalRecord record : restarts(records).toList()) {
      takenUp = record.at();
    }
    return new Input.Restarted(between(alive, around.clock().now()), between(takenUp, alive));
  }

  private static Duration between(Instant from, Instant to) {
    return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
  }

  private static Stream<JournalRecord> restarts(List<JournalRecord> records) {
    return records.stream().filter(record -> record.input() instanceof Input.Restarted);
  }

  /** How many short lives there were in a row, the one that has just ended included. */
  private static int shortLives(List<JournalRecord> records, Input.Restarted input) {
    List<Input.Restarted> lives = new ArrayList<>();
    restarts(records).forEach(record -> lives.add((Input.Restarted) record.input()));
    lives.add(input);
    int inARow = 0;
    for (Input.Restarted life : lives) {
      inARow = life.lived().compareTo(SHORT_LIFE) < 0 ? inARow + 1 : 0;
    }
    return inARow;
  }

  private static List<RolloutDecision> decisions(List<JournalRecord> records) {
    List<RolloutDecision> decisions = new ArrayList<>();
    RolloutState before = records.get(0).state();
    for (JournalRecord record : records) {
      Optional<Evaluation> evaluation = record.input() instanceof Input.Assessed assessed
          ? Optional.of(assessed.evaluation())
          : Optional.empty();
      decisions.add(new RolloutDecision(
          decisions.size() + 1, record.at(), before, record.state(), record.reason(), evaluation));
      before = record.state();
    }
    return decisions;
  }
}
