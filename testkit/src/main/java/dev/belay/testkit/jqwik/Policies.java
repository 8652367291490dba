package dev.belay.testkit.jqwik;

import dev.belay.AnswerComparison;
import dev.belay.BasisPoints;
import dev.belay.ExpectedTraffic;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.StickyUsers;
import dev.belay.Undecided;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Policies of every setting, which their builder accepts. What depends on each other is drawn together. */
final class Policies {

  private static final Duration USUAL_CALL = Duration.ofSeconds(1);
  private static final Duration USUAL_DEADLINE = Duration.ofHours(24);
  private static final Duration SHORTEST_DRAW = Duration.ofSeconds(10);

  /** A draw of sticky keys lasts at least as many longest calls. */
  private static final int CALLS_PER_DRAW = 10;

  private Policies() {}

  /** What a call may take, and who answers for it. */
  private record Calls(
      boolean shield, Optional<Duration> callDeadline, Optional<Duration> longestCall) {

    Duration longest() {
      return longestCall.or(() -> callDeadline).orElse(USUAL_CALL);
    }

    void set(RolloutPolicy.Builder policy) {
      policy.shield(shield);
      callDeadline.ifPresent(policy::callDeadline);
      longestCall.ifPresent(policy::longestCall);
    }
  }

  /** How unlucky users are told from a bad version. */
  private enum Sticky {
    NOTHING,
    REASSIGNED,
    CALIBRATED
  }

  /** The time that a rollout has, for a course that takes some of it. */
  private record Times(
      Calls calls, Sticky sticky, Duration stickyFor, Optional<Duration> deadline) {

    void set(RolloutPolicy.Builder policy, Duration course) {
      calls.set(policy);
      Duration calibration = Duration.ZERO;
      if (sticky == Sticky.REASSIGNED) {
        policy.stickyUsers(StickyUsers.reassignedEvery(drawOf(calls.longest())));
      } else if (sticky == Sticky.CALIBRATED) {
        calibration = least(stickyFor, Numbers.YEAR.minus(course).dividedBy(2));
        policy.stickyUsers(StickyUsers.calibratedFor(calibration));
      }
      Duration taken = course.plus(calibration);
      if (deadline.orElse(USUAL_DEADLINE).compareTo(taken) <= 0) {
        policy.deadline(least(taken.plus(deadline.orElse(Duration.ofSeconds(1))), Numbers.YEAR));
      } else {
        deadline.ifPresent(policy::deadline);
      }
    }

    private Duration drawOf(Duration longestCall) {
      Duration shortest = longestCall.multipliedBy(CALLS_PER_DRAW);
      Duration from = shortest.compareTo(SHORTEST_DRAW) < 0 ? SHORTEST_DRAW : shortest;
      return stickyFor.compareTo(from) < 0 ? from : stickyFor;
    }

    private static Duration least(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }

  static Arbitrary<RolloutPolicy> all() {
    return lasting(Duration.ZERO)
        .edgeCases(edges -> edges.add(RolloutPolicy.builder().build()));
  }

  /** Whose deadline leaves more than a course takes, and the users' calibration. */
  static Arbitrary<RolloutPolicy> lasting(Duration course) {
    if (course.compareTo(Numbers.YEAR) >= 0) {
      throw new IllegalArgumentException(
          "course must take less than " + Numbers.YEAR + ", but takes " + course);
    }
    List<Arbitrary<Consumer<RolloutPolicy.Builder>>> settings = new ArrayList<>();
    settings.add(times().map(times -> policy -> times.set(policy, course)));
    settings.add(Signals.sets().map(signals -> policy -> {
      signals.deciding().forEach(policy::signal);
      signals.observed().forEach(policy::observe);
    }));
    settings.add(Settings.maybe(BlastRadii.all(), RolloutPolicy.Builder::blastRadius));
    settings.add(
        Settings.maybe(Numbers.errorProbabilities(), RolloutPolicy.Builder::falseRollback));
    settings.add(
        Settings.maybe(Numbers.errorProbabilities(), RolloutPolicy.Builder::falsePromotion));
    settings.add(
        Settings.maybe(Arbitraries.of(Undecided.class), RolloutPolicy.Builder::whenUndecided));
    settings.add(Settings.maybe(
        Numbers.durations(Numbers.YEAR), RolloutPolicy.Builder::rollBackWhenUnavailableFor));
    settings.add(
        Settings.maybe(Numbers.durations(Numbers.HOUR), RolloutPolicy.Builder::evaluationInterval));
    settings.add(
        Settings.maybe(Numbers.durations(Numbers.HOUR), RolloutPolicy.Builder::signalTimeout));
    settings.add(Settings.maybe(
        Arbitraries.longs().between(1, Numbers.MOST_REQUESTS),
        RolloutPolicy.Builder::minimumRequests));
    settings.add(Settings.maybe(traffic(), RolloutPolicy.Builder::expectedTraffic));
    settings.add(Settings.maybe(shadows(), RolloutPolicy.Builder::shadow));
    settings.add(
        Settings.maybe(Numbers.durations(Numbers.YEAR), RolloutPolicy.Builder::readyWithin));
    settings.add(
        Settings.maybe(Numbers.durations(Numbers.YEAR), RolloutPolicy.Builder::retireWithin));
    return Settings.built(RolloutPolicy::builder, settings, RolloutPolicy.Builder::build);
  }

  private static Arbitrary<Times> times() {
    return Numbers.whole(Combinators.combine(
            calls(),
            Arbitraries.frequency(
                Tuple.of(4, Sticky.NOTHING),
                Tuple.of(1, Sticky.REASSIGNED),
                Tuple.of(1, Sticky.CALIBRATED)),
            Numbers.durations(Duration.ZERO, Numbers.WEEK),
            Numbers.durations(Numbers.YEAR).optional(.4))
        .as(Times::new));
  }

  /** Nobody answers a call that took too long without the shield, so there is no deadline without it. */
  private static Arbitrary<Calls> calls() {
    return Combinators.combine(
            Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)),
            Numbers.durations(Numbers.HOUR).optional(.4),
            Numbers.durations(Duration.ZERO, Numbers.HOUR).optional(.4))
        .as((shield, deadline, longest) ->
            new Calls(shield, shield ? deadline : Optional.empty(), longest));
  }

  private static Arbitrary<ExpectedTraffic> traffic() {
    return Combinators.combine(
            Numbers.requestsPerSecond(), Numbers.between(0, .9999).optional(.5))
        .as((perSecond, failing) -> new ExpectedTraffic(
            perSecond, failing.map(OptionalDouble::of).orElse(OptionalDouble.empty())));
  }

  private static Arbitrary<ShadowCalls> shadows() {
    return Combinators.combine(
            Arbitraries.integers().between(1, BasisPoints.WHOLE),
            Arbitraries.longs().between(1, Numbers.MOST_REQUESTS),
            Numbers.durations(Numbers.HOUR),
            Arbitraries.integers().between(1, 256),
            Arbitraries.of(AnswerComparison.equal(), AnswerComparison.within(.01))
                .optional(.5))
        .as((sample, atLeast, deadline, concurrent, comparison) -> {
          ShadowCalls.Builder shadow = ShadowCalls.ofPercent(sample / 100.)
              .atLeast(atLeast)
              .deadline(deadline)
              .maxConcurrent(concurrent);
          comparison.ifPresent(shadow::comparing);
          return shadow.build();
        });
  }
}
