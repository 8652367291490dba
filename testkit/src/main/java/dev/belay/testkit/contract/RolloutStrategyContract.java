package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belay.BlastRadius;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.StickyUsers;
import dev.belay.Undecided;
import dev.belay.strategy.Course;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.TransitionTable;
import dev.belay.testkit.Exploration;
import dev.belay.testkit.StateSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link RolloutStrategy} must do. Extend it, hand in the strategy, and run it with your tests:
 *
 * <pre>{@code
 * class TenthThenAllTest extends RolloutStrategyContract {
 *   @Override
 *   protected RolloutStrategy strategy() {
 *     return new TenthThenAll();
 *   }
 *
 *   @Override
 *   protected Optional<TransitionTable> table() {
 *     return Optional.of(new TenthThenAll().table());
 *   }
 * }
 * }</pre>
 *
 * <p>It proves, under each of the {@link #policies} that the strategy can run, that
 *
 * <ol>
 *   <li>it is sound in every state that it can reach, on every input: what {@link StateSpace} says;
 *   <li>each row of its table, if it has one, leads to each phase that it names;
 *   <li>it begins with the candidate present and dark, not known to be ready and not proven, whichever the versions, the attempt
 *       and the moment;
 *   <li>its name and its course are always the same, and it asks for no share that is not in its course;
 *   <li>histories that are drawn by chance, with times, counts and harms that {@link StateSpace} does not tell apart, keep {@link
 *       dev.belay.strategy.RolloutInvariants};
 *   <li>it decides the same when it is asked again, on another thread, and by an equal strategy.
 * </ol>
 *
 * <p>The first two are tagged {@code exhaustive}: they may take half a minute, and a build that runs the suite twice can leave them
 * out once. The histories come from fixed seeds. Instances live as long as the suite. A test that is skipped fails the suite.
 */
@ExtendWith(NothingSkipped.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("exports") // JUnit is there for whoever extends a suite.
public abstract class RolloutStrategyContract {

  private @Nullable List<Exploration> explored;

  /** For subclasses. */
  protected RolloutStrategyContract() {}

  /**
   * Makes the strategy under test.
   *
   * @return an equal strategy each time
   */
  protected abstract RolloutStrategy strategy();

  /**
   * Hands in the table that the strategy consists of.
   *
   * @return the table; empty, by default, for a strategy without one
   */
  protected Optional<TransitionTable> table() {
    return Optional.empty();
  }

  /**
   * Chooses the policies. Those that the strategy refuses to begin with are left out, but it must run one at least.
   *
   * @return by default a plain one; one with every cap, that rolls back what cannot be read; one that asks a person at the
   *     deadline; one that watches sticky users first; and one with a small blast radius and a short retirement
   */
  protected List<RolloutPolicy> policies() {
    return List.of(
        RolloutPolicy.builder().build(),
        RolloutPolicy.builder()
            .rollBackWhenUnavailableFor(Duration.ofMinutes(3))
            .blastRadius(
                BlastRadius.builder().maxRequests(10_000).maxSharePercent(20).build())
            .shadow(ShadowCalls.ofPercent(1).atLeast(1_000).build())
            .build(),
        RolloutPolicy.builder()
            .whenUndecided(Undecided.PAUSE)
            .deadline(Duration.ofHours(2))
            .readyWithin(Duration.ofHours(1))
            .build(),
        RolloutPolicy.builder()
            .stickyUsers(StickyUsers.calibratedFor(Duration.ofMinutes(30)))
            .minimumRequests(5_000)
            .build(),
        RolloutPolicy.builder()
            .blastRadius(BlastRadius.builder().failuresPerStep(.5).build())
            .retireWithin(Duration.ofMinutes(1))
            .build());
  }

  private List<StrategyRuns> runs() {
    List<StrategyRuns> runs = new ArrayList<>();
    List<RolloutPolicy> policies = policies();
    for (int i = 0; i < policies.size(); i++) {
      StrategyRuns each = new StrategyRuns(
          strategy(), policies.get(i), "under policy " + (i + 1) + " of " + policies.size());
      if (each.possible()) {
        runs.add(each);
      }
    }
    if (runs.isEmpty()) {
      throw new AssertionError(
          "the strategy must run one of the policies at least, but ran none of " + policies.size());
    }
    return runs;
  }

  private synchronized List<Exploration> explored() {
    List<Exploration> all = explored;
    if (all == null) {
      // On all processors: a strategy with many stages has states enough to keep one busy for half
      // a minute.
      all = runs().parallelStream().map(this::explore).toList();
      explored = all;
    }
    return all;
  }

  private Exploration explore(StrategyRuns runs) {
    StateSpace space = StateSpace.of(strategy(), runs.context());
    return table().map(space::table).orElse(space).explore();
  }

  /** Every input in every state that can be reached keeps the rules, and every state has a way to an end. */
  @Test
  @Tag("exhaustive")
  public final void isSoundInEveryState() {
    List<StrategyRuns> runs = runs();
    for (int i = 0; i < runs.size(); i++) {
      Exploration found = explored().get(i);
      if (!found.violations().isEmpty()) {
        throw new AssertionError(runs.get(i).when() + ", " + found.toText());
      }
    }
  }

  /** No row of the table says what never happens, under any of the policies. */
  @Test
  @Tag("exhaustive")
  public final void takesEveryRowOfItsTable() {
    Set<Exploration.Row> untaken = new HashSet<>(explored().get(0).untaken());
    explored().forEach(found -> untaken.retainAll(found.untaken()));
    if (!untaken.isEmpty()) {
      throw new AssertionError(
          "each row of the table must be taken under some policy, but never were " + untaken);
    }
  }

  /** A rollout begins in the dark, and without a proof. */
  @Test
  public final void beginsInTheDark() {
    runs().forEach(StrategyRuns::requireDarkBeginnings);
  }

  /** The name and the course are those of the strategy. */
  @Test
  public final void hasANameAndACourseThatStay() {
    RolloutStrategy strategy = strategy();
    String name = strategy.name();
    Course course = strategy.course();
    if (name.isBlank()) {
      throw new AssertionError("name must not be blank, but was '" + name + "'");
    }
    new StrategyRuns(strategy, policies().get(0), "").histories();
    for (RolloutStrategy each : List.of(strategy, strategy())) {
      assertEquals(name, each.name(), "the name");
      assertEquals(course, each.course(), "the course");
    }
  }

  /** Whatever happens whenever, with whichever numbers, keeps the invariants. */
  @Test
  public final void keepsTheInvariantsInDrawnHistories() {
    runs().forEach(StrategyRuns::requireInvariants);
  }

  /** The plan is checked by the course, so nothing else may be asked for. */
  @Test
  public final void asksForNoShareBesideItsCourse() {
    runs().forEach(StrategyRuns::requireSharesOfTheCourse);
  }

  /**
   * Deciding is a function of its arguments, on every thread and for every equal strategy.
   *
   * @throws Exception if it is not so
   */
  @Test
  public final void decidesTheSameOnEveryThread() throws Exception {
    for (StrategyRuns each : runs()) {
      each.requireTheSameDecisions(strategy());
    }
  }
}
