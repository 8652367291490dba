package dev.belay.testkit;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Assessment;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.Verdict;
import dev.belay.strategy.Course;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.StandardRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An evaluation that can be made at any moment.
 *
 * @param text what it says, in words
 * @param evaluation what it found, at a moment that does not count
 */
record Evidence(String text, Evaluation evaluation) {

  private static final double MOST_REQUESTS_PER_SECOND = 1e9;

  /** Which calls there have been, of stable, of the candidate, and of the candidate in the stage. */
  private record Calls(String text, long stable, long candidate, long inStage) {}

  /** What a share could cost. */
  private record Damage(String text, double requestsPerSecond, double harm) {}

  Stimulus at(Instant now) {
    return new Stimulus(text, new Input.Assessed(Stimuli.made(evaluation, now)));
  }

  /** Each verdict on each kind of evidence, and some of each of another attempt. */
  static List<Evidence> all(RolloutContext context, Course course) {
    List<Calls> calls = calls(context, course);
    List<Damage> damages = damages(context, course);
    long pairs = Math.max(
        context.policy().minimumRequests(),
        context.policy().shadow().map(shadow -> shadow.atLeast()).orElse(0L));
    List<Evidence> all = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      for (Calls seen : calls) {
        for (Damage damage : damages) {
          all.add(of(context.attempt(), verdict, seen, damage, 0));
          all.add(of(context.attempt(), verdict, seen, damage, pairs));
        }
      }
      int another = context.attempt() + 1;
      all.add(of(another, verdict, calls.get(1), damages.get(1), 0));
      all.add(of(another, verdict, calls.get(0), damages.get(0), pairs));
    }
    for (Damage damage : rungs(context, course, damages.get(2))) {
      for (Calls seen : calls) {
        all.add(of(context.attempt(), Verdict.INSUFFICIENT, seen, damage, 0));
        all.add(of(context.attempt(), Verdict.HEALTHY, seen, damage, 0));
      }
    }
    return List.copyOf(all);
  }

  /** An evaluation on no calls at all. */
  static Evidence nothing(RolloutContext context, Verdict verdict) {
    Calls none = new Calls("no calls", 0, 0, 0);
    return of(context.attempt(), verdict, none, new Damage("nobody calling", 0, 1), 0);
  }

  private static List<Calls> calls(RolloutContext context, Course course) {
    long enough = context.policy().minimumRequests();
    for (Course.Leg leg : course.legs()) {
      enough = Math.max(enough, leg.requests());
    }
    List<Calls> calls = new ArrayList<>();
    calls.add(new Calls("no calls", 0, 0, 0));
    calls.add(new Calls("enough calls", enough, enough, enough));
    calls.add(new Calls("enough calls before the stage", enough, enough, 0));
    calls.add(new Calls("enough calls of the candidate alone", 0, enough, enough));
    long most = context.policy().blastRadius().maxRequests();
    if (most < BlastRadius.UNLIMITED) {
      long spent = Math.max(most, enough);
      calls.add(new Calls("more calls than may be unproven", spent, spent, spent));
    }
    return calls;
  }

  /** Traffic at which the smallest share costs too much if every call fails. */
  private static List<Damage> damages(RolloutContext context, Course course) {
    int least = course.shares().stream().min(Integer::compareTo).orElse(BasisPoints.WHOLE);
    double seconds = context.reaction().toNanos() / 1e9;
    double failures = context.policy().blastRadius().failuresPerStep();
    double wanted = 2 * failures / seconds * BasisPoints.WHOLE / least;
    double traffic = wanted > 0 ? Math.min(wanted, MOST_REQUESTS_PER_SECOND) : 1;
    return List.of(
        new Damage("nobody calling", 0, 1),
        new Damage("no harm possible", traffic, 0),
        new Damage("every call may fail", traffic, 1));
  }

  /** Where stages may be left out: harm that a share just bears, and the next larger one does not. */
  private static List<Damage> rungs(RolloutContext context, Course course, Damage worst) {
    List<Damage> rungs = new ArrayList<>();
    double failures = context.policy().blastRadius().failuresPerStep();
    Calls none = new Calls("no calls", 0, 0, 0);
    Evaluation all = of(context.attempt(), Verdict.INSUFFICIENT, none, worst, 0).evaluation();
    for (int share : course.paced() ? course.shares() : Set.<Integer>of()) {
      double cost = StandardRules.stepCost(context, all, share);
      if (cost > failures) {
        rungs.add(new Damage(
            "harm that fits " + BasisPoints.toPercent(share),
            worst.requestsPerSecond(),
            failures / cost * (1 - 1e-6)));
      }
    }
    return rungs;
  }

  private static Evidence of(int attempt, Verdict verdict, Calls calls, Damage damage, long pairs) {
    String text = String.format(
        Locale.ROOT,
        "an evaluation of attempt %d that says %s on %s and %s pairs, with %s",
        attempt,
        verdict,
        calls.text(),
        pairs == 0 ? "no" : "enough",
        damage.text());
    Assessment assessment =
        Assessment.builder(verdict).reason("as it was imagined").build();
    return new Evidence(
        text,
        new Evaluation(
            Instant.EPOCH,
            attempt,
            verdict,
            List.of(new SignalResult("imagined", true, 1, 1, assessment)),
            0,
            1,
            0,
            1,
            damage.harm(),
            damage.requestsPerSecond(),
            arm(calls.stable()),
            arm(calls.candidate()),
            arm(calls.inStage()),
            new PairCounts(pairs, 0, 0, 0, 0, 0)));
  }

  private static ArmCounts arm(long requests) {
    return new ArmCounts(new CallCounts(requests, 0), CallCounts.NONE);
  }
}
