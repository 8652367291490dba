package dev.belay.strategy;

import dev.belay.BasisPoints;
import dev.belay.health.Evaluation;
import dev.belay.health.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for every transition of every strategy. The engine checks each transition before it is carried out; one that
 * breaks an invariant becomes a retreat. Contracts and property tests use the same check.
 *
 * <p>By number:
 *
 * <ol>
 *   <li>A split sums to the whole, and no version but stable and candidate has a part in it.
 *   <li>The share rises only on an evaluation that allows it, never above the blast radius, not while it is paused, a
 *       step is unconfirmed or the candidate is not ready, and to the whole only when all deciding signals are healthy.
 *   <li>Once an evaluation is unhealthy, or a retreat has begun, the share never rises again in the attempt.
 *   <li>A retreat puts the whole traffic on stable in one transition, from every state that is no end, until stable is being
 *       released.
 *   <li>Promoted implies that every deciding signal was healthy on enough calls of both versions, live or in the shadow.
 *   <li>An end is final.
 *   <li>The stable version stays present and ready until the promotion is decided. It is released once, when no call is in
 *       flight on it, and then nothing leads anywhere but to the promotion.
 *   <li>Time never runs backwards, and no tick changes a stage or raises a share.
 *   <li>Evidence of another attempt never counts.
 *   <li>Every state that is no end has a deadline, or waits for a named person.
 * </ol>
 *
 * <p>Two more hold for the engine, which keeps them by itself: commands with the same id are one effect and a stale revision
 * is refused (11), and folding the journal gives the state in memory (12).
 */
public final class RolloutInvariants {

  private RolloutInvariants() {}

  /**
   * A broken invariant.
   *
   * @param number its number
   * @param story what was tried
   */
  public record Violation(int number, String story) {

    @Override
    public String toString() {
      return "invariant " + number + " is broken: " + story;
    }
  }

  /**
   * Checks one transition.
   *
   * @param context the rollout
   * @param before the state before
   * @param input what happened
   * @param after the state after
   * @param now when
   * @return the first invariant that is broken, empty if all hold
   */
  public static Optional<Violation> check(
      RolloutContext context, RolloutState before, Input input, RolloutState after, Instant now) {
    int rise = after.share(context) - before.share(context);
    Optional<Violation> broken = checkSplit(context, before, after);
    if (broken.isEmpty()) {
      broken = checkEnds(before, after);
    }
    if (broken.isEmpty()) {
      broken = checkRelease(context, before, input, after);
    }
    if (broken.isEmpty() && !before.holds(Hold.RELEASE)) {
      broken = checkRetreat(context, before, input, after);
    }
    if (broken.isEmpty()) {
      broken = checkTime(before, input, after, now);
    }
    if (broken.isEmpty()) {
      broken = checkProof(context, before, input, after);
    }
    if (broken.isEmpty() && rise > 0) {
      broken = checkRise(context, before, input, after);
    }
    return broken;
  }

  private static Optional<Violation> checkSplit(
      RolloutContext context, RolloutState before, RolloutState after) {
    if (!Set.of(context.stable(), context.candidate())
        .containsAll(after.split().parts().keySet())) {
      return broken(1, "another version has a part in " + after.split());
    }
    if (!after.split().parts().containsKey(context.stable())) {
      return broken(7, "stable is missing from " + after.split());
    }
    return after.rollout().equals(before.rollout()) && after.attempt() == before.attempt()
        ? Optional.empty()
        : broken(9, "the state changed to that of attempt " + after.attempt());
  }

  private static Optional<Violation> checkEnds(RolloutState before, RolloutState after) {
    if (before.phase().terminal() && !after.equals(before)) {
      return broken(6, before.phase() + " was left for " + after.phase());
    }
    if (before.phase() == Phase.RETREATING && !after.phase().retreat()) {
      return broken(3, "a retreat was left for " + after.phase());
    }
    return Optional.empty();
  }

