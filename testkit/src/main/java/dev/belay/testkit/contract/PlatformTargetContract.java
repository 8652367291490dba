package dev.belay.testkit.contract;

import dev.belay.BasisPoints;
import dev.belay.TrafficSplit;
import dev.belay.target.SplitIntent;
import dev.belay.target.TrafficTarget;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TrafficTarget} must do that drives something elsewhere, beside what {@link TrafficTargetContract} says: it tells the
 * truth in whatever trouble the platform is. Extend it in place of the other one, with a platform that gets into trouble when it is
 * told to. It proves that
 *
 * <ol>
 *   <li>what became of a change without an answer is read back, and neither taken for done nor for refused;
 *   <li>what the platform takes back, or somebody else changes, is told, and overruled by nobody but a retreat;
 *   <li>a candidate that cannot take traffic is told of, and gets no more than it has;
 *   <li>a platform that has begun anew is told again, and until then not taken for somebody's word;
 *   <li>one that cannot be reached is no news, and one that refuses the credential is not asked for ever;
 *   <li>words that nobody knows change nothing;
 *   <li>no secret is told.
 * </ol>
 *
 * <p>Nothing is proven of a trouble that is {@link #impossible} for the platform.
 */
@SuppressWarnings("exports") // JUnit is there for whoever extends a suite.
public abstract class PlatformTargetContract extends TrafficTargetContract {

  /** For subclasses. */
  protected PlatformTargetContract() {}

  /** What happens to a platform. */
  public enum Trouble {
    /** The next change is carried out, and its answer does not come. */
    ANSWER_LOST,
    /** The next change gets lost before it is carried out. */
    REQUEST_LOST,
    /** The next change is taken, and comes to nothing. */
    TAKEN_BACK,
    /** Somebody else puts everything on the candidate. */
    FOREIGN_CHANGE,
    /** The candidate cannot take traffic any more. */
    CANDIDATE_DEAD,
    /** The platform begins anew, and has forgotten what it was told. It answers again when the trouble has begun. */
    RESTART,
    /** Nothing can be reached. */
    AWAY,
    /** The credential is refused. */
    NO_PERMISSION,
    /** Answers have states and fields that nobody knows. */
    UNKNOWN_WORDS
  }

  /**
   * Names what cannot happen to the platform. Nothing is proven of it.
   *
   * @return none, unless it is overridden
   */
  protected Set<Trouble> impossible() {
    return Set.of();
  }

  /**
   * Begins a trouble, one that is not {@link #impossible}.
   *
   * @param trouble which one
   * @throws Exception if it cannot be made, which fails the test
   */
  protected abstract void begin(Trouble trouble) throws Exception;

  /**
   * Ends a trouble, as far as it has not ended by itself.
   *
   * @param trouble the one that has begun last
   * @throws Exception if it cannot be ended, which fails the test
   */
  protected abstract void end(Trouble trouble) throws Exception;

  /**
   * Names what must stand in no text: credentials, and whatever else of the configuration is secret.
   *
   * @return none, unless it is overridden
   */
  protected List<String> secrets() {
    return List.of();
  }

  /** A target, in trouble. */
  private interface Story {

    void tell(TroubledTarget target) throws Exception;
  }

  private void with(Trouble trouble, Story story) throws Exception {
    if (impossible().contains(trouble)) {
      return;
    }
    try (OpenTarget target = target()) {
      target.bring(target.split(0));
      story.tell(new TroubledTarget(target, () -> begin(trouble), () -> end(trouble)));
    }
  }

  /**
   * A change whose answer was lost is in force when the platform has carried it out, and is found to be.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void findsOutThatAnAnswerWasLost() throws Exception {
    with(Trouble.ANSWER_LOST, troubled -> {
      OpenTarget target = troubled.target();
      TrafficSplit split = target.split(target.half());
      troubled.begin();
      troubled.requireDoubt(SplitIntent.to(split));
      troubled.end();
      target.bring(split);
      target.settle();
      target.requireTaken(split);
      target.retreat();
    });
  }

  /**
   * A change that was lost is not told of as done, and can be asked for again.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void findsOutThatARequestWasLost() throws Exception {
    with(Trouble.REQUEST_LOST, troubled -> {
      OpenTarget target = troubled.target();
      troubled.begin();
      troubled.requireDoubt(SplitIntent.to(target.split(target.half())));
      troubled.end();
      target.settle();
      target.requireInForce(target.split(0), "after a change was lost");
      target.bring(target.split(target.half()));
    });
  }

  /**
   * What the platform has taken back is not in force, whatever it has answered.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void tellsWhatThePlatformTakesBack() throws Exception {
    with(Trouble.TAKEN_BACK, troubled -> {
      OpenTarget target = troubled.target();
      TrafficSplit split = target.split(target.half());
      troubled.begin();
      target.requireTrueAnswer(split);
      target.settle();
      target.requireInForce(target.split(0), "after the platform took it back");
      troubled.end();
      target.bring(split);
    });
  }

  /**
   * What somebody else has changed is told, and stands until everything is taken back.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void tellsWhatSomebodyElseHasChanged() throws Exception {
    with(Trouble.FOREIGN_CHANGE, troubled -> {
      OpenTarget target = troubled.target();
      TrafficSplit own = target.split(target.half());
      target.bring(own);
      troubled.begin();
      troubled.requireOnCandidate("after somebody else has changed it");
      target.requireConflict(SplitIntent.to(target.split(0)).over(own));
      target.settle();
      troubled.requireOnCandidate("some time later");
      target.retreat();
      troubled.end();
    });
  }

  /**
   * A candidate that cannot take traffic is told of, gets no more, and stands in the way of no retreat.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void raisesNothingForADeadCandidate() throws Exception {
    with(Trouble.CANDIDATE_DEAD, troubled -> {
      OpenTarget target = troubled.target();
      int first = target.shares().get(0);
      target.bring(target.split(first));
      troubled.requireReadiness(true);
      troubled.begin();
      troubled.requireReadiness(false);
      SplitIntent more = SplitIntent.to(target.split(BasisPoints.WHOLE));
      troubled.requireNotTaken(more);
      troubled.requireNotTaken(more.over(target.split(first)));
      target.settle();
      target.requireInForce(target.split(first), "after more was wanted for a dead candidate");
      target.retreat();
      troubled.end();
      troubled.requireReadiness(true);
      target.bring(target.split(first));
    });
  }

  /**
   * A platform that has forgotten what it was told is told again, and what it does until then is not taken for anybody's word.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void tellsAPlatformAgainThatHasBegunAnew() throws Exception {
    with(Trouble.RESTART, troubled -> {
      OpenTarget target = troubled.target();
      TrafficSplit split = target.split(target.half());
      target.bring(split);
      troubled.begin();
      troubled.requireBackWithoutAnotherWord(split);
      troubled.end();
      target.retreat();
    });
  }

  /**
   * A platform that cannot be reached is no news: neither of its split nor of what was wanted.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void knowsNothingOfAPlatformThatIsAway() throws Exception {
    with(Trouble.AWAY, troubled -> {
      OpenTarget target = troubled.target();
      TrafficSplit split = target.split(target.half());
      target.bring(split);
      troubled.begin();
      troubled.requireNoOtherWord(split);
      troubled.requireDoubt(SplitIntent.to(target.split(0)));
      troubled.requireNoOtherWord(split);
      troubled.end();
      target.retreat();
    });
  }

  /**
   * Without the permission, what is wanted is refused, and not put off.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void refusesWhatItHasNoPermissionFor() throws Exception {
    with(Trouble.NO_PERMISSION, troubled -> {
      OpenTarget target = troubled.target();
      troubled.begin();
      target.requireRefused(target.split(target.half()));
      troubled.end();
      target.settle();
      target.requireInForce(target.split(0), "after a refusal");
      target.bring(target.split(target.half()));
    });
  }

  /**
   * States and fields that nobody knows hinder nothing.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void takesUnknownWordsForNothing() throws Exception {
    with(Trouble.UNKNOWN_WORDS, troubled -> {
      OpenTarget target = troubled.target();
      troubled.begin();
      target.requireInForce(target.split(0), "in unknown words");
      target.bring(target.split(target.half()));
      target.retreat();
      troubled.end();
    });
  }

  /**
   * Whatever happens, nothing secret is told: in no answer, no observation, no exception, and not by {@code toString}.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void tellsNoSecret() throws Exception {
    for (Trouble trouble : Trouble.values()) {
      with(trouble, troubled -> {
        troubled.begin();
        String said = troubled.everythingSaid();
        troubled.end();
        for (String secret : secrets()) {
          if (said.contains(secret)) {
            throw new AssertionError("no text may have a secret in it, but in " + trouble
                + " one had: " + said.replace(secret, "<secret>"));
          }
        }
      });
    }
  }
}
