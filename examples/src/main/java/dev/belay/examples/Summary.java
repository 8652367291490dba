package dev.belay.examples;

import dev.belay.RolloutDecision;
import dev.belay.RolloutReport;
import dev.belay.examples.LoadGenerator.Counts;
import dev.belay.health.Verdict;
import dev.belay.strategy.Phase;
import java.util.Locale;

/**
 * What came of it all.
 *
 * @param promotion the report on version 2
 * @param retreat the report on version 3
 * @param withFirst what users saw before the first rollout
 * @param withSecond what they saw between the two
 * @param afterwards what they saw after the second
 * @param all what they saw in all
 */
record Summary(
    RolloutReport promotion,
    RolloutReport retreat,
    Counts withFirst,
    Counts withSecond,
    Counts afterwards,
    Counts all) {

  /** Tells whether both rollouts ended as they should: the second one on evidence, not for want of time. */
  boolean asItShouldBe() {
    return promotion.phase() == Phase.PROMOTED
        && retreat.phase() == Phase.ROLLED_BACK
        && retreat.decisions().stream().anyMatch(Summary::condemned);
  }

  /** A retreat was caused by an evaluation that found the candidate unhealthy, or by the blast radius without one. */
  private static boolean condemned(RolloutDecision decision) {
    return decision.to().phase() == Phase.RETREATING
        && decision
            .evaluation()
            .map(found -> found.verdict() == Verdict.UNHEALTHY)
            .orElse(true);
  }

  /** Writes both reports and what they come to. */
  String toText() {
    StringBuilder text = new StringBuilder();
    text.append(promotion.toText()).append('\n').append(retreat.toText()).append('\n');
    line(
        text,
        "Requests                                %,d from %,d users",
        all.requests(),
        all.users());
    line(text, "Requests that a user saw failing        %,d", all.failures());
    line(
        text,
        "Requests that failed on a candidate     %,d on %s, %,d on %s",
        promotion.candidateCalls().all().failures(),
        promotion.candidate(),
        retreat.candidateCalls().all().failures(),
        retreat.candidate());
    line(
        text,
        "From the first failure to the retreat   %s",
        retreat
            .firstFailureToRetreat()
            .map(time -> String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9))
            .orElse("there was none"));
    line(
        text,
        "Right answers to users                  %.1f %% before, %.1f %% with version 2, %.1f %% after the retreat",
        100 * withFirst.accuracy(),
        100 * withSecond.accuracy(),
        100 * afterwards.accuracy());
    line(text, "Both rollouts ended as they should      %s", asItShouldBe() ? "yes" : "NO");
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
