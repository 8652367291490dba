package dev.belay.engine;

import dev.belay.Route;
import dev.belay.TrafficSplit;
import dev.belay.routing.RoutingTable;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one attempt, one after the other. Each takes the place of the one that this class knows, by compare-and-set:
 * a retreat replaces the table in force as well, so whatever is published after it fails. Used by the control thread alone,
 * but for what is marked as safe from every thread.
 */
final class Tables {

  private final Surroundings around;
  private final RolloutContext context;
  private final EvidenceBook book;
  private final Optional<Duration> reassignEvery;
  private final RoutingTable atRest;
  private RoutingTable table;
  private RoutingTable before;
  private @Nullable Instant drawnAt;

  Tables(Surroundings around, RolloutContext context, EvidenceBook book) {
    this.around = around;
    this.context = context;
    this.book = book;
    this.reassignEvery = context.policy().reassignEvery();
    this.atRest = around.router().table();
    this.table = atRest;
    this.before = atRest;
  }

  /** The table that requests see. */
  RoutingTable inForce() {
    return around.router().table();
  }

  /** Makes the table of a split, unless there is one. */
  void open(TrafficSplit split, int share) {
    boolean inForce = inForce().split().equals(split);
    if (!inForce && !table.split().equals(split)) {
      // From the table that this run knows: if a tripwire has replaced it, the publication fails.
      before = table;
      drawnAt = null;
      table = book.openStage(share);
      around.stage(before, table);
    }
  }

  /** Publishes what a target elsewhere has already; the router's own target has done so itself. */
  void follow(Instant now) {
    around.router().publish(before, table);
    if (around.assignsEachCall()) {
      book.reported().confirmed(table.split().basisPoints(context.candidate()), now);
    }
    // A table is as large as the rest of a rollout: the one before is let go.
    before = table;
    drawnAt = now;
  }

  /** A target elsewhere is asked now what it carries out. */
  void looked() {
    book.reported().looked();
  }

  /** Whether the sticky keys are to stay on their versions for a while: what a draw shows must not decide when it ends. */
  private boolean isMidDraw(Instant now) {
    Instant begun = drawnAt;
    return drawing() && (begun == null || now.isBefore(begun.plus(reassignEvery.orElseThrow())));
  }

  /** Holds a step on evidence until the draw of the sticky keys is over: what it shows must not decide when it ends. */
  Transition afterDraw(RolloutState state, Input input, Transition wanted, Instant now) {
    RolloutState next = wanted.state();
    boolean waits = input instanceof Input.Assessed
        && !next.phase().retreat()
        && !next.split().equals(state.split())
        && isMidDraw(now);
    return waits
        ? Transition.to(
            state.with().hold(Hold.TIME, true).build(), "waiting for the draw of the keys")
        : wanted;
  }

  /** Whether the sticky keys have been on their versions for as long as the policy wants. */
  boolean drawIsOver(Instant now) {
    return drawing() && !isMidDraw(now);
  }

  private boolean drawing() {
    return reassignEvery.isPresent() && partly(table) && inForce() == table;
  }

  /** Draws the sticky keys anew at the same share; false if the traffic has been sent back meanwhile. */
  boolean redraw(Instant now) {
    RoutingTable next = book.redraw(table.split().basisPoints(context.candidate()));
    if (!around.router().publish(table, next)) {
      return false;
    }
    before = next;
    table = next;
    drawnAt = now;
    return true;
  }

  private boolean partly(RoutingTable any) {
    return any != atRest
        && any.split().basisPoints(context.candidate()) > 0
        && any.split().basisPoints(context.stable()) > 0;
  }

  /** The route of a token from before this attempt; safe from every thread. */
  @Nullable
  Route atRest(String token) {
    Route route = atRest.routeTo(context.stable());
    return route != null && route.token().equals(token) ? route : null;
  }
}
