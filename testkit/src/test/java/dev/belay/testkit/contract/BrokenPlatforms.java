package dev.belay.testkit.contract;

import static dev.belay.testkit.contract.BrokenTargets.fault;

import dev.belay.TrafficSplit;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.testkit.VirtualRuntime;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Targets that are right as long as their platform is in no trouble, with one fault each. */
final class BrokenPlatforms {

  static final String SECRET = "hunter2";

  private BrokenPlatforms() {}

  static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> faults() {
    return Stream.concat(answers(), observations());
  }

  private static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> answers() {
    return Stream.of(
        fault(
            "takes no answer for a refusal",
            time -> answering(
                time,
                answer -> answer instanceof SubmitResult.Unknown
                    ? new SubmitResult.Refused("no answer")
                    : answer),
            "findsOutThatAnAnswerWasLost",
            "must be Unknown, or put off, while nobody knows what became of it, but was Refused"),
        fault(
            "takes whatever it has sent for taken",
            time -> answering(
                time,
                answer ->
                    answer instanceof SubmitResult.Unknown ? new SubmitResult.Accepted() : answer),
            "findsOutThatARequestWasLost",
            "must be Unknown, or put off, while nobody knows what became of it, but was Accepted"),
        fault(
            "asks for ever without a permission",
            time -> answering(
                time,
                answer -> answer instanceof SubmitResult.Refused
                    ? new SubmitResult.Busy("not permitted yet")
                    : answer),
            "refusesWhatItHasNoPermissionFor",
            "must be Refused"),
        fault(
            "takes an error for success",
            time -> new BrokenTarget(time) {
              @Override
              public SubmitResult submit(SplitIntent intent) {
                try {
                  return super.submit(intent);
                } catch (IllegalStateException e) {
                  return new SubmitResult.AlreadyInForce();
                }
              }
            },
            "knowsNothingOfAPlatformThatIsAway",
            "must be Unknown, or put off, while nobody knows what became of it, but was AlreadyInForce"),
        fault(
            "raises whatever it is told",
            time -> new BrokenTarget(time) {
              private boolean ready = true;

              @Override
              public SubmitResult submit(SplitIntent intent) {
                ready = right().observe().candidateReady();
                right().candidateReady(true);
                try {
                  return super.submit(intent);
                } finally {
                  right().candidateReady(ready);
                }
              }
            },
            "raisesNothingForADeadCandidate",
            "fraud:7 0 %, fraud:8 100 % must not be taken, but was Accepted"));
  }

  private static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> observations() {
    return Stream.of(
        fault(
            "tells what it has sent",
            time -> remembering(time),
            "tellsWhatThePlatformTakesBack",
            "after the platform took it back: fraud:7 100 %, fraud:8 0 % must be in force, but was"
                + " fraud:7 50 %"),
        fault(
            "looks at its memory",
            time -> remembering(time),
            "tellsWhatSomebodyElseHasChanged",
            "after somebody else has changed it: everything must be on the candidate, but was fraud:7"
                + " 50 %"),
        fault(
            "has asked once whether the candidate is ready",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                return new Observation(super.observe().effective(), true, "ready when it was made");
              }
            },
            "raisesNothingForADeadCandidate",
            "the candidate must be told to be not ready"),
        fault(
            "takes a platform that has begun anew at its word",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                return observed(right().inForce());
              }
            },
            "tellsAPlatformAgainThatHasBegunAnew",
            "nothing else than fraud:7 50 %, fraud:8 50 % may be told of, but was fraud:7 100 %"),
        fault(
            "takes no news for a retreat",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                try {
                  return super.observe();
                } catch (IllegalStateException e) {
                  return observed(TrafficSplit.all(STABLE));
                }
              }
            },
            "knowsNothingOfAPlatformThatIsAway",
            "nothing else than fraud:7 50 %, fraud:8 50 % may be told of, but was fraud:7 100 %"),
        fault(
            "reads what it knows alone",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                return inUnknownWords()
                    ? new Observation(Optional.empty(), false, "no such state")
                    : super.observe();
              }
            },
            "takesUnknownWordsForNothing",
            "in unknown words: fraud:7 100 %, fraud:8 0 % must be in force, but was not told"),
        fault(
            "logs its credential in",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                return new Observation(
                    super.observe().effective(), true, "asked with Bearer " + SECRET);
              }
            },
            "tellsNoSecret",
            "no text may have a secret in it, but in ANSWER_LOST one had:"),
        fault(
            "is described with all its fields",
            time -> new BrokenTarget(time) {
              @Override
              public String toString() {
                return "BrokenTarget[token=" + SECRET + "]";
              }
            },
            "tellsNoSecret",
            "BrokenTarget[token=<secret>]"),
        fault(
            "throws what it has sent",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                try {
                  return super.observe();
                } catch (IllegalStateException e) {
                  throw new IllegalStateException(
                      "away", new IllegalStateException("GET with Bearer " + SECRET, e));
                }
              }
            },
            "tellsNoSecret",
            "but in AWAY one had:"));
  }

  private static BrokenTarget answering(
      VirtualRuntime time, UnaryOperator<SubmitResult> understood) {
    return new BrokenTarget(time) {
      @Override
      public SubmitResult submit(SplitIntent intent) {
        return understood.apply(super.submit(intent));
      }
    };
  }

  /** What was submitted last is in force, ten seconds later. */
  private static BrokenTarget remembering(VirtualRuntime time) {
    return new BrokenTarget(time) {
      private TrafficSplit before = TrafficSplit.all(STABLE);
      private TrafficSplit last = before;
      private long due;

      @Override
      public SubmitResult submit(SplitIntent intent) {
        SubmitResult answer = super.submit(intent);
        if (answer instanceof SubmitResult.Accepted && !intent.split().equals(last)) {
          before = last;
          last = intent.split();
          due = time().nanoTime() + 10_000_000_000L;
        }
        return answer;
      }

      @Override
      public Observation observe() {
        return observed(time().nanoTime() >= due ? last : before);
      }
    };
  }
}
