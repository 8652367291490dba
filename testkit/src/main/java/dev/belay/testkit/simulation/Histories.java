package dev.belay.testkit.simulation;

import dev.belay.RolloutPlan;
import dev.belay.store.RolloutStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of random histories of one endpoint: requests, commands, faults of store, target and signals, jumps of the clock,
 * emergencies, and processes that crash at any moment and start again, all against the real engine and a store.
 *
 * <pre>{@code
 * Histories.of(plan).number(1_000).requireSound();
 * }</pre>
 *
 * <p>After each step, and at the end when everything is healed, this must hold:
 *
 * <ul>
 *   <li>no share of the router is larger than what is written down, and no more candidate failures than the blast radius allows;
 *   <li>no request goes to a version that was released; a version is released once, after that was written down, with no call in
 *       flight on it;
 *   <li>a command that was acknowledged is in the journal; the same id twice has one effect, a refused one none;
 *   <li>a process that starts serves what the journal says, and nothing else;
 *   <li>an emergency switch is in force when it returns;
 *   <li>the journal has no gap, each of its transitions keeps the {@linkplain dev.belay.strategy.RolloutInvariants invariants},
 *       and no rollout begins before the one before has ended;
 *   <li>everything comes to rest within ten minutes, with router, target and journal agreeing on what is live.
 * </ul>
 *
 * <p>A history that fails is made as short as it still fails, and told with its seed. The same seed gives the same history.
 *
 * <p>Immutable. Several threads of {@link java.util.concurrent.ForkJoinPool#commonPool} play histories, so strategy and signals
 * must be thread-safe.
 */
public final class Histories {

  private static final int MOST = 100_000_000;

  private final RolloutPlan plan;
  private final Supplier<RolloutStore> store;
  private final @Nullable Duration platformDelay;
  private final boolean resumes;
  private final int number;
  private final long seed;

  private Histories(
      RolloutPlan plan,
      Supplier<RolloutStore> store,
      @Nullable Duration platformDelay,
      boolean resumes,
      int number,
      long seed) {
    this.plan = plan;
    this.store = store;
    this.platformDelay = platformDelay;
    this.resumes = resumes;
    this.number = number;
    this.seed = seed;
  }

  /**
   * Histories of rollouts by a plan. Its release hook is not called, as there is one of the histories' own.
   *
   * @param plan what is rolled out, again and again
   * @return 1,000 histories on stores in memory, on this process's router
   */
  public static Histories of(RolloutPlan plan) {
    return new Histories(plan, RolloutStore::inMemory, null, false, 1_000, 0);
  }

  /**
   * Sets the stores.
   *
   * @param empty makes a store without any journal; a process that starts again gets the same one
   * @return a changed copy
   */
  public Histories on(Supplier<RolloutStore> empty) {
    return new Histories(plan, empty, platformDelay, resumes, number, seed);
  }

  /**
   * Lets a platform outside the process carry the splits out.
   *
   * @param delay how long it takes until a split is in force, at least zero
   * @return a changed copy
   * @throws IllegalArgumentException if the delay is out of range
   */
  public Histories onPlatform(Duration delay) {
    return new Histories(plan, store, Require.atLeastZero("delay", delay), resumes, number, seed);
  }

  /**
   * Gives the plan to every process, so that a rollout which a crash has cut off goes on.
   *
   * @return a changed copy
   */
  public Histories resuming() {
    return new Histories(plan, store, platformDelay, true, number, seed);
  }

  /**
   * Sets how many histories there are.
   *
   * @param value in [1, 100000000]
   * @return a changed copy
   * @throws IllegalArgumentException if the number is out of range
   */
  public Histories number(int value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException("number must be in [1, " + MOST + "], but was " + value);
    }
    return new Histories(plan, store, platformDelay, resumes, value, seed);
  }

  /**
   * Sets the seed of the first history; the next ones have the next seeds.
   *
   * @param value any number; default 0
   * @return a changed copy
   */
  public Histories seed(long value) {
    return new Histories(plan, store, platformDelay, resumes, number, value);
  }

  /**
   * Plays all histories.
   *
   * @throws AssertionError for the first one that breaks a rule: which rule, the seed, and the shortest history that was found
   */
  public void requireSound() {
    LongStream.range(seed, seed + number)
        .parallel()
        .filter(each ->
            broken(HistoryDraw.history(each, platformDelay != null), each).isPresent())
        .findFirst()
        .ifPresent(this::fail);
  }

  private Optional<String> broken(List<Happening> history, long itsSeed) {
    return run(itsSeed).play(history);
  }

  private HistoryRun run(long itsSeed) {
    return new HistoryRun(plan, store.get(), Optional.ofNullable(platformDelay), resumes, itsSeed);
  }

  private void fail(long itsSeed) {
    List<Happening> whole = HistoryDraw.history(itsSeed, platformDelay != null);
    List<Happening> shortest =
        Shrinker.shrink(whole, history -> broken(history, itsSeed).isPresent());
    HistoryRun again = run(itsSeed);
    String story = again.play(shortest).orElse("a history that fails only sometimes");
    StringBuilder text = new StringBuilder("history of seed ")
        .append(itsSeed)
        .append(", of ")
        .append(whole.size())
        .append(" steps made ")
        .append(shortest.size())
        .append(": ")
        .append(story);
    shortest.forEach(happening -> text.append("\n  ").append(happening));
    throw new AssertionError(
        text.append("\nits journal:\n").append(again.story()).toString());
  }
}
