package dev.belay.testkit.rehearsal;

import dev.belay.ExpectedTraffic;
import dev.belay.Preparation;
import dev.belay.RolloutPlan;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.simulation.Simulation;
import dev.belay.testkit.simulation.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Tries a plan some hundred times before production does: how often would it roll back a candidate that is as good as stable, how
 * long would a promotion take, how many requests would a bad candidate fail before it is gone?
 *
 * <pre>{@code
 * RehearsalResult result = Rehearsal.of(plan)
 *     .traffic(Traffic.perSecond(50))
 *     .stable(FakeModel.builder().failureRate(.01).build())
 *     .regression(Regression.failing(3))
 *     .runs(200)
 *     .rehearse();
 * result.requireFalseRollbacksAtMost(.05).requireMissedAtMost(.05);
 * System.out.println(result.toText());
 * result.writeHtml(Path.of("target/rehearsal.html"));
 * }</pre>
 *
 * <p>Each run is a {@link Simulation} with a seed of its own, so the same rehearsal has the same result. Runs go on in several
 * threads at once, on those of {@link java.util.concurrent.ForkJoinPool#commonPool}: strategy and signals of the plan are shared by
 * them and must be thread-safe, which immutable ones are. The hooks of the plan (its preparation, and the release of stable) are
 * left out, as they are for real servers; gauges are read as they are.
 *
 * <p>Not thread-safe. It may be rehearsed any number of times.
 */
public final class Rehearsal {

  private static final int MOST_RUNS = 1_000_000;
  private static final int TIMELINES = 30;

  private final RolloutPlan plan;
  private FakeModel stable;
  private Traffic traffic;
  private final List<Regression> regressions = new ArrayList<>();
  private UnaryOperator<Simulation> settings = UnaryOperator.identity();
  private int runs = 100;
  private long seed;

  private Rehearsal(RolloutPlan plan) {
    this.plan = withoutHooks(plan);
    Optional<ExpectedTraffic> expected = plan.policy().expectedTraffic();
    traffic = Traffic.perSecond(expected.map(ExpectedTraffic::requestsPerSecond).orElse(50.));
    stable = FakeModel.builder()
        .failureRate(expected
            .map(ExpectedTraffic::failureRate)
            .map(rate -> rate.orElse(0))
            .orElse(0.))
        .build();
  }

  private static RolloutPlan withoutHooks(RolloutPlan plan) {
    RolloutPlan.Builder changed = plan.toBuilder().prepare(Preparation.builder().build());
    return plan.release().isPresent() ? changed.release(version -> {}).build() : changed.build();
  }

  /**
   * Begins to describe a rehearsal. Traffic and stable version are what the policy's {@code expectedTraffic} says, as far as it
   * says anything; otherwise 50 requests a second, and a stable version that never fails.
   *
   * @param plan what is rolled out, how, and under which policy
   * @return the rehearsal
   */
  public static Rehearsal of(RolloutPlan plan) {
    return new Rehearsal(plan);
  }

  /**
   * Sets the requests.
   *
   * @param value the traffic
   * @return this rehearsal
   */
  public Rehearsal traffic(Traffic value) {
    traffic = value;
    return this;
  }

  /**
   * Sets how the stable version behaves. The candidate that is as good behaves like this as well.
   *
   * @param value the model
   * @return this rehearsal
   */
  public Rehearsal stable(FakeModel value) {
    stable = value;
    return this;
  }

  /**
   * Adds a candidate that is not as good as stable. May be called several times.
   *
   * @param value what is wrong with it
   * @return this rehearsal
   * @throws IllegalArgumentException if there is one of this name
   */
  public Rehearsal regression(Regression value) {
    if (regressions.stream().anyMatch(other -> other.name().equals(value.name()))) {
      throw new IllegalArgumentException(
          "regression must have a name of its own, but was another '" + value.name() + "'");
    }
    regressions.add(value);
    return this;
  }

  /**
   * Sets how many runs there are of each kind of candidate. What happens in one of a hundred rollouts takes some hundred runs to
   * be seen.
   *
   * @param number in [1, 1000000]; default 100
   * @return this rehearsal
   * @throws IllegalArgumentException if the number is out of range
   */
  public Rehearsal runs(int number) {
    if (number < 1 || number > MOST_RUNS) {
      throw new IllegalArgumentException(
          "runs must be in [1, " + MOST_RUNS + "], but was " + number);
    }
    runs = number;
    return this;
  }

  /**
   * Sets what decides all chance.
   *
   * @param value any number; default 0
   * @return this rehearsal
   */
  public Rehearsal seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Changes each simulation: faults, a platform, approvals, what the service reports. May be called several times.
   *
   * @param change what to do with it, for example {@code simulation -> simulation.approvedAfter(Duration.ofMinutes(10))}
   * @return this rehearsal
   */
  public Rehearsal simulating(UnaryOperator<Simulation> change) {
    UnaryOperator<Simulation> before = settings;
    settings = simulation -> change.apply(before.apply(simulation));
    return this;
  }

  /**
   * Runs everything. It takes about a second of CPU for a million simulated requests.
   *
   * @return what came of it
   * @throws dev.belay.PlanRefusedException if the check of the plan has errors
   * @throws IllegalArgumentException if a regression cannot be made of the stable version
   */
  public RehearsalResult rehearse() {
    List<Outcomes> bad = new ArrayList<>();
    Outcomes good = outcomes("as good as stable", stable);
    for (Regression regression : regressions) {
      bad.add(outcomes(regression.name(), regression.change().apply(stable)));
    }
    return new RehearsalResult(plan, traffic, stable, runs, seed, good, bad);
  }

  private Outcomes outcomes(String name, FakeModel candidate) {
    return new Outcomes(
        name,
        IntStream.range(0, runs)
            .parallel()
            .mapToObj(number -> run(candidate, number))
            .toList());
  }

  private Run run(FakeModel candidate, int number) {
    Simulation simulation = settings.apply(Simulation.of(plan)
        .traffic(traffic)
        .stable(stable)
        .candidate(candidate)
        .seed(seed + number));
    return Run.of(number < TIMELINES ? simulation.withTimeline().run() : simulation.run());
  }
}
