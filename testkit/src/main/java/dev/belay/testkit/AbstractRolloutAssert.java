package dev.belay.testkit;

import static dev.belay.testkit.AssertionText.count;
import static dev.belay.testkit.AssertionText.number;

import dev.belay.BasisPoints;
import dev.belay.RolloutReport;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What can be asserted of a rollout, be it at hand itself or by its report.
 *
 * <p>Counts are those of calls that have completed. Let calls in flight end before you assert: a failure that stable is still
 * answering counts as seen by its caller.
 *
 * @param <A> the assertions themselves
 */
public abstract sealed class AbstractRolloutAssert<A extends AbstractRolloutAssert<A>>
    permits RolloutAssert, ReportAssert {

  AbstractRolloutAssert() {}

  /** What it did so far. */
  abstract RolloutReport report();

  /** Where it stands, empty before the first decision. */
  abstract Optional<RolloutState> state();

  abstract A self();

  /**
   * Asserts that the candidate is the live version.
   *
   * @return these assertions
   * @throws AssertionError if it is not
   */
  public A isPromoted() {
    return isIn(Phase.PROMOTED);
  }

  /**
   * Asserts that all traffic is on stable for good. A retreat that the target or the store has not confirmed yet is not.
   *
   * @return these assertions
   * @throws AssertionError if it is not
   */
  public A isRolledBack() {
    return isIn(Phase.ROLLED_BACK);
  }

  /**
   * Asserts how far the rollout has come.
   *
   * @param phase the phase
   * @return these assertions
   * @throws AssertionError if it is in another one
   */
  public A isIn(Phase phase) {
    RolloutReport report = report();
    return that(
        report,
        report.phase() == phase,
        "be in " + phase,
        "was in " + report.phase() + because(report));
  }

  /**
   * Asserts that the rollout stands still for a reason, perhaps among others.
   *
   * @param hold the reason
   * @return these assertions
   * @throws AssertionError if it does not
   */
  public A isHeldFor(Hold hold) {
    RolloutReport report = report();
    Optional<RolloutState> state = state();
    return that(
        report,
        state.map(known -> known.holds(hold)).orElse(false),
        "be held for " + hold,
        state.map(AbstractRolloutAssert::holds).orElse("nothing is decided yet") + because(report));
  }

  private static String holds(RolloutState state) {
    return (state.holds().isEmpty() ? "was not held" : "was held for " + state.holds()) + " in "
        + state.phase() + "/" + state.stage();
  }

  /**
   * Asserts which share the candidate has been given. The target may not have confirmed it yet: {@link Hold#TARGET}.
   *
   * @param basisPoints the share, in [0, {@value BasisPoints#WHOLE}]
   * @return these assertions
   * @throws AssertionError if it has another one
   * @throws IllegalArgumentException if the share is out of range
   */
  public A hasShare(int basisPoints) {
    BasisPoints.require("basisPoints", basisPoints);
    RolloutReport report = report();
    Optional<Integer> share = state().map(known -> known.split().basisPoints(report.candidate()));
    return that(
        report,
        share.equals(Optional.of(basisPoints)),
        "have a share of " + BasisPoints.toPercent(basisPoints),
        share
            .map(found -> "had one of " + BasisPoints.toPercent(found) + " in " + report.phase())
            .orElse("nothing is decided yet"));
  }

  /**
   * Asserts which share the candidate has been given.
   *
   * @param percent the share, in [0, 100], a multiple of 0.01
   * @return these assertions
   * @throws AssertionError if it has another one
   * @throws IllegalArgumentException if the percentage is out of range or cannot be expressed
   */
  public A hasSharePercent(double percent) {
    return hasShare(BasisPoints.ofPercent(percent));
  }

  /**
   * Asserts that every failure of the candidate was answered from stable. That also holds if the candidate was never asked: see
   * {@link #askedCandidateAtLeast}.
   *
   * @return these assertions
   * @throws AssertionError if a caller saw one
   */
  public A showedCallersNoFailure() {
    return showedCallersAtMost(0);
  }

  /**
   * Asserts how many failures of the candidate reached a caller. One that stable was asked about and failed as well has reached
   * its caller; a failure of stable in a request of its own does not count.
   *
   * @param failures the most failures, at least 0
   * @return these assertions
   * @throws AssertionError if there were more
   * @throws IllegalArgumentException if the number is below 0
   */
  public A showedCallersAtMost(long failures) {
    Require.between("failures", failures, 0, Long.MAX_VALUE);
    RolloutReport report = report();
    long found = report.failuresSeenByCallers();
    return that(
        report,
        found <= failures,
        "have shown callers at most " + count(failures, "failure") + " of the candidate",
        "showed " + number(found));
  }

  /**
   * Asserts how many live requests the candidate was given. Previews and calls in the shadow are none.
   *
   * @param requests the most requests, at least 0
   * @return these assertions
   * @throws AssertionError if there were more
   * @throws IllegalArgumentException if the number is below 0
   */
  public A askedCandidateAtMost(long requests) {
    Require.between("requests", requests, 0, Long.MAX_VALUE);
    RolloutReport report = report();
    long found = report.candidateCalls().all().requests();
    return that(
        report,
        found <= requests,
        "have given the candidate at most " + count(requests, "request"),
        "gave it " + number(found));
  }

  /**
   * Asserts that the candidate was given so many live requests, so that what is asserted besides means something.
   *
   * @param requests the fewest requests, at least 0
   * @return these assertions
   * @throws AssertionError if there were fewer
   * @throws IllegalArgumentException if the number is below 0
   */
  public A askedCandidateAtLeast(long requests) {
    Require.between("requests", requests, 0, Long.MAX_VALUE);
    RolloutReport report = report();
    long found = report.candidateCalls().all().requests();
    return that(
        report,
        found >= requests,
        "have given the candidate at least " + count(requests, "request"),
        "gave it " + number(found));
  }

  /**
   * Asserts how many live requests the candidate failed, whether a caller saw it or not.
   *
   * @param failures the most failures, at least 0
   * @return these assertions
   * @throws AssertionError if there were more
   * @throws IllegalArgumentException if the number is below 0
   */
  public A failedAtMost(long failures) {
    Require.between("failures", failures, 0, Long.MAX_VALUE);
    RolloutReport report = report();
    long found = report.candidateCalls().all().failures();
    return that(
        report,
        found <= failures,
        "have failed at most " + count(failures, "request") + " to the candidate",
        "failed " + number(found));
  }

  /**
   * Asserts how long it took from the candidate's first failure until all traffic was back on stable.
   *
   * @param time the longest time, at least zero
   * @return these assertions
   * @throws AssertionError if it took longer, the candidate did not fail, or was not sent back
   * @throws IllegalArgumentException if the time is negative
   */
  public A retreatedWithin(Duration time) {
    AssertionText.requireTime(time);
    RolloutReport report = report();
    Optional<Duration> took = report.firstFailureToRetreat();
    String none = report.candidateCalls().all().failures() == 0
        ? "the candidate has not failed"
        : "was not sent back";
    return that(
        report,
        took.isPresent() && took.get().compareTo(time) <= 0,
        "have retreated within " + time + " after the first failure",
        took.map(found -> "it took " + found).orElse(none));
  }

  /**
   * Asserts how long the rollout took, from its start to its end.
   *
   * @param time the longest time, at least zero
   * @return these assertions
   * @throws AssertionError if it took longer or has not ended
   * @throws IllegalArgumentException if the time is negative
   */
  public A endedWithin(Duration time) {
    AssertionText.requireTime(time);
    RolloutReport report = report();
    Optional<Duration> took =
        report.endedAt().map(end -> Duration.between(report.startedAt(), end));
    return that(
        report,
        took.isPresent() && took.get().compareTo(time) <= 0,
        "have ended within " + time,
        took.map(found -> "it took " + found).orElse("is still running in " + report.phase()));
  }

  /**
   * Asserts that the reason for where the rollout stands has a text in it: the reason of the step that sent it back, if it was sent
   * back; else that of the last step, or of the last decision, which says what it waits for.
   *
   * @param text a part of the reason, as it is written there
   * @return these assertions
   * @throws AssertionError if it is not in it
   */
  public A saysWhy(String text) {
    RolloutReport report = report();
    List<String> reasons = AssertionText.reasons(report);
    return that(
        report,
        reasons.stream().anyMatch(reason -> reason.contains(text)),
        "say \"" + text + "\"",
        "said "
            + (reasons.isEmpty() ? "nothing" : "\"" + String.join("\" and \"", reasons) + "\""));
  }

  /**
   * Asserts all phases that the rollout has been in, in order, with the one that it is in as the last. So a rollout that never gave
   * the candidate any traffic {@code wentThrough(PREPARING, RETREATING, ROLLED_BACK)}.
   *
   * @param phases every phase, each once
   * @return these assertions
   * @throws AssertionError if it went another way
   */
  public A wentThrough(Phase... phases) {
    RolloutReport report = report();
    List<Phase> found = AssertionText.phases(report);
    List<Phase> wanted = List.of(phases);
    return that(
        report, found.equals(wanted), "have gone through " + wanted, "went through " + found);
  }

  private A that(RolloutReport report, boolean holds, String expected, String found) {
    if (!holds) {
      throw AssertionText.failure(report.rollout(), expected, found, report.toText());
    }
    return self();
  }

  private static String because(RolloutReport report) {
    List<String> reasons = AssertionText.reasons(report);
    return reasons.isEmpty() ? "" : ": " + reasons.get(reasons.size() - 1);
  }
}
