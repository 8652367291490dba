package dev.belay.testkit.contract;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import dev.belay.target.VersionHost;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link VersionHost} must do. Extend it, hand in the host, and run it with your tests, as one does with {@link
 * TrafficTargetContract}. It proves that
 *
 * <ol>
 *   <li>a version that is asked for is there in time, stays, and is asked for again as if once;
 *   <li>one that is retired is gone in time, stays away, and one that never was there is gone already;
 *   <li>one that has gone can be asked for again;
 *   <li>nothing of it moves any traffic, if the host is a target as well, and a version with traffic is not retired.
 * </ol>
 *
 * <p>A host that is {@link AutoCloseable} is closed when a test is over. A test that is skipped fails the suite.
 */
@ExtendWith(NothingSkipped.class)
@SuppressWarnings("exports") // JUnit is there for whoever extends a suite.
public abstract class VersionHostContract {

  private static final int LOOKS = 20;

  /** For subclasses. */
  protected VersionHostContract() {}

  /**
   * Opens the host under test.
   *
   * @return a host that runs {@link #stable} alone, which has all traffic if the host is a target
   * @throws Exception if it cannot be opened, which fails the test
   */
  protected abstract VersionHost open() throws Exception;

  /**
   * Names the version that is there at first.
   *
   * @return {@code fraud:7}, unless it is overridden
   */
  protected ModelVersion stable() {
    return ModelVersion.of("fraud", "7");
  }

  /**
   * Names the version that is brought up.
   *
   * @return {@code fraud:8}, unless it is overridden
   */
  protected ModelVersion candidate() {
    return ModelVersion.of("fraud", "8");
  }

  /**
   * Lets time pass, for a host that needs some: moves virtual time, or sleeps. By default none passes.
   *
   * @param time how long
   * @throws Exception if it cannot, which fails the test
   */
  protected void pass(Duration time) throws Exception {}

  /**
   * Tells how long a version may take to be there, or to be gone.
   *
   * @return no time, unless it is overridden
   */
  protected Duration settleTime() {
    return Duration.ZERO;
  }

  /**
   * What is asked for is there in time, and asking for it again changes nothing.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void bringsAVersionUp() throws Exception {
    with(host -> {
      bring(host, "prepare", host::prepare, candidate());
      requireDone("prepare", host.prepare(candidate()), candidate());
      pass(settleTime());
      requireDone("prepare", host.prepare(candidate()), candidate());
      requireDone("prepare", host.prepare(stable()), stable());
    });
  }

  /**
   * What is retired is gone in time, and stays away.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void takesAVersionDown() throws Exception {
    with(host -> {
      bring(host, "prepare", host::prepare, candidate());
      bring(host, "retire", host::retire, candidate());
      pass(settleTime());
      requireDone("retire", host.retire(candidate()), candidate());
    });
  }

  /**
   * What never was there is gone.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void hasNothingToDoForAVersionThatIsNotThere() throws Exception {
    with(host -> requireDone("retire", host.retire(candidate()), candidate()));
  }

  /**
   * What has gone can be asked for again.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void bringsAVersionUpAgain() throws Exception {
    with(host -> {
      bring(host, "prepare", host::prepare, candidate());
      bring(host, "retire", host::retire, candidate());
      bring(host, "prepare", host::prepare, candidate());
      requireDone("prepare", host.prepare(stable()), stable());
    });
  }

  /**
   * A host that is a target leaves all traffic where it is.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void movesNoTraffic() throws Exception {
    with(host -> {
      requireTrafficOnStable(host, "at first");
      bring(host, "prepare", host::prepare, candidate());
      requireTrafficOnStable(host, "when the candidate was there");
      bring(host, "retire", host::retire, candidate());
      requireTrafficOnStable(host, "when the candidate was gone");
    });
  }

  /**
   * A host that is a target never retires the version that has the traffic, and one that is asked to does not lose it.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void keepsAVersionWithTraffic() throws Exception {
    with(host -> {
      if (host instanceof TrafficTarget) {
        SubmitResult answer = host.retire(stable());
        if (!(answer instanceof SubmitResult.Refused)) {
          throw new AssertionError(
              stable() + " has all traffic, so retire must refuse it, but answered " + answer);
        }
        pass(settleTime());
        requireTrafficOnStable(host, "after it was to be retired");
      }
      requireDone("prepare", host.prepare(stable()), stable());
    });
  }

  /** What a test does with a host. */
  private interface Case {

    void run(VersionHost host) throws Exception;
  }

  private void with(Case test) throws Exception {
    VersionHost host = open();
    try {
      test.run(host);
    } finally {
      Closing.close(host);
    }
  }

  /** Asks as the engine does, until it is done. */
  private void bring(
      VersionHost host,
      String wish,
      Function<ModelVersion, SubmitResult> asking,
      ModelVersion version)
      throws Exception {
    Duration step = settleTime().dividedBy(LOOKS);
    SubmitResult answer = asked(wish, asking.apply(version), version);
    for (int look = 0; !(answer instanceof SubmitResult.AlreadyInForce); look++) {
      if (look == LOOKS) {
        throw new AssertionError(wish + " of " + version + " must come true within " + settleTime()
            + ", but was answered with " + answer + " by " + host);
      }
      pass(step);
      answer = asked(wish, asking.apply(version), version);
    }
  }

  private static SubmitResult asked(String wish, SubmitResult answer, ModelVersion version) {
    Objects.requireNonNull(answer, wish + " must answer");
    if (answer instanceof SubmitResult.Refused || answer instanceof SubmitResult.Unknown) {
      throw new AssertionError(
          "a host in no trouble must " + wish + " " + version + ", but answered " + answer);
    }
    return answer;
  }

  private static void requireDone(String wish, SubmitResult answer, ModelVersion version) {
    if (!(answer instanceof SubmitResult.AlreadyInForce)) {
      throw new AssertionError(wish + " of " + version
          + ", which has come true, must be answered with AlreadyInForce, but was with " + answer);
    }
  }

  private void requireTrafficOnStable(VersionHost host, String when) {
    if (host instanceof TrafficTarget target) {
      Optional<TrafficSplit> found = target.observe().effective();
      int share = found.map(split -> split.basisPoints(stable())).orElse(0);
      if (share != BasisPoints.WHOLE) {
        throw new AssertionError(
            when + ": all traffic must be on " + stable() + ", but was " + found);
      }
    }
  }
}
