package dev.belay.examples;

import dev.belay.RolloutDecision;
import dev.belay.RolloutReport;
import dev.belay.evidence.PairCounts;
import dev.belay.examples.LoadGenerator.Counts;
import dev.belay.health.Verdict;
import dev.belay.strategy.Phase;
import java.util.Formatter;
import java.util.Locale;

/**
 * What came of it all.
 *
 * @param strategy how both were rolled out
 * @param promotion the report on version 2
 * @param retreat the report on version 3
 * @param withFirst what users saw before the first rollout
 * @param withSecond what they saw between the two
 * @param afterwards what they saw after the second
 * @param all what they saw in all
 */
record Summary(
    Strategy strategy,
    RolloutReport promotion,
    RolloutReport retreat,
    Counts withFirst,
    Counts withSecond,
    Counts afterwards,
    Counts all) {

  /**
   * Tells whether both rollouts ended as they should: the second one on evidence, not for want of time, and by blue-green before
   * it was given any request of a user.
   */
  boolean asItShouldBe() {
    return promotion.phase() == Phase.PROMOTED
        && retreat.phase() == Phase.ROLLED_BACK
        && retreat.decisions().stream().anyMatch(Summary::condemned)
        && (strategy != Strategy.BLUE_GREEN || retreat.candidateCalls().all().requests() == 0);
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
    Formatter text = new Formatter(Locale.ROOT);
    text.format("%s%n%s%n", promotion.toText(), retreat.toText());
    text.format(
        "Requests                                %,d from %,d users%n",
        all.requests(), all.users());
    text.format("Requests that a user saw failing        %,d%n", all.failures());
    text.format(
        "Requests that failed on a candidate     %,d on %s, %,d on %s%n",
        promotion.candidateCalls().all().failures(),
        promotion.candidate(),
        retreat.candidateCalls().all().failures(),
        retreat.candidate());
    if (strategy.keepsTwo()) {
      text.format(
          "Requests of users given to a candidate  %,d to %s, %,d to %s%n",
          promotion.candidateCalls().all().requests(),
          promotion.candidate(),
          retreat.candidateCalls().all().requests(),
          retreat.candidate());
    }
    if (strategy == Strategy.BLUE_GREEN) {
      shadow(text, promotion);
      shadow(text, retreat);
    }
    text.format(
        "From the first failure to the retreat   %s%n",
        retreat
            .firstFailureToRetreat()
            .map(time -> String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9))
            .orElse(
                strategy == Strategy.BLUE_GREEN ? "no user's request failed" : "there was none"));
    text.format(
        "Right answers to users                  %.1f %% before, %.1f %% after the first rollout,"
            + " %.1f %% after the second%n",
        100 * withFirst.accuracy(), 100 * withSecond.accuracy(), 100 * afterwards.accuracy());
    text.format("Both rollouts ended as they should      %s", asItShouldBe() ? "yes" : "NO");
    return text.toString();
  }

  private static void shadow(Formatter text, RolloutReport report) {
    PairCounts pairs = report.shadow();
    text.format(
        "Calls in the shadow of stable, %-9s%,d, of which %,d failed; %,d of %,d compared agree;"
            + " %,d dropped%n",
        report.candidate(),
        pairs.pairs(),
        pairs.candidate().failures(),
        pairs.agreed(),
        pairs.compared(),
        report.shadowDropped());
  }
}
