package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.ModelVersion;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.HealthSignal;
import dev.belay.health.Scenario;
import dev.belay.health.SignalContext;
import dev.belay.testkit.FakeClasses;
import dev.belay.testkit.FakeEvidence;
import dev.belay.testkit.FakeLatency;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.FakeScores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link HealthSignal} must do. Extend it, hand in the signal, and run it with your tests:
 *
 * <pre>{@code
 * class TimeoutsTest extends HealthSignalContract {
 *   @Override
 *   protected HealthSignal signal() {
 *     return new Timeouts(.01);
 *   }
 *
 *   @Override
 *   protected FakeEvidence.Builder alike() {
 *     return evidence(model(.005).build(), model(.005).build());
 *   }
 * }
 * }</pre>
 *
 * <p>It proves of every signal that
 *
 * <ol>
 *   <li>its name is not blank and always the same, and forecasts are the same for the same scenario;
 *   <li>it throws nothing and says something of any evidence that may come;
 *   <li>a monitor that accumulates something refuses a state of another format, and what it saves is numbers under a name that
 *       stays;
 *   <li>a signal that says that it is not blocking does not wait, as far as an interrupted thread can tell.
 * </ol>
 *
 * <p>Of a signal that {@linkplain #readsNothingElse reads nothing but the evidence}, that
 *
 * <ol>
 *   <li>monitors of the same evidence say the same, and those of different rollouts do not touch each other;
 *   <li>an explanation is the same whenever and wherever it is asked for;
 *   <li>a monitor that was restored goes on as the one that was saved, from any moment, and saving changes nothing at the end of
 *       a whole interval.
 * </ol>
 *
 * <p>And of one that is {@linkplain HealthSignal#sequential sequential}, that
 *
 * <ol>
 *   <li>without evidence it says nothing, and bounds no harm; without calls of the candidate it is never healthy; an interval in
 *       which nothing happened changes no evidence;
 *   <li>it learns from live calls and from calls in the shadow if and only if it says so;
 *   <li>a candidate that is like stable is condemned, by the verdict or the evidence, in at most {@code falseRollback} of all
 *       rollouts, however often it is looked at;
 *   <li>a {@linkplain #bad bad} candidate is condemned in the end, and passed in at most {@code falsePromotion} of all rollouts.
 * </ol>
 *
 * <p>The probabilities are counted over {@link #runs} rollouts, with room for four standard deviations. With the defaults, a
 * signal that errs exactly as often as it may fails for one of 8,000 seeds; the seeds are fixed, so it fails always or never. A
 * signal that errs at twice the promised rate is not always found: a proof of the probabilities takes the mathematics, or more
 * rollouts. A test that is skipped fails the suite.
 */
@ExtendWith(NothingSkipped.class)
@SuppressWarnings("exports") // JUnit is there for whoever extends a suite.
public abstract class HealthSignalContract {

  /** The fewest rollouts that say anything about a probability. */
  private static final int FEWEST_RUNS = 100;

  private static final List<Scenario> SCENARIOS = List.of(
      new Scenario(0, 0, .1, .05, .05),
      new Scenario(.01, .01, .01, .01, .05),
      new Scenario(.01, .05, .5, .05, .01),
      new Scenario(.2, .1, .9, .05, .05),
      new Scenario(1, 1, .5, .05, .05));

  /** For subclasses. */
  protected HealthSignalContract() {}

  /**
   * Makes the signal under test.
   *
   * @return an equal signal each time
   */
  protected abstract HealthSignal signal();

  /**
   * Describes the rollout that the signal is opened for. It is opened as well for one that differs in {@link
   * SignalContext#reassigned} alone.
   *
   * @return by default one with error probabilities of 0.05, a horizon of an hour and calls of a second at most
   */
  protected SignalContext context() {
    return new SignalContext(
        ModelVersion.of("fraud", "7"),
        ModelVersion.of("fraud", "8"),
        .05,
        .05,
        Duration.ofHours(1),
        Duration.ofSeconds(1));
  }

  /**
   * Describes evidence of a candidate that is like stable, and that the signal must not condemn.
   *
   * @return by default {@link #evidence} of two models of which 2 % of all calls fail
   */
  protected FakeEvidence.Builder alike() {
    return evidence(model(.02).build(), model(.02).build());
  }

  /**
   * Describes evidence of a candidate that the signal must condemn, within 300 intervals.
   *
   * @return by default {@link #evidence} of a candidate that is worse in every respect: it fails ten times as often, takes six
   *     times as long, has scores that are lower by 0.3, predicts other classes, and half of its answers do not agree; empty for
   *     a signal that never condemns
   */
  protected Optional<FakeEvidence.Builder> bad() {
    FakeModel candidate = model(.2)
        .latency(FakeLatency.logNormal(Duration.ofMillis(30), Duration.ofMillis(120)))
        .scores(FakeScores.normal(.3, .15))
        .classes(FakeClasses.weights(.2, .3, .5))
        .build();
    return Optional.of(evidence(model(.02).build(), candidate).pairs(20, .5));
  }

  /**
   * Describes evidence as rollouts have it: shadow first, then three shares; a third of the requests with keys; intervals of a
   * hundred requests that end with each failure of the candidate.
   *
   * @param stable how the stable version behaves
   * @param candidate how the candidate behaves
   * @return a builder, which may be changed
   */
  protected final FakeEvidence.Builder evidence(FakeModel stable, FakeModel candidate) {
    return FakeEvidence.of(stable, candidate)
        .shares(10, 0, 1_000, 3_000, 5_000)
        .sticky(1 / 3.0)
        .pairs(20, .99)
        .cutShort();
  }

  /**
   * Begins a model with scores of 0.6 on average and three classes.
   *
   * @param failureRate how many calls fail, in [0, 1]
   * @return a builder, which may be changed
   */
  protected final FakeModel.Builder model(double failureRate) {
    return FakeModel.builder()
        .failureRate(failureRate)
        .scores(FakeScores.normal(.6, .15))
        .classes(FakeClasses.weights(.5, .3, .2));
  }

  /**
   * Tells whether what the signal says depends on nothing but the evidence.
   *
   * @return by default whether it is sequential; false for a signal that reads a gauge
   */
  protected boolean readsNothingElse() {
    return signal().sequential();
  }

  /**
   * Tells over how many rollouts error probabilities are counted. More rollouts find smaller faults and take longer.
   *
   * @return at least 100; 300 by default
   */
  protected int runs() {
    return 300;
  }

  private SignalTrial trial(boolean reassigned) {
    SignalContext context = context();
    return new SignalTrial(
        signal(),
        new SignalContext(
            context.stable(),
            context.candidate(),
            context.falseRollback(),
            context.falsePromotion(),
            context.horizon(),
            context.longestCall(),
            reassigned));
  }

  private List<SignalTrial> trials() {
    return List.of(trial(false), trial(true));
  }

  /** The name is that of the signal, and says something. */
  @Test
  public final void hasANameThatStays() {
    HealthSignal signal = signal();
    String name = signal.name();
    if (name.isBlank()) {
      throw new AssertionError("name must not be blank, but was '" + name + "'");
    }
    signal.open(context()).assess(trial(false).draw(alike(), 1).get(0));
    assertEquals(name, signal.name(), "the name, later");
    assertEquals(name, signal().name(), "the name of an equal signal");
  }

  /** Two monitors of the same evidence say the same. */
  @Test
  public final void saysTheSameOfTheSameEvidence() {
    if (readsNothingElse()) {
      trials().forEach(trial -> drawn(trial).forEach(trial::requireTheSame));
    }
  }

  /** What one rollout has shown says nothing about another one. */
  @Test
  public final void keepsRolloutsApart() {
    if (readsNothingElse()) {
      trials().forEach(trial -> {
        List<EvidenceIncrement> other = trial.draw(bad().orElseGet(this::alike), 3);
        drawn(trial).forEach(increments -> trial.requireApart(increments, other));
      });
    }
  }

  /** Before anything has happened nothing is known. */
  @Test
  public final void saysNothingWithoutEvidence() {
    if (signal().sequential()) {
      trials().forEach(SignalTrial::requireNothingWithoutEvidence);
    }
  }

  /** A candidate that answers nothing has not shown that it is healthy. */
  @Test
  public final void takesNoSilenceOfTheCandidateForHealth() {
    if (signal().sequential()) {
      trials().forEach(trial -> drawn(trial).forEach(trial::requireNoHealthOfStableAlone));
    }
  }

  /** An interval in which nothing happened changes no evidence. */
  @Test
  public final void learnsNothingFromSilence() {
    if (signal().sequential() && readsNothingElse()) {
      trials().forEach(trial -> drawn(trial).forEach(trial::requireNothingFromSilence));
    }
  }

  /**
   * An explanation tells what was known when the assessment was made, whenever and by whomever it is read.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void explainsItselfTheSameLater() throws Exception {
    if (readsNothingElse()) {
      for (SignalTrial trial : trials()) {
        for (List<EvidenceIncrement> increments : drawn(trial)) {
          trial.requireLastingExplanations(increments);
        }
      }
    }
  }

  /** A later process that goes on from a saved state says the same as the one before. */
  @Test
  public final void goesOnFromWhatItHasSaved() {
    if (readsNothingElse()) {
      trials().forEach(trial -> drawn(trial).forEach(trial::requireGoingOn));
    }
  }

  /** Whether it is saved, and how often, makes no difference at the end of a whole interval. */
  @Test
  public final void changesNothingWhenItIsSaved() {
    if (readsNothingElse()) {
      trials().forEach(trial -> drawn(trial).forEach(trial::requireUnchangedBySaving));
    }
  }

  /** A saved state is numbers, under the name of their meaning. */
  @Test
  public final void savesWhatAStoreCanKeep() {
    trials().forEach(trial -> drawn(trial).forEach(trial::requireKeepable));
  }

  /** Numbers of another meaning are not taken for its own. */
  @Test
  public final void refusesAStateOfAnotherFormat() {
    trials().forEach(trial -> trial.requireRefusalOfAnotherFormat(trial.draw(alike(), 1)));
  }

  /** A monitor that computes and never waits does not notice that its thread is interrupted; one that waits does. */
  @Test
  public final void doesNotWaitUnlessItSaysSo() {
    if (!signal().blocking()) {
      trials().forEach(trial -> trial.requireNoWaiting(trial.draw(alike(), 1)));
    }
  }

  /** There is something to say about everything: no calls, only failures, one version alone, very many calls, a day at once. */
  @Test
  public final void takesWhateverMayCome() {
    trials().forEach(trial -> trial.requireSomethingToSay(Increments.extreme()));
  }

  /** It learns from live calls, and from calls in the shadow, if and only if it says so. */
  @Test
  public final void tellsWhatItLearnsFrom() {
    if (signal().sequential() && readsNothingElse()) {
      trials().forEach(trial -> trial.requireTeachers(trial.draw(bad().orElseGet(this::alike), 2)));
    }
  }

  /** A forecast is a function of the scenario. */
  @Test
  public final void forecastsTheSameAlways() {
    for (Scenario scenario : SCENARIOS) {
      assertEquals(signal().forecast(scenario), signal().forecast(scenario), scenario::toString);
    }
  }

  /** However often it is looked at, a candidate that is like stable is seldom condemned. */
  @Test
  public final void condemnsAnEqualCandidateAsSeldomAsPromised() {
    if (signal().sequential()) {
      trials().forEach(trial -> trial.requireFewFalseAlarms(alike(), checkedRuns()));
    }
  }

  /** A candidate that is bad is condemned in the end. */
  @Test
  public final void condemnsABadCandidate() {
    if (signal().sequential()) {
      bad().ifPresent(bad -> trials().forEach(trial -> trial.requireCondemnation(bad)));
    }
  }

  /** However often it is looked at, a candidate that is bad is seldom passed. */
  @Test
  public final void passesABadCandidateAsSeldomAsPromised() {
    if (signal().sequential()) {
      bad()
          .ifPresent(
              bad -> trials().forEach(trial -> trial.requireFewFalsePasses(bad, checkedRuns())));
    }
  }

  private int checkedRuns() {
    int runs = runs();
    if (runs < FEWEST_RUNS) {
      throw new IllegalArgumentException(
          "runs must be at least " + FEWEST_RUNS + ", but was " + runs);
    }
    return runs;
  }

  /** Evidence of a candidate that is like stable, and of one that is not. */
  private List<List<EvidenceIncrement>> drawn(SignalTrial trial) {
    return List.of(trial.draw(alike(), 1), trial.draw(bad().orElseGet(this::alike), 2));
  }
}
