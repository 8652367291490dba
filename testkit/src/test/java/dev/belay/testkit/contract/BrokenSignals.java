package dev.belay.testkit.contract;

import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Assessment;
import dev.belay.health.Assessment.Explanation;
import dev.belay.health.HealthSignal;
import dev.belay.health.MonitorState;
import dev.belay.health.Scenario;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalForecast;
import dev.belay.health.SignalMonitor;
import dev.belay.health.Verdict;
import dev.belay.sequential.RequiredTrials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Signals with one fault each. */
final class BrokenSignals {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private BrokenSignals() {}

  static Stream<Fault<Supplier<HealthSignal>>> faults() {
    return Stream.of(descriptions(), monitors(), silences(), states(), probabilities())
        .flatMap(faults -> faults);
  }

  private static Fault<Supplier<HealthSignal>> fault(
      String name, Supplier<HealthSignal> broken, String test, String message) {
    return new Fault<>(name, broken, test, message);
  }

  private static Stream<Fault<Supplier<HealthSignal>>> descriptions() {
    return Stream.of(
        fault(
            "has no name",
            () -> named(" "),
            "hasANameThatStays",
            "name must not be blank, but was ' '"),
        fault(
            "numbers itself",
            () -> named("budget " + COUNT.incrementAndGet()),
            "hasANameThatStays",
            "the name of an equal signal"),
        fault(
            "forecasts something else each time",
            () -> new BrokenSignal() {
              @Override
              public Optional<SignalForecast> forecast(Scenario scenario) {
                RequiredTrials trials = RequiredTrials.above(
                    .1 + .01 * COUNT.incrementAndGet() % .5, .1, .5, 1.2, 0, .05);
                return Optional.of(new SignalForecast(trials, trials, "something"));
              }
            },
            "forecastsTheSameAlways",
            "Scenario[stableFailureRate=0.0"),
        fault(
            "learns from the shadow and does not say so",
            () -> BrokenSignal.by(() -> {
              long[] pairs = {0};
              return (increment, right) -> {
                pairs[0] += increment.shadow().pairs();
                return pairs[0] == 0
                    ? right
                    : BrokenSignal.assessment(right.verdict(), right.rollbackEvidence(), .5);
              };
            }),
            "tellsWhatItLearnsFrom",
            "learnsFromShadow must be true, since calls in the shadow alone changed what it says, but"
                + " was false"),
        fault(
            "says that it learns from the shadow and does not",
            () -> new BrokenSignal() {
              @Override
              public boolean learnsFromShadow() {
                return true;
              }
            },
            "tellsWhatItLearnsFrom",
            "learnsFromShadow must be false, since calls in the shadow alone did not change"),
        fault(
            "waits",
            () -> BrokenSignal.saying((increment, right) -> {
              try {
                boolean unused = new CountDownLatch(1).await(1, TimeUnit.MICROSECONDS);
              } catch (InterruptedException ignored) {
                return right;
              }
              return right;
            }),
            "doesNotWaitUnlessItSaysSo",
            "a signal that is not blocking must not wait"));
  }

  private static BrokenSignal named(String name) {
    return new BrokenSignal() {
      @Override
      public String name() {
        return name;
      }
    };
  }

