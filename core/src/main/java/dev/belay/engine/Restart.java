package dev.belay.engine;

import dev.belay.BlastRadius;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.Retirement;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.StandardRules;
import dev.belay.strategy.Transition;
import java.time.Instant;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process does first when it finds a journal: has the target carry out what is live, and ends a rollout whose process
 * ended before it did, on stable, or, if its promotion was decided, on the candidate. The router begins with that already.
 */
final class Restart extends Errand {

  private static final Logger LOG = LoggerFactory.getLogger(Restart.class);

  private final JournalRecord last;
  private final RolloutContext context;
  private RolloutState state;
  private boolean ending;
  private boolean ended;

  private Restart(Surroundings around, JournalRecord last, TrafficSplit split) {
    super(around, split);
    this.last = last;
    this.state = last.state();
    this.ending = state.phase().terminal();
    this.ended = ending;
    this.context = new RolloutContext(
        state.rollout(),
        state.attempt(),
        last.stable(),
        last.candidate(),
        RolloutPolicy.builder().build(),
        BlastRadius.REACTION);
  }

  static Restart of(Surroundings around, JournalRecord last) {
    return new Restart(around, last, TrafficSplit.all(Past.live(last)));
  }

  @Override
  void begin() {
    if (!ended) {
      LOG.warn(
          "{}: the process that ran {} has ended in {}; all traffic goes to {}",
          around().endpoint(),
          state.rollout(),
          state.phase(),
          split());
      beginRetreat();
    }
    super.begin();
  }

  private void beginRetreat() {
    if (!state.holds(Hold.RELEASE) && state.phase() != Phase.RETREATING) {
      Command.RollBack back = new Command.RollBack(new Command.Order(
          state.rollout() + "/cut-off", "belay", "its process has ended", OptionalLong.empty()));
      write(back, StandardRules.retreat(context, state, "rolled back by " + back.order(), now()));
    }
  }

  @Override
  void writeIfDue() {
    if (ending || !confirmed()) {
      return;
    }
    ending = true;
    if (state.holds(Hold.RELEASE)) {
      Input.Released unknown = new Input.Released(false, "its process has ended meanwhile");
      write(unknown, Retirement.released(context, state, unknown));
    } else {
      write(
          new Input.SplitConfirmed(state.split()), StandardRules.rolledBack(context, state, now()));
    }
  }

  private void write(Input input, Transition transition) {
    state = transition.state();
    RolloutState written = state;
    Instant at = now();
    around()
        .journal()
        .writeAfter(
            sequence -> new JournalRecord(
                sequence,
                at,
                last.strategy(),
                last.stable(),
                last.candidate(),
                input,
                written,
                transition.reason()),
            () -> ended = written.phase().terminal());
  }

  /** Never before what is written down, whatever the wall clock says by now. */
  private Instant now() {
    Instant now = around().clock().now();
    Instant before = last.state().since().isAfter(last.at()) ? last.state().since() : last.at();
    return now.isBefore(before) ? before : now;
  }

  @Override
  boolean written() {
    return ended;
  }

  @Override
  public void refused(TrafficSplit wanted, String reason) {
    super.refused(wanted, reason);
    LOG.error("{}: the target refused {}: {}", context.rollout(), wanted, reason);
  }
}
