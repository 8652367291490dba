package dev.belay.testkit.contract;

import static dev.belay.testkit.contract.BrokenTargets.fault;
import static dev.belay.testkit.contract.BrokenTargets.share;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.testkit.VirtualRuntime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** Targets with one fault each towards others: other processes, people, requests, and whoever comes after them. */
final class BrokenNeighbours {

  private BrokenNeighbours() {}

  static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> faults() {
    return Stream.of(words(), traffic(), ends()).flatMap(faults -> faults);
  }

  private static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> words() {
    return Stream.of(
        fault(
            "knows no leases",
            time -> new BrokenTarget(time) {
              @Override
              public SubmitResult submit(SplitIntent intent) {
                return super.submit(new SplitIntent(
                    intent.split(), intent.over(), OptionalLong.empty(), intent.urgent()));
              }
            },
            "takesNothingUnderALeaseThatWasTakenOver",
            "must be Refused under a lease that was taken over, but was Accepted"),
        fault(
            "takes what is in force already under any lease",
            time -> new BrokenTarget(time) {
              @Override
              public SubmitResult submit(SplitIntent intent) {
                return intent.split().equals(right().inForce())
                    ? new SubmitResult.AlreadyInForce()
                    : super.submit(intent);
              }
            },
            "takesNothingUnderALeaseThatWasTakenOver",
            "must be Refused under a lease that was taken over, but was AlreadyInForce"),
        fault(
            "forgets the lease when a person speaks",
            time -> new BrokenTarget(time) {
              private long highest;

              @Override
              public SubmitResult submit(SplitIntent intent) {
                Optional<SubmitResult> hindrance = intent.hindrance(Optional.empty(), highest);
                highest = intent.fence().orElse(0);
                return hindrance.orElseGet(() -> right().submit(SplitIntent.to(intent.split())));
              }
            },
            "takesNothingUnderALeaseThatWasTakenOver",
            "must be Refused under a lease that was taken over, but was Accepted"),
        fault(
            "refuses everything that comes without a lease",
            time -> new BrokenTarget(time) {
              @Override
              public SubmitResult submit(SplitIntent intent) {
                return super.submit(intent.fencedBy(intent.fence().orElse(1)));
              }
            },
            "takesNothingUnderALeaseThatWasTakenOver",
            "a target in no trouble must take fraud:7 95 %, fraud:8 5 %, but answered Refused["),
        fault(
            "overrules whoever has changed it",
            time -> new BrokenTarget(time) {
              @Override
              public SubmitResult submit(SplitIntent intent) {
                return super.submit(new SplitIntent(
                    intent.split(), Optional.empty(), intent.fence(), intent.urgent()));
              }
            },
            "takesTheWordOfSomebodyElseForMore",
            "must be in Conflict with what is in force, but was Accepted"),
        fault(
            "takes its own step on its way for somebody else's",
            time -> new BrokenTarget(time) {
              @Override
              public SubmitResult submit(SplitIntent intent) {
                boolean first = right().inForce().equals(intent.over().orElse(split(0)))
                    && right().taken() % 2 == 0;
                return first || intent.over().isEmpty()
                    ? super.submit(intent)
                    : new SubmitResult.Conflict("something else is on its way");
              }
            },
            "takesTheWordOfSomebodyElseForMore",
            "a target in no trouble must take"));
  }

  private static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> traffic() {
    return Stream.of(
        fault(
            "says what it was told and routes everything to stable",
            time -> routing(time, split -> TrafficSplit.all(BrokenTarget.STABLE)),
            "routesAsItSays",
            "of 1,000 requests at fraud:7 50 %, fraud:8 50 %, fraud:8 must answer [421, 579], but"
                + " answered 0"),
        fault(
            "leaves the candidate one request in a hundred",
            time -> routing(time, split -> BrokenTarget.split(Math.max(100, share(split)))),
            "routesAsItSays",
            "of 1,000 requests at fraud:7 100 %, fraud:8 0 %, fraud:8 must answer [0, 0], but"
                + " answered"),
        fault(
            "keeps one request in a hundred on stable",
            time -> routing(time, split -> BrokenTarget.split(Math.min(9_900, share(split)))),
            "routesAsItSays",
            "of 1,000 requests at fraud:7 0 %, fraud:8 100 %, fraud:8 must answer [1000, 1000], but"
                + " answered"));
  }

  /** Cleans up behind itself. */
  private static final class Tidy extends BrokenTarget implements AutoCloseable {

    Tidy(VirtualRuntime time) {
      super(time);
    }

    @Override
    public void close() {
      right().changeByHand(TrafficSplit.all(STABLE));
    }
  }

  /** Can be closed once. */
  private static final class Brittle extends BrokenTarget implements AutoCloseable {

    private boolean closed;

    Brittle(VirtualRuntime time) {
      super(time);
    }

    @Override
    public void close() {
      if (closed) {
        throw new IllegalStateException("closed already");
      }
      closed = true;
    }
  }

  private static Stream<Fault<Function<VirtualRuntime, BrokenTarget>>> ends() {
    return Stream.of(
        fault(
            "takes the traffic back when it is closed",
            Tidy::new,
            "leavesTheTrafficWhenItIsClosed",
            "after the target was closed: fraud:7 50 %, fraud:8 50 % must be in force, but was"),
        fault(
            "can be closed once",
            Brittle::new,
            "leavesTheTrafficWhenItIsClosed",
            "must close, but threw java.lang.IllegalStateException: closed already"));
  }

  private static BrokenTarget routing(
      VirtualRuntime time, Function<TrafficSplit, TrafficSplit> routed) {
    return new BrokenTarget(time) {
      @Override
      ModelVersion ask() {
        return draw(routed.apply(right().inForce()));
      }
    };
  }
}
