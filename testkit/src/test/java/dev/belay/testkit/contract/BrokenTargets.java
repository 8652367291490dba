package dev.belay.testkit.contract;

import dev.belay.BasisPoints;
import dev.belay.TrafficSplit;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Targets with one fault each. */
final class BrokenTargets {

  private BrokenTargets() {}

  static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> faults() {
    return Stream.of(
            descriptions(),
            shares(),
            repetitions(),
            retreats(),
            observers(),
            BrokenNeighbours.faults())
        .flatMap(faults -> faults);
  }

  static Fault<Function<VirtualRuntime, BrokenTarget>> fault(
      String name, Function<VirtualRuntime, BrokenTarget> broken, String test, String message) {
    return new Fault<>(name, broken, test, message);
  }

  private static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> descriptions() {
    return Stream.of(
        fault(
            "learns what it can express",
            time -> new BrokenTarget(time) {
              @Override
              public Capabilities capabilities() {
                return right().taken() < 2
                    ? super.capabilities()
                    : new Capabilities(100, 400, Duration.ofSeconds(10));
              }
            },
            "tellsTheSameCapabilitiesAlways",
            "capabilities must always be Capabilities[step=100, smallestShare=500,"
                + " retreatTime=PT10S, pollEvery=PT1S, assignment=BY_KEY], but were then Capabilities[step=100, smallestShare=400"),
        fault(
            "cannot give everything to the candidate",
            time -> new BrokenTarget(time) {
              @Override
              public Capabilities capabilities() {
                return new Capabilities(300, 300, Duration.ofSeconds(10));
              }
            },
            "tellsTheSameCapabilitiesAlways",
            "capabilities must be able to express the whole, 10000 basis points, but were"),
        fault(
            "begins with everything on the candidate",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                return right().submits() == 0
                    ? observed(TrafficSplit.all(CANDIDATE))
                    : super.observe();
              }
            },
            "tellsWhereItBegins",
            "a new target must have everything on fraud:7, but had fraud:8 100 %"),
        fault(
            "tells nothing before it was told something",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                return right().submits() == 0
                    ? new Observation(Optional.empty(), true, "idle")
                    : super.observe();
              }
            },
            "tellsWhereItBegins",
            "a target in no trouble must tell what is in force, but told Observation[effective="),
        fault(
            "drops what is on its way when it is looked at",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                SubmitResult unused = right().submit(SplitIntent.to(right().inForce()));
                return super.observe();
              }
            },
            "changesNothingWhenItIsObserved",
            "fraud:7 50 %, fraud:8 50 % must be in force within PT10S, but then fraud:7 100 % was"),
        fault(
            "goes back when it has been looked at often enough",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                if (right().observations() % 10 == 9) {
                  right().revert();
                }
                return super.observe();
              }
            },
            "changesNothingWhenItIsObserved",
            "fraud:7 50 %, fraud:8 50 % must be in force"));
  }

  private static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> shares() {
    return Stream.of(
        fault(
            "rounds to a tenth",
            time -> told(time, split -> BrokenTarget.split(share(split) / 1_000 * 1_000)),
            "carriesOutEveryShareExactly",
            "fraud:7 95 %, fraud:8 5 % must be in force within PT10S, but then fraud:7 100 %"),
        fault(
            "keeps the candidate warm",
            time -> told(time, split -> share(split) == 0 ? BrokenTarget.split(500) : split),
            "meansZeroByZero",
            "fraud:7 100 %, fraud:8 0 % must be in force within PT10S, but then fraud:7 95 %, fraud:8"
                + " 5 % was"),
        fault(
            "tells nothing of a version that takes nothing",
            time -> new BrokenTarget(time) {
              @Override
              public Observation observe() {
                TrafficSplit found = right().inForce();
                return share(found) == 0 ? observed(TrafficSplit.all(STABLE)) : super.observe();
              }
            },
            "meansZeroByZero",
            "fraud:7 100 %, fraud:8 0 % must be in force within PT10S, but then fraud:7 100 % was"),
        fault(
            "names both versions whatever it was told",
            time -> told(time, split -> BrokenTarget.split(share(split))),
            "carriesOutASplitOfOneVersion",
            "fraud:8 100 % must be in force within PT10S, but then fraud:7 0 %, fraud:8 100 % was"),
        fault(
            "takes what it cannot express",
            time -> told(time, split -> BrokenTarget.split(share(split) / 100 * 100)),
            "refusesWhatItCannotExpress",
            "must be Refused, since it cannot be expressed by Capabilities[step=100"),
        fault(
            "refuses a share and carries out the next one",
            time -> new BrokenTarget(time) {
              @Override
              public SubmitResult submit(SplitIntent intent) {
                TrafficSplit split = intent.split();
                SubmitResult answer = super.submit(intent);
                if (answer instanceof SubmitResult.Refused) {
                  SubmitResult unused =
                      right().submit(SplitIntent.to(split(share(split) / 100 * 100)));
                }
                return answer;
              }
            },
            "refusesWhatItCannotExpress",
            "some time after a refusal: fraud:7 100 %, fraud:8 0 % must be in force, but was"));
  }

  private static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> repetitions() {
    return Stream.of(
        fault(
            "begins anew when it is told the same",
            time -> new BrokenTarget(time) {
              @Override
              public SubmitResult submit(SplitIntent intent) {
                TrafficSplit split = intent.split();
                if (!split.equals(right().inForce())) {
                  SubmitResult unused = right().submit(SplitIntent.to(right().inForce()));
                }
                return super.submit(intent);
              }
            },
            "takesTheSameSplitAgainAsOnce",
            "fraud:7 95 %, fraud:8 5 % must be in force within PT10S, but then fraud:7 100 % was"),
        fault(
            "takes a repetition for somebody else's",
            time -> new BrokenTarget(time) {
              private @Nullable TrafficSplit last;

              @Override
              public SubmitResult submit(SplitIntent intent) {
                TrafficSplit split = intent.split();
                boolean again = split.equals(last);
                last = split;
                return again
                    ? new SubmitResult.Conflict("it has been told already")
                    : super.submit(intent);
              }
            },
            "takesTheSameSplitAgainAsOnce",
            "a target in no trouble must take fraud:7 95 %, fraud:8 5 %, but answered Conflict["),
        fault(
            "is busy with what is in force",
            time -> new BrokenTarget(time) {
              @Override
              public SubmitResult submit(SplitIntent intent) {
                TrafficSplit split = intent.split();
                return split.equals(right().inForce())
                    ? new SubmitResult.Busy("checking")
                    : super.submit(intent);
              }
            },
            "takesTheSameSplitAgainAsOnce",
            "must be taken when it is submitted again, but the target was busy"),
        fault(
            "drops what it is told on its way",
            time -> new BrokenTarget(time) {
              private long due;

              @Override
              public SubmitResult submit(SplitIntent intent) {
                if (time().nanoTime() < due) {
                  return new SubmitResult.Accepted();
                }
                due = time().nanoTime() + Duration.ofSeconds(10).toNanos();
                return super.submit(intent);
              }
            },
            "takesTheLastOfSeveralSplits",
            "fraud:7 94 %, fraud:8 6 % must be in force within PT10S, but then fraud:7 95 %, fraud:8"
                + " 5 % was"),
        fault(
            "takes what is on its way for what is there",
            time -> new BrokenTarget(time) {
              private @Nullable TrafficSplit last;

              @Override
              public SubmitResult submit(SplitIntent intent) {
                TrafficSplit split = intent.split();
                boolean again = split.equals(last);
                last = split;
                SubmitResult answer = super.submit(intent);
                return again ? new SubmitResult.AlreadyInForce() : answer;
              }
            },
            "saysThatASplitIsInForceWhenItIs",
            "which it answered with AlreadyInForce: fraud:7 95 %, fraud:8 5 % must be in force, but"
                + " was fraud:7 100 %"));
  }

  private static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> retreats() {
    return Stream.of(
        fault(
            "promises to be back sooner than it is",
            time -> new BrokenTarget(time) {
              @Override
              public Capabilities capabilities() {
                return new Capabilities(100, 500, Duration.ofSeconds(9));
              }
            },
            "retreatsInTime",
            "fraud:7 100 %, fraud:8 0 % must be in force within PT9S, but then fraud:7 95 %, fraud:8"
                + " 5 % was"),
        fault(
            "ends what it has begun before it goes back",
            time -> new BrokenTarget(time) {
              private long due;

              @Override
              public SubmitResult submit(SplitIntent intent) {
                if (time().nanoTime() < due) {
                  return new SubmitResult.Busy("on the way");
                }
                due = time().nanoTime() + Duration.ofSeconds(10).toNanos();
                return super.submit(intent);
              }
            },
            "retreatsInTime",
            "fraud:7 100 %, fraud:8 0 % must be in force within PT10S, but then fraud:7 95 %, fraud:8"
                + " 5 % was"),
        fault(
            "remembers too late what it was told before the retreat",
            time -> new BrokenTarget(time) {
              private TrafficSplit before = split(0);
              private long due = Long.MAX_VALUE;

              @Override
              public SubmitResult submit(SplitIntent intent) {
                TrafficSplit split = intent.split();
                if (share(split) == 0 && !right().inForce().equals(before)) {
                  due = time().nanoTime() + Duration.ofSeconds(8).toNanos();
                } else {
                  before = split;
                }
                return super.submit(intent);
              }

              @Override
              public Observation observe() {
                return time().nanoTime() >= due ? observed(before) : super.observe();
              }
            },
            "retreatsInTime",
            "after a retreat, when all could have arrived: fraud:7 100 %, fraud:8 0 % must be in"
                + " force, but was"));
  }

  private static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> observers() {
    return Stream.of(fault(
        "cannot be looked at while it is told",
        time -> new BrokenTarget(time) {
          private volatile boolean telling;

          @Override
          public SubmitResult submit(SplitIntent intent) {
            telling = true;
            LockSupport.parkNanos(1_000_000);
            telling = false;
            return super.submit(intent);
          }

          @Override
          public Observation observe() {
            if (telling) {
              throw new IllegalStateException("being told");
            }
            return super.observe();
          }
        },
        "canBeObservedWhileItIsTold",
        "one of several threads failed: java.lang.IllegalStateException: being told"));
  }

  private static BrokenTarget told(
      VirtualRuntime time, Function<TrafficSplit, TrafficSplit> understood) {
    return new BrokenTarget(time) {
      @Override
      public SubmitResult submit(SplitIntent intent) {
        return super.submit(new SplitIntent(
            understood.apply(intent.split()), intent.over(), intent.fence(), intent.urgent()));
      }
    };
  }

  /** The candidate's part, whether stable is named or not. */
  static int share(TrafficSplit split) {
    return Math.min(BasisPoints.WHOLE, split.basisPoints(BrokenTarget.CANDIDATE));
  }
}
