package dev.belay.engine;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.recording.InFlight;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the split of one attempt into force: makes its table, has the target carry it out, and knows what stands in the way. Used
 * by the control thread alone.
 */
final class Enforcer {

  private static final Logger LOG = LoggerFactory.getLogger(Enforcer.class);

  private final Surroundings around;
  private final RolloutContext context;
  private final Tables tables;
  private final TargetDriver target;
  private final int begunIn;
  private boolean takenUp;
  private volatile boolean retreatInForce;

  /** Begins, in an attempt of this process; one that another process has left has to be taken up first. */
  Enforcer(
      Surroundings around,
      RolloutContext context,
      Tables tables,
      TargetDriver target,
      Beginning beginning) {
    this.around = around;
    this.context = context;
    this.tables = tables;
    this.target = target;
    this.begunIn = around.resting().turn();
    this.takenUp = beginning.restarts() == 0;
    if (beginning.state().holds(Hold.FOREIGN_CHANGE)) {
      target.concede();
    } else {
      beginning.confirmed().ifPresent(target::standAt);
    }
  }

  /** Whether this process runs the attempt by now. */
  boolean takenUp() {
    return takenUp;
  }

  /** Whether a transition moves traffic, so that the interval of the evidence ends with it. */
  static boolean moves(RolloutState before, RolloutState after) {
    return !after.split().equals(before.split()) || after.phase() == Phase.RETREATING;
  }

  /** Follows a transition. */
  void follow(Input input, RolloutState before, RolloutState after) {
    boolean could = mayBeInForce(before);
    takenUp |= input instanceof Input.Restarted;
    if (moves(before, after) || (!could && mayBeInForce(after))) {
      carryOut(after);
    }
  }

  /**
   * Whether a split may come into force: not while somebody else's word stands; and what another process has left, only when it is
   * written down and the candidate is ready.
   */
  private boolean mayBeInForce(RolloutState state) {
    boolean ready = state.phase() == Phase.PREPARING || !state.holds(Hold.READINESS);
    return takenUp && ready && !state.holds(Hold.FOREIGN_CHANGE);
  }

  /** Has the wanted split carried out, unless a person has set another version live meanwhile. */
  void carryOut(RolloutState state) {
    if (around.resting().turn() != begunIn) {
      retreatInForce = true;
      return;
    }
    TrafficSplit split = state.split();
    tables.open(split, state.share(context));
    if (state.phase().retreat() && around.elsewhere()) {
      LOG.warn(
          "{}: a retreat is pending at the target, which needs up to {} for it",
          context.rollout(),
          around.target().capabilities().retreatTime());
    }
    if (state.phase().retreat()) {
      target.wantBack(split);
    } else {
      target.wantNext(split);
    }
  }

  /** Goes on with what the target does not carry out yet, and looks now and then whether it still does. */
  void turn(RolloutState state, boolean steady) {
    if (steady && !state.ready() && state.holds(Hold.READINESS)) {
      target.askReadiness();
    }
    if (!state.holds(Hold.TARGET)) {
      if (target.look()) {
        tables.looked();
      }
    } else if (steady && mayBeInForce(state) && !retreatInForce) {
      target.insist(state.split());
    }
    target.drive();
  }

  /** Notes that all traffic is on stable, or on what a person has set live. */
  void retreatIsInForce() {
    retreatInForce = true;
  }

  /** By when the target has the retreat of a state, empty if it has it or there is none. Safe from every thread. */
  Optional<Instant> pendingRetreat(RolloutState state) {
    return state.phase() == Phase.RETREATING && around.elsewhere() && !retreatInForce
        ? Optional.of(state.since().plus(around.target().capabilities().retreatTime()))
        : Optional.empty();
  }

  boolean isRetreatInForce() {
    return retreatInForce;
  }

  /** Leaves a version live, unless a person has set another one live meanwhile. */
  void end(ModelVersion version, InFlight calls) {
    around.resting().end(begunIn, version, calls);
  }
}