  private static Stream<Fault<Supplier<HealthSignal>>> monitors() {
    return Stream.of(
        fault(
            "depends on how many monitors there are",
            () -> BrokenSignal.by(() -> {
              int own = COUNT.incrementAndGet();
              return (increment, right) ->
                  Assessment.builder(right.verdict()).harm(1.0 / own).build();
            }),
            "saysTheSameOfTheSameEvidence",
            "two monitors of the same evidence must say the same, but at increment 1, harm must be"),
        fault(
            "has one memory for all rollouts",
            () -> {
              long[] calls = {0};
              return BrokenSignal.saying((increment, right) -> {
                calls[0] += increment.candidate().counts().all().requests();
                return Assessment.builder(right.verdict())
                    .number("calls", calls[0])
                    .build();
              });
            },
            "keepsRolloutsApart",
            "a monitor must not learn what another rollout has shown, but at increment 1, numbers"
                + ".calls must be"),
        fault(
            "explains what it knows when it is asked",
            () -> BrokenSignal.by(() -> {
              CallCounts[] calls = {CallCounts.NONE};
              return (increment, right) -> {
                calls[0] = calls[0].plus(increment.candidate().counts().all());
                return Assessment.builder(right.verdict())
                    .explained(() -> new Explanation(calls[0].toString(), Map.of()));
              };
            }),
            "explainsItselfTheSameLater",
            "an explanation that is read later must be that of its assessment, but of increment 1 it"
                + " must be"),
        fault(
            "has no reason",
            () -> BrokenSignal.saying(
                (increment, right) -> Assessment.builder(right.verdict()).build()),
            "explainsItselfTheSameLater",
            "reason must say something, but was ''"),
        fault(
            "divides by nothing",
            () -> BrokenSignal.saying((increment, right) -> BrokenSignal.assessment(
                right.verdict(),
                increment.stable().counts().all().failureRate(),
                right.promotionEvidence())),
            "takesWhateverMayCome",
            "IllegalArgumentException: evidence must be a number, but was NaN"));
  }

  private static Stream<Fault<Supplier<HealthSignal>>> silences() {
    return Stream.of(
        fault(
            "is healthy until it hears otherwise",
            () -> BrokenSignal.saying((increment, right) -> right.verdict() == Verdict.INSUFFICIENT
                ? BrokenSignal.assessment(Verdict.HEALTHY, 0, 0)
                : right),
            "saysNothingWithoutEvidence",
            "with no evidence and a harm of 1, but was HEALTHY"),
        fault(
            "knows of no harm and takes it for none",
            () -> BrokenSignal.saying((increment, right) -> Assessment.builder(right.verdict())
                .harm(0)
                .reason(right.reason())
                .build()),
            "saysNothingWithoutEvidence",
            "harm 0.0"),
        fault(
            "counts failures and not calls",
            () -> BrokenSignal.by(() -> {
              CallCounts[] all = {CallCounts.NONE};
              long[] failures = {0};
              return (increment, right) -> {
                all[0] = all[0].plus(increment.stable().counts().all());
                failures[0] += increment.candidate().counts().all().failures();
                return all[0].failures() > 5 && failures[0] == 0
                    ? BrokenSignal.assessment(Verdict.HEALTHY, 0, 3)
                    : right;
              };
            }),
            "takesNoSilenceOfTheCandidateForHealth",
            "without any call of the candidate it must not be healthy, but was HEALTHY"),
        fault(
            "takes every quiet second for a good one",
            () -> BrokenSignal.by(() -> {
              int[] quiet = {0};
              return (increment, right) -> {
                quiet[0] += increment.isEmpty() ? 1 : 0;
                return BrokenSignal.assessment(
                    right.verdict(),
                    right.rollbackEvidence(),
                    right.promotionEvidence() + .01 * quiet[0]);
              };
            }),
            "learnsNothingFromSilence",
            "an interval in which nothing happened must change no evidence, but"));
  }

  private static Stream<Fault<Supplier<HealthSignal>>> states() {
    return Stream.of(
        saving(
            "saves nothing",
            state -> MonitorState.NONE,
            "goesOnFromWhatItHasSaved",
            "must go on as the one that was saved, but at increment"),
        saving(
            "forgets how many calls there were",
            state -> with(state, 0, 1e6),
            "goesOnFromWhatItHasSaved",
            "must go on as the one that was saved, but at increment"),
        saving(
            "saves what is no number",
            state -> with(state, 0, Double.NaN),
            "savesWhatAStoreCanKeep",
            "values must be numbers, but were MonitorState[format=failure-budget/1, values=[NaN"),
        saving(
            "names its state by what is in it",
            state ->
                new MonitorState(state.format() + " of " + state.values().get(0), state.values()),
            "savesWhatAStoreCanKeep",
            "format must say what the values mean and stay 'failure-budget/1 of 0.0', but was"),
        fault(
            "forgets what it has saved",
            () -> new BrokenSignal() {
              @Override
              public SignalMonitor open(SignalContext context) {
                return new Monitor(super.open(context)) {
                  private boolean saved;

                  @Override
                  public Assessment assess(EvidenceIncrement increment) {
                    Assessment right = super.assess(increment);
                    return saved ? Assessment.builder(Verdict.INSUFFICIENT).build() : right;
                  }

                  @Override
                  public MonitorState save() {
                    saved = true;
                    return super.save();
                  }
                };
              }
            },
            "changesNothingWhenItIsSaved",
            "saving after a whole interval must change nothing, but at increment 2, "),
        fault(
            "takes any state for its own",
            () -> new BrokenSignal() {
              @Override
              public SignalMonitor open(SignalContext context) {
                return new Monitor(super.open(context)) {
                  @Override
                  public void restore(MonitorState state) {
                    if (state.format().startsWith("failure-budget")) {
                      super.restore(state);
                    }
                  }
                };
              }
            },
            "refusesAStateOfAnotherFormat",
            "restore must refuse MonitorState[format=somebody-else/7"));
  }

