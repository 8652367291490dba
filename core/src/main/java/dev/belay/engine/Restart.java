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
import dev.belay.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process does first when it finds a journal: has the target carry out what is live, and ends a rollout whose process
 * ended before it did, on stable, or, if its promotion was decided, on the candidate. The router begins with that already.
 */
final class Restart extends Errand {

  private static final Logger LOG = LoggerFactory.getLogger(Restart.class);

  /** So that the id of the command that ends it is one, whatever a journal says. */
  private static final int LONGEST_ROLLOUT = 300;

  private static final String CUT_OFF = "its process has ended meanwhile";

  private final JournalRecord last;
  private final String why;
  private final RolloutContext context;
  private RolloutState state;
  private final @Nullable HostedRetirement retirement;
  private @Nullable Instant retireUntil;
  private @Nullable String kept;
  private boolean ending;
  private boolean ended;

  private Restart(Surroundings around, JournalRecord last, TrafficSplit split, String why) {
    super(around, split);
    this.last = last;
    this.why = Printable.shortened(why, Command.Order.LONGEST_REASON);
    this.state = last.state();
    this.ending = state.phase().terminal();
    this.ended = ending;
    this.retirement = around.retirement(last.stable());
    this.context = new RolloutContext(
        state.rollout(),
        state.attempt(),
        last.stable(),
        last.candidate(),
        RolloutPolicy.builder().build(),
        BlastRadius.REACTION);
  }

  static Restart of(Surroundings around, JournalRecord last, String why) {
    return new Restart(around, last, TrafficSplit.all(Past.live(last)), why);
  }

  /** Writes the end down and leaves the target alone, because it is somebody else's by now. */
  static Restart endOf(Surroundings around, JournalRecord last, String why) {
    Restart end = of(around, last, why);
    if (!end.ended) {
      end.beginRetreat();
    }
    end.giveWay();
    return end;
  }

  @Override
  void begin() {
    if (!ended) {
      LOG.warn(
          "{}: {} was cut off in {}; all traffic goes to {}: {}",
          around().endpoint(),
          name(),
          state.phase(),
          split(),
          why);
      beginRetreat();
    }
    if (isDecided() && !(last.input() instanceof Input.Switched)) {
      target().standAt(last.state().split());
      target().wantNext(split());
    } else {
      super.begin();
    }
  }

  /** Whether what is live was in force already, so that another split is somebody else's word. */
  private boolean isDecided() {
    return last.state().phase().terminal() || last.state().holds(Hold.RELEASE);
  }

  private void beginRetreat() {
    if (!state.holds(Hold.RELEASE) && state.phase() != Phase.RETREATING) {
      Command.RollBack back = new Command.RollBack(
          new Command.Order(name() + "/cut-off", "belay", why, OptionalLong.empty()));
      Instant now = around().clock().now();
      write(
          back, StandardRules.retreat(context, state, "rolled back by " + back.order(), now), now);
    }
  }

  @Override
  void writeIfDue() {
    if (ending || !confirmed()) {
      return;
    }
    Instant now = around().clock().now();
    if (!state.holds(Hold.RELEASE)) {
      ending = true;
      write(
          new Input.SplitConfirmed(state.split()),
          StandardRules.rolledBack(context, state, now),
          now);
      return;
    }
    Input.Released released = released(now);
    if (released != null) {
      ending = true;
      write(released, Retirement.released(context, state, released), now);
    }
  }

  /** What came of the release; the user's part of it has ended with its process, and its host is asked for as long as before. */
  private Input.@Nullable Released released(Instant now) {
    if (retirement == null || kept != null) {
      return new Input.Released(false, kept == null ? CUT_OFF : kept);
    }
    if (retireUntil == null) {
      if (!around().resting().release(last.stable())) {
        return new Input.Released(false, "it has been set live again");
      }
      retireUntil = now.plus(Duration.between(state.since(), state.deadline()));
    }
    Input.Released answer = retirement.ask(now);
    return answer != null || now.isBefore(retireUntil)
        ? answer
        : new Input.Released(false, retirement.story());
  }

  @Override
  void overtaken() {
    keep(CUT_OFF);
  }

  /** Does not have stable taken down. */
  private void keep(String reason) {
    if (kept == null) {
      kept = reason;
    }
  }

  private void write(Input input, Transition transition, Instant at) {
    state = transition.state();
    RolloutState written = state;
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

  private String name() {
    return Printable.shortened(state.rollout(), LONGEST_ROLLOUT);
  }

  @Override
  void fenced(String why) {
    ending = true;
    ended = true;
    abandon();
  }

  @Override
  boolean written() {
    return ended;
  }

  /** A retreat goes on being wanted. What was decided before is left as it is, and stable with it. */
  @Override
  public void refused(TrafficSplit wanted, String reason) {
    if (kept == null) {
      LOG.error("{}: the target refused {}: {}", name(), wanted, reason);
    }
    keep("the target refused " + wanted + ": " + reason);
    if (isDecided()) {
      abandon();
    }
  }

  @Override
  public void found(TrafficSplit effective) {
    LOG.warn(
        "{}: the target carries out {}, and not {}: somebody else has changed it, and is not overruled",
        name(),
        effective,
        split());
    keep("somebody else has set the target to " + effective);
    abandon();
  }
}
