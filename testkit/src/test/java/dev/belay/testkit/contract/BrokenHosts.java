package dev.belay.testkit.contract;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import dev.belay.target.VersionHost;
import dev.belay.testkit.FakeHost;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;

/** Hosts with one fault each. */
final class BrokenHosts {

  static final Duration TIME = Duration.ofMinutes(1);

  private static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  private BrokenHosts() {}

  /** A right host that is a target as well and needs a minute; each fault changes one thing. */
  static class Host implements VersionHost, TrafficTarget {

    private final FakeHost host;
    private final FakeTarget target = FakeTarget.serving(STABLE);

    Host(VirtualRuntime time) {
      host = FakeHost.slow(TIME, time, STABLE);
    }

    final FakeHost host() {
      return host;
    }

    @Override
    public SubmitResult prepare(ModelVersion version) {
      return host.prepare(version);
    }

    @Override
    public SubmitResult retire(ModelVersion version) {
      return target.inForce().basisPoints(version) > 0
          ? new SubmitResult.Refused(version + " has traffic")
          : host.retire(version);
    }

    @Override
    public Capabilities capabilities() {
      return target.capabilities();
    }

    @Override
    public Observation observe() {
      return target.observe();
    }

    @Override
    public SubmitResult submit(SplitIntent intent) {
      return target.submit(intent);
    }
  }

  static Stream<Fault<Function<VirtualRuntime, Host>>> faults() {
    return Stream.of(
        fault(
            "never gets ready",
            time -> new Host(time) {
              @Override
              public SubmitResult prepare(ModelVersion version) {
                host().fail(FakeHost.Trouble.NEVER_READY);
                return super.prepare(version);
              }
            },
            "bringsAVersionUp",
            "prepare of fraud:8 must come true within PT1M, but was answered with Accepted"),
        fault(
            "throws a version away when it is asked for again",
            time -> new Host(time) {
              private int answers;

              @Override
              public SubmitResult prepare(ModelVersion version) {
                SubmitResult answer = super.prepare(version);
                if (answer instanceof SubmitResult.AlreadyInForce && ++answers == 2) {
                  host().lose(version);
                }
                return answer;
              }
            },
            "bringsAVersionUp",
            "prepare of fraud:8, which has come true, must be answered with AlreadyInForce"),
        fault(
            "keeps what is to go",
            time -> new Host(time) {
              @Override
              public SubmitResult retire(ModelVersion version) {
                return new SubmitResult.Accepted();
              }
            },
            "takesAVersionDown",
            "retire of fraud:8 must come true within PT1M, but was answered with Accepted"),
        fault(
            "refuses to take down what is not there",
            time -> new Host(time) {
              @Override
              public SubmitResult retire(ModelVersion version) {
                return host().running().contains(version)
                    ? super.retire(version)
                    : new SubmitResult.Refused("there is no " + version);
              }
            },
            "hasNothingToDoForAVersionThatIsNotThere",
            "which has come true, must be answered with AlreadyInForce, but was with Refused"),
        fault(
            "brings a version up only once",
            time -> new Host(time) {
              private boolean retired;

              @Override
              public SubmitResult prepare(ModelVersion version) {
                return retired && version.equals(CANDIDATE)
                    ? new SubmitResult.Refused("it was retired")
                    : super.prepare(version);
              }

              @Override
              public SubmitResult retire(ModelVersion version) {
                retired = true;
                return super.retire(version);
              }
            },
            "bringsAVersionUpAgain",
            "a host in no trouble must prepare fraud:8, but answered Refused"),
        fault(
            "gives what it brings up some traffic",
            time -> new Host(time) {
              @Override
              public SubmitResult prepare(ModelVersion version) {
                SubmitResult unused =
                    submit(SplitIntent.to(TrafficSplit.between(STABLE, CANDIDATE, 1)));
                return super.prepare(version);
              }

              @Override
              public SubmitResult retire(ModelVersion version) {
                return version.equals(CANDIDATE) ? host().retire(version) : super.retire(version);
              }
            },
            "movesNoTraffic",
            "when the candidate was there: all traffic must be on fraud:7"),
        fault(
            "retires what has the traffic",
            time -> new Host(time) {
              @Override
              public SubmitResult retire(ModelVersion version) {
                return host().retire(version);
              }
            },
            "keepsAVersionWithTraffic",
            "fraud:7 has all traffic, so retire must refuse it, but answered Accepted"));
  }

  private static Fault<Function<VirtualRuntime, Host>> fault(
      String name, Function<VirtualRuntime, Host> broken, String test, String message) {
    return new Fault<>(name, broken, test, message);
  }
}
