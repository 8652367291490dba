package dev.belay.testkit.contract;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link TrafficTarget} must do. Extend it, hand in the target, and run it with your tests:
 *
 * <pre>{@code
 * class MeshTargetTest extends TrafficTargetContract {
 *   private final VirtualRuntime time = VirtualRuntime.seeded(1);
 *
 *   @Override
 *   protected TrafficTarget open() {
 *     return new MeshTarget(new FakeMesh(time), stable(), candidate());
 *   }
 *
 *   @Override
 *   protected void pass(Duration time) {
 *     this.time.advance(time);
 *   }
 * }
 * }</pre>
 *
 * <p>It proves that
 *
 * <ol>
 *   <li>the capabilities are always the same, and the whole traffic can be expressed;
 *   <li>observing tells what is in force, and changes nothing, from any thread and also while a split is submitted;
 *   <li>each share that can be expressed comes into force exactly, from the smallest to the whole, and so does one version alone;
 *       zero means zero;
 *   <li>submitting the same split again, once or as long as it is not in force, has the effect of once and is never an error;
 *   <li>the last of several splits comes into force and stays, and what is answered with {@link
 *       SubmitResult.AlreadyInForce} is in force;
 *   <li>nothing is taken under a lease that was taken over, nor over the word of somebody else unless it says so;
 *   <li>requests go where it says, if the test sends any;
 *   <li>closing it, also twice, leaves the traffic as it is;
 *   <li>a share that cannot be expressed is answered with {@link SubmitResult.Refused}, not rounded, and what is in force stays;
 *   <li>from every share, and from the way there, everything is back on stable within the retreat time, and stays there.
 * </ol>
 *
 * <p>For a target that drives something elsewhere there is {@link PlatformTargetContract}, which proves this and more.
 *
 * <p>A split is in force when {@link Observation#effective} is equal to it, as the engine sees it: the same versions with the same
 * parts, also those with zero. A target may answer {@link SubmitResult.Busy} while it carries out a split; what it is told then is
 * submitted again, as the engine does. A target that is {@link AutoCloseable} is closed when a test is over. A test that is skipped
 * fails the suite.
 */
@ExtendWith(NothingSkipped.class)
@SuppressWarnings("exports") // JUnit is there for whoever extends a suite.
public abstract class TrafficTargetContract {

  private static final int OBSERVATIONS = 10;
  private static final long EARLIER = 3;
  private static final long LATER = 4;

  /** For subclasses. */
  protected TrafficTargetContract() {}

  /**
   * Opens the target under test.
   *
   * @return a target that has everything on {@link #stable}
   * @throws Exception if it cannot be opened, which fails the test
   */
  protected abstract TrafficTarget open() throws Exception;

  /**
   * Names the version that has everything at first.
   *
   * @return {@code fraud:7}, unless it is overridden
   */
  protected ModelVersion stable() {
    return ModelVersion.of("fraud", "7");
  }

  /**
   * Names the version that gets a share.
   *
   * @return {@code fraud:8}, unless it is overridden
   */
  protected ModelVersion candidate() {
    return ModelVersion.of("fraud", "8");
  }

  /**
   * Lets time pass, for a target that needs some: moves virtual time, or sleeps. By default none passes, so a split must be in
   * force when {@link TrafficTarget#submit} returns.
   *
   * @param time how long
   * @throws Exception if it cannot, which fails the test
   */
  protected void pass(Duration time) throws Exception {}

  /**
   * Opens another target of the same platform, as another process has it. A lease that is taken over is tried with both.
   *
   * @return empty, unless it is overridden: then one target has to tell the two leases apart
   * @throws Exception if it cannot be opened, which fails the test
   */
  protected Optional<TrafficTarget> openAnother() throws Exception {
    return Optional.empty();
  }

  /**
   * Sends one request through what the target drives.
   *
   * @return the version that has answered; empty, unless it is overridden: then nothing is proven about traffic
   * @throws Exception if there is no answer, which fails the test
   */
  protected Optional<ModelVersion> ask() throws Exception {
    return Optional.empty();
  }

  /**
   * Tells how long a split may take to be in force, from its submission. A retreat may take no longer than the capabilities say,
   * whatever this is.
   *
   * @param target the target
   * @return the retreat time of its capabilities, unless it is overridden
   */
  protected Duration settleTime(TrafficTarget target) {
    return target.capabilities().retreatTime();
  }

  final OpenTarget target() throws Exception {
    return target(open());
  }

  private OpenTarget target(TrafficTarget target) {
    return new OpenTarget(target, settleTime(target), this::pass, stable(), candidate());
  }

  /**
   * The capabilities are those of the target, whatever it has been told, and a rollout can end with them.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void tellsTheSameCapabilitiesAlways() throws Exception {
    try (OpenTarget target = target()) {
      TrafficTarget.Capabilities first = target.capabilities();
      if (!first.canExpress(BasisPoints.WHOLE)) {
        throw new AssertionError("capabilities must be able to express the whole, "
            + BasisPoints.WHOLE + " basis points, but were " + first);
      }
      for (int share : target.shares()) {
        target.bring(target.split(share));
        target.requireCapabilities(first);
      }
    }
    try (OpenTarget another = target()) {
      another.requireCapabilities(another.capabilities());
    }
  }

  /**
   * Before anything was submitted, an observation tells that everything is on stable.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void tellsWhereItBegins() throws Exception {
    try (OpenTarget target = target()) {
      TrafficSplit found = target.effective();
      boolean stable = found.basisPoints(stable()) == BasisPoints.WHOLE;
      if (!stable) {
        throw new AssertionError(
            "a new target must have everything on " + stable() + ", but had " + found);
      }
    }
  }

  /**
   * However often it is asked, what is in force stays, and what is on its way arrives.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void changesNothingWhenItIsObserved() throws Exception {
    try (OpenTarget target = target()) {
      TrafficSplit split = target.split(target.half());
      target.submit(split);
      for (int i = 0; i < OBSERVATIONS; i++) {
        Observation unused = target.observe();
      }
      target.bring(split);
      for (int i = 0; i < OBSERVATIONS; i++) {
        target.requireInForce(split, "observation " + (i + 1));
      }
      target.settle();
      target.requireInForce(split, "an observation later");
    }
  }

  /**
   * Every share comes into force, up and down, to the basis point.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void carriesOutEveryShareExactly() throws Exception {
    try (OpenTarget target = target()) {
      List<Integer> shares = target.shares();
      for (int share : shares) {
        target.bring(target.split(share));
      }
      for (int i = shares.size() - 1; i >= 0; i--) {
        target.bring(target.split(shares.get(i)));
      }
    }
  }

  /**
   * From every share, zero takes everything from the candidate, which stays present and dark.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void meansZeroByZero() throws Exception {
    try (OpenTarget target = target()) {
      target.bring(target.split(0));
      for (int share : target.shares()) {
        target.bring(target.split(share));
        target.bring(target.split(0));
      }
    }
  }

  /**
   * An emergency switch sets a version live alone, and back.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void carriesOutASplitOfOneVersion() throws Exception {
    try (OpenTarget target = target()) {
      target.bring(TrafficSplit.all(candidate()));
      target.bring(TrafficSplit.all(stable()));
      target.bring(target.split(target.half()));
      target.bring(TrafficSplit.all(candidate()));
    }
  }

  /**
   * Whoever is not sure submits again, and again: the split is in force as soon as otherwise.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void takesTheSameSplitAgainAsOnce() throws Exception {
    try (OpenTarget target = target()) {
      for (int share : target.shares()) {
        TrafficSplit split = target.split(share);
        target.bringInsisting(split);
        target.requireTaken(split);
        target.settle();
        target.requireInForce(split, "after it was submitted once more");
      }
    }
  }

  /**
   * What was wanted last counts, also if something else was on its way.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void takesTheLastOfSeveralSplits() throws Exception {
    try (OpenTarget target = target()) {
      List<Integer> shares = target.shares();
      for (int share : shares) {
        target.submit(target.split(share));
      }
      TrafficSplit last = target.split(shares.get(Math.min(1, shares.size() - 1)));
      target.bring(last);
      target.settle();
      target.requireInForce(last, "after everything else could have arrived");
    }
  }

  /**
   * A split is said to be in force only if it is.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void saysThatASplitIsInForceWhenItIs() throws Exception {
    try (OpenTarget target = target()) {
      for (int share : target.shares()) {
        TrafficSplit split = target.split(share);
        target.requireTrueAnswer(split);
        target.requireTrueAnswer(split);
        target.bring(split);
        target.requireTrueAnswer(split);
      }
    }
  }

  /**
   * Once it was told something under a lease, it takes nothing under an earlier one, not even what is in force or a retreat; what
   * comes without a lease it takes, and forgets none by it.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void takesNothingUnderALeaseThatWasTakenOver() throws Exception {
    try (OpenTarget earlier = target()) {
      earlier.bring(SplitIntent.to(earlier.split(earlier.half())).fencedBy(EARLIER));
      Optional<TrafficTarget> another = openAnother();
      try (OpenTarget later = another.isPresent() ? target(another.get()) : earlier) {
        TrafficSplit first = later.split(later.shares().get(0));
        later.bring(SplitIntent.to(first).fencedBy(LATER));
        requireFenced(earlier, first);
        later.bring(SplitIntent.to(later.split(0)).fencedBy(LATER));
        requireFenced(earlier, later.split(0));
        later.bring(first);
        requireFenced(earlier, first);
        later.bring(SplitIntent.to(later.split(0)).fencedBy(LATER + 1));
      }
    }
  }

  private static void requireFenced(OpenTarget earlier, TrafficSplit inForce) throws Exception {
    for (int share : List.of(0, earlier.half(), BasisPoints.WHOLE)) {
      SplitIntent late = SplitIntent.to(earlier.split(share)).fencedBy(EARLIER);
      earlier.requireFenced(late);
      earlier.requireFenced(late.now());
    }
    earlier.settle();
    earlier.requireInForce(inForce, "after another process had taken over");
  }

  /**
   * A step in place of one split is not taken where another one is in force; one in place of what is in force is, also when it is told
   * again on its way.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void takesTheWordOfSomebodyElseForMore() throws Exception {
    try (OpenTarget target = target()) {
      int first = target.shares().get(0);
      TrafficSplit before = target.split(0);
      TrafficSplit theirs = TrafficSplit.all(candidate());
      target.bring(before);
      target.bringInsisting(SplitIntent.to(target.split(first)).over(before));
      target.bring(theirs);
      target.requireConflict(SplitIntent.to(before).over(target.split(first)));
      target.settle();
      target.requireInForce(theirs, "after a conflict");
      target.bringInsisting(SplitIntent.to(target.split(first)).over(theirs));
    }
  }

  /**
   * Closing it, once or twice, leaves the traffic as it is.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void leavesTheTrafficWhenItIsClosed() throws Exception {
    try (OpenTarget target = target()) {
      TrafficSplit split = target.split(target.half());
      target.bring(split);
      target.closeTwice();
      Optional<TrafficTarget> another = openAnother();
      if (another.isPresent()) {
        try (OpenTarget later = target(another.get())) {
          later.settle();
          later.requireInForce(split, "after the target was closed");
        }
      }
    }
  }

  /**
   * Requests go where it says: at zero and at the whole each of 1,000, and twice at the half as many as should, but for a chance of one
   * in a million. Nothing is sent unless {@link #ask} is overridden.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void routesAsItSays() throws Exception {
    try (OpenTarget target = target()) {
      for (int share : List.of(target.half(), 0, target.half(), BasisPoints.WHOLE, 0)) {
        target.bring(target.split(share));
        Poll poll = new Poll(target.split(share), candidate());
        for (int i = 0; i < Poll.REQUESTS; i++) {
          ask().ifPresent(poll::add);
        }
        poll.requireRight();
      }
    }
  }

  /**
   * A share between those that can be expressed is refused, and nothing near it comes into force.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void refusesWhatItCannotExpress() throws Exception {
    try (OpenTarget target = target()) {
      for (int share : List.of(0, target.half())) {
        TrafficSplit inForce = target.split(share);
        target.bring(inForce);
        for (int odd : target.inexpressible()) {
          target.requireRefused(target.split(odd));
          target.requireInForce(inForce, "after a refusal");
          target.settle();
          target.requireInForce(inForce, "some time after a refusal");
        }
      }
    }
  }

  /**
   * From every share, and while it is on its way, everything is back on stable in time, and stays there.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void retreatsInTime() throws Exception {
    try (OpenTarget target = target()) {
      for (int share : target.shares()) {
        target.bring(target.split(share));
        target.retreat();
        target.submit(target.split(share));
        target.retreat();
        target.settle();
        target.requireInForce(target.split(0), "after a retreat, when all could have arrived");
      }
    }
  }

  /**
   * Threads that observe while another one submits see splits, and hinder nothing.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void canBeObservedWhileItIsTold() throws Exception {
    try (OpenTarget target = target()) {
      TrafficSplit last = target.submitWhileOthersObserve();
      target.bring(last);
    }
  }
}