  /** Stable is released once, when no call is in flight on it, and then there is only one way to go. */
  private static Optional<Violation> checkRelease(
      RolloutContext context, RolloutState before, Input input, RolloutState after) {
    if (before.holds(Hold.RELEASE)) {
      boolean onward = after.phase() == Phase.PROMOTED && after.split().equals(before.split());
      return onward || after.equals(before)
          ? Optional.empty()
          : broken(7, "stable is being released, but " + name(input) + " led to " + after.phase());
    }
    if (!after.holds(Hold.RELEASE)) {
      return Optional.empty();
    }
    boolean drained = input instanceof Input.Drained end
        && end.version().equals(context.stable())
        && end.inFlight() == 0
        && after.split().equals(before.split())
        && before.share(context) == BasisPoints.WHOLE;
    if (!drained) {
      return broken(7, name(input) + " released stable with " + before.split());
    }
    if (before.holds(Hold.PAUSED) || before.holds(Hold.TARGET)) {
      return broken(7, "stable was released while held for " + before.holds());
    }
    return before.proven() ? Optional.empty() : broken(5, "stable was released without a proof");
  }

  private static Optional<Violation> checkRetreat(
      RolloutContext context, RolloutState before, Input input, RolloutState after) {
    boolean wanted = input instanceof Command.RollBack
        || input instanceof Input.Tripped
        || (input instanceof Input.Assessed assessed
            && assessed.evaluation().verdict() == Verdict.UNHEALTHY
            && assessed.evaluation().attempt() == before.attempt());
    if (wanted && !before.phase().terminal() && !after.phase().retreat()) {
      return broken(
          input instanceof Input.Assessed ? 3 : 4,
          name(input) + " did not lead to a retreat but to " + after.phase());
    }
    if (after.phase().retreat() && after.share(context) != 0) {
      return broken(4, "a retreat left the candidate a share: " + after.split());
    }
    return Optional.empty();
  }

  private static Optional<Violation> checkTime(
      RolloutState before, Input input, RolloutState after, Instant now) {
    if (now.isBefore(before.since())) {
      return broken(8, "time ran back from " + before.since() + " to " + now);
    }
    if (after.since().isBefore(before.since()) || after.since().isAfter(now)) {
      return broken(8, "the stage's clock was set to " + after.since());
    }
    if (input instanceof Input.Tick
        && !after.phase().retreat()
        && (after.stage() != before.stage() || after.phase() != before.phase())) {
      return broken(8, "a tick led to " + after.phase() + "/" + after.stage());
    }
    boolean waits = after.holds(Hold.PAUSED) || after.holds(Hold.APPROVAL);
    if (!after.phase().terminal() && !waits && after.deadline().equals(Instant.MAX)) {
      return broken(10, "no deadline in " + after.phase());
    }
    return Optional.empty();
  }

  private static Optional<Violation> checkProof(
      RolloutContext context, RolloutState before, Input input, RolloutState after) {
    if (after.proven() && !before.proven()) {
      boolean earned = input instanceof Input.Assessed assessed
          && assessed.evaluation().attempt() == before.attempt()
          && StandardRules.provenNow(context, assessed.evaluation());
      if (!earned) {
        return broken(5, name(input) + " was taken for a proof");
      }
    }
    if (after.phase() == Phase.PROMOTED && !before.phase().terminal()) {
      if (!before.proven()) {
        return broken(5, "promoted without a proof");
      }
      if (after.share(context) != BasisPoints.WHOLE) {
        return broken(5, "promoted with " + after.split());
      }
    }
    return Optional.empty();
  }

  private static Optional<Violation> checkRise(
      RolloutContext context, RolloutState before, Input input, RolloutState after) {
    String step = "from " + before.split() + " to " + after.split();
    if (!(input instanceof Input.Assessed assessed)) {
      return broken(2, name(input) + " raised the share " + step);
    }
    Evaluation evaluation = assessed.evaluation();
    if (evaluation.attempt() != before.attempt()) {
      return broken(9, "evidence of attempt " + evaluation.attempt() + " raised the share " + step);
    }
    if (before.holds(Hold.PAUSED) || before.holds(Hold.TARGET) || before.holds(Hold.READINESS)) {
      return broken(2, "the share rose " + step + " while held for " + before.holds());
    }
    int share = after.share(context);
    if (share == BasisPoints.WHOLE && !StandardRules.provenNow(context, evaluation)) {
      return broken(2, "everything went to the candidate while " + evaluation.verdict());
    }
    if (!StandardRules.mayTake(context, evaluation, share)) {
      return broken(
          2,
          "the share rose " + step + ", which the evaluation (" + evaluation.verdict()
              + ") and the blast radius do not allow");
    }
    return Optional.empty();
  }

  private static String name(Input input) {
    return input.getClass().getSimpleName();
  }

  private static Optional<Violation> broken(int number, String story) {
    return Optional.of(new Violation(number, story));
  }
}