  private static Fault<Supplier<HealthSignal>> saving(
      String name, UnaryOperator<MonitorState> instead, String test, String message) {
    return fault(
        name,
        () -> new BrokenSignal() {
          @Override
          public SignalMonitor open(SignalContext context) {
            return new Monitor(super.open(context)) {
              @Override
              public MonitorState save() {
                return instead.apply(super.save());
              }

              @Override
              public void restore(MonitorState state) {
                if (!state.equals(MonitorState.NONE)) {
                  super.restore(state);
                }
              }
            };
          }
        },
        test,
        message);
  }

  private static MonitorState with(MonitorState state, int index, double value) {
    List<Double> values = new ArrayList<>(state.values());
    values.set(index, value);
    return new MonitorState(state.format(), values);
  }

  private static Stream<Fault<Supplier<HealthSignal>>> probabilities() {
    return Stream.of(
        fault(
            "looks at a test for one look after every interval",
            () -> BrokenSignal.by(() -> {
              CallCounts[] counts = {CallCounts.NONE, CallCounts.NONE};
              return (increment, right) -> {
                counts[0] = counts[0].plus(increment.stable().counts().all());
                counts[1] = counts[1].plus(increment.candidate().counts().all());
                return zScore(counts[0], counts[1]) > 1.645
                    ? BrokenSignal.assessment(Verdict.UNHEALTHY, 0, 0)
                    : BrokenSignal.assessment(Verdict.INSUFFICIENT, 0, 0);
              };
            }),
            "condemnsAnEqualCandidateAsSeldomAsPromised",
            "a candidate that is like stable must be condemned in at most 0.05 of all rollouts, so in"
                + " at most 30 of 300, but was in 130"),
        fault(
            "adds to its evidence",
            () -> BrokenSignal.saying((increment, right) ->
                BrokenSignal.assessment(Verdict.INSUFFICIENT, 3 + right.rollbackEvidence(), 0)),
            "condemnsAnEqualCandidateAsSeldomAsPromised",
            "so in at most 30 of 300, but was in 300"),
        fault(
            "hopes for the better",
            () -> BrokenSignal.saying((increment, right) ->
                BrokenSignal.assessment(Verdict.INSUFFICIENT, right.rollbackEvidence(), 0)),
            "condemnsABadCandidate",
            "a bad candidate must be condemned within 300 intervals, but was not with seed 1"),
        fault(
            "is content with the first answer",
            () -> BrokenSignal.saying((increment, right) -> {
              CallCounts counts = increment.candidate().counts().all();
              boolean content = counts.requests() > counts.failures();
              return content
                  ? BrokenSignal.assessment(Verdict.HEALTHY, right.rollbackEvidence(), 0)
                  : right;
            }),
            "passesABadCandidateAsSeldomAsPromised",
            "a bad candidate must be passed in at most 0.05 of all rollouts, so in at most 30 of 300"));
  }

  private static double zScore(CallCounts stable, CallCounts candidate) {
    double all = stable.requests() + (double) candidate.requests();
    double rate = (stable.failures() + (double) candidate.failures()) / all;
    double variance = rate * (1 - rate) * (1.0 / stable.requests() + 1.0 / candidate.requests());
    return variance > 0
        ? (candidate.failureRate() - stable.failureRate()) / Math.sqrt(variance)
        : 0;
  }
}
