package dev.belay.testkit.simulation;

import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.health.HealthSignal;
import dev.belay.testkit.FakeModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole rollout in virtual time: the real engine, strategy, signals and journal, with nothing replaced but time, threads and
 * traffic.
 *
 * <pre>{@code
 * SimulationResult result = Simulation.of(plan)
 *     .traffic(Traffic.perSecond(50))
 *     .stable(FakeModel.builder().failureRate(.01).build())
 *     .candidate(FakeModel.builder().failureRate(.05).build())
 *     .fault(Fault.storeDown(Duration.ofMinutes(1), Duration.ofMinutes(5)))
 *     .seed(42)
 *     .run();
 * }</pre>
 *
 * <p>One thread, the caller's own, runs everything, in an order that the seed decides: the same settings and the same seed give
 * the same result, to the byte of its text. Requests do not wait for each other. The hooks of the plan are called as they are; a
 * hook that waits for something real makes the simulation wait.
 *
 * <p>A process that crashes leaves the journal, the target and the models as they are. The next one begins with that, and with a
 * plan that it does not know: it ends what was cut off.
 *
 * <p>Not thread-safe. It may be run any number of times.
 */
public final class Simulation {

  /** The model of all simulated endpoints. */
  static final String MODEL = "model";

  private final RolloutPlan plan;
  private String live = "stable";
  private FakeModel stable = FakeModel.healthy();
  private FakeModel candidate = FakeModel.healthy();
  private Traffic traffic = Traffic.perSecond(50);
  private final List<Fault> faults = new ArrayList<>();
  private final List<Order> orders = new ArrayList<>();
  private double faultsPerHour;
  private boolean crashesAtRandom;
  private @Nullable Duration platformDelay;
  private @Nullable Duration approvalAfter;
  private Clients.Prediction prediction = Clients.Prediction.NONE;
  private @Nullable Duration qualityAfter;
  private Duration bound;
  private long seed;
  private boolean timeline;

  /**
   * What a person does.
   *
   * @param at when, from the start of the rollout
   * @param action what
   */
  record Order(Duration at, Consumer<Rollout> action) {}

  private Simulation(RolloutPlan plan) {
    this.plan = plan;
    this.bound = plan.policy().deadline().plus(Duration.ofDays(1));
  }

  /**
   * Begins to describe a simulation: 50 requests a second, of two models that are healthy.
   *
   * @param plan what is rolled out, how, and under which policy
   * @return the simulation
   */
  public static Simulation of(RolloutPlan plan) {
    return new Simulation(plan);
  }

  /**
   * Names the version that serves when the rollout begins.
   *
   * @param version the version, without the model; default {@code stable}
   * @return this simulation
   * @throws IllegalArgumentException if the version is not a valid name
   */
  public Simulation live(String version) {
    live = ModelVersion.of(MODEL, version).version();
    return this;
  }

  /**
   * Sets how the stable version behaves.
   *
   * @param value default {@link FakeModel#healthy}
   * @return this simulation
   */
  public Simulation stable(FakeModel value) {
    stable = value;
    return this;
  }

  /**
   * Sets how the candidate behaves. Moments of its script are counted from the start of the rollout.
   *
   * @param value default {@link FakeModel#healthy}
   * @return this simulation
   */
  public Simulation candidate(FakeModel value) {
    candidate = value;
    return this;
  }

  /**
   * Sets the requests.
   *
   * @param value default 50 a second, each assigned at random
   * @return this simulation
   */
  public Simulation traffic(Traffic value) {
    traffic = value;
    return this;
  }

  /**
   * Adds something that goes wrong. May be called several times.
   *
   * @param value the fault
   * @return this simulation
   */
  public Simulation fault(Fault value) {
    faults.add(value);
    return this;
  }

  /**
   * Lets faults of every kind but crashes happen by chance: of the target only if there is one, see {@link #onPlatform}.
   *
   * @param perHour how many on average, at least 0 and at most 100000; default 0
   * @return this simulation
   * @throws IllegalArgumentException if the number is out of range
   */
  public Simulation faultsAtRandom(double perHour) {
    if (!(perHour >= 0 && perHour <= 100_000)) {
      throw new IllegalArgumentException("perHour must be in [0, 100000], but was " + perHour);
    }
    faultsPerHour = perHour;
    return this;
  }

  /**
   * Lets crashes be among the faults that happen by chance.
   *
   * @return this simulation
   */
  public Simulation crashesAtRandom() {
    crashesAtRandom = true;
    return this;
  }

  /**
   * Lets a platform outside the process carry the splits out, instead of the process's own router.
   *
   * @param delay how long it takes until a split is in force, at least zero
   * @return this simulation
   * @throws IllegalArgumentException if the delay is out of range
   */
  public Simulation onPlatform(Duration delay) {
    platformDelay = Require.atLeastZero("delay", delay);
    return this;
  }

  /**
   * Lets a person do something.
   *
   * @param at when, from the start of the rollout; nothing happens if no process runs then, or not the one that began the rollout
   * @param action what, for example {@code rollout -> rollout.pause("alice")}
   * @return this simulation
   * @throws IllegalArgumentException if the time is out of range
   */
  public Simulation at(Duration at, Consumer<Rollout> action) {
    orders.add(new Order(Require.atLeastZero("at", at), action));
    return this;
  }

  /**
   * Lets a person approve what waits for an approval.
   *
   * @param delay how long it takes until they look, above zero; default never
   * @return this simulation
   * @throws IllegalArgumentException if the time is out of range
   */
  public Simulation approvedAfter(Duration delay) {
    approvalAfter = Require.aboveZero("delay", delay);
    return this;
  }

  /**
   * Lets the service report the predicted class of each answer, for {@link dev.belay.health.Predictions}.
   *
   * @return this simulation
   */
  public Simulation reportingClasses() {
    prediction = Clients.Prediction.CLASS;
    return this;
  }

  /**
   * Lets the service report the score of each answer as its prediction, for {@link dev.belay.health.Predictions}.
   *
   * @return this simulation
   */
  public Simulation reportingScores() {
    prediction = Clients.Prediction.SCORE;
    return this;
  }

  /**
   * Lets the service report the score of each answer as its quality, for {@link dev.belay.health.Quality}.
   *
   * @param delay how long after the answer, at least zero
   * @return this simulation
   * @throws IllegalArgumentException if the delay is out of range
   */
  public Simulation reportingQuality(Duration delay) {
    qualityAfter = Require.atLeastZero("delay", delay);
    return this;
  }

  /**
   * Sets how long the simulation waits for the end of the rollout, in virtual time.
   *
   * @param value above zero, at most 365 days; default a day more than the policy's deadline
   * @return this simulation
   * @throws IllegalArgumentException if the value is out of range
   */
  public Simulation bound(Duration value) {
    bound = Require.aboveZero("bound", value);
    return this;
  }

  /**
   * Sets what decides all chance.
   *
   * @param value any number; default 0
   * @return this simulation
   */
  public Simulation seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Keeps some hundred moments of the rollout, for plots.
   *
   * @return this simulation
   */
  public Simulation withTimeline() {
    timeline = true;
    return this;
  }

  /**
   * Runs until the rollout has ended and its end is written down, or the bound is reached.
   *
   * @return what came of it
   * @throws dev.belay.PlanRefusedException if the check of the plan has errors
   * @throws IllegalArgumentException if a fault needs a target that is not there, or a signal that the policy does not have
   */
  public SimulationResult run() {
    faults.forEach(this::requirePossible);
    return new World(this).run();
  }

  private void requirePossible(Fault fault) {
    if (fault.kind().ofTarget() && platformDelay == null) {
      throw new IllegalArgumentException(
          fault + " cannot be combined with a target in the process: call onPlatform(...)");
    }
    if (fault.kind() == Fault.Kind.SIGNAL_DOWN && !signalNames().contains(fault.signal())) {
      throw new IllegalArgumentException(
          "signal must be one of " + signalNames() + ", but was '" + fault.signal() + "'");
    }
  }

  // --- what a world asks for

  List<String> signalNames() {
    return Stream.concat(plan.policy().signals().stream(), plan.policy().observed().stream())
        .map(HealthSignal::name)
        .toList();
  }

  /** The plan, with signals that can be down if any ever is. */
  RolloutPlan plan(FaultPlayer player) {
    if (faultsPerHour == 0
        && faults.stream().noneMatch(fault -> fault.kind() == Fault.Kind.SIGNAL_DOWN)) {
      return plan;
    }
    return FaultySignal.in(plan, player::isDown);
  }

  /** The kinds of faults that may happen by chance. */
  List<Fault.Kind> randomKinds() {
    return Stream.of(Fault.Kind.values())
        .filter(kind -> kind != Fault.Kind.CRASH || crashesAtRandom)
        .filter(kind -> !kind.ofTarget() || platformDelay != null)
        .toList();
  }

  String live() {
    return live;
  }

  String candidateName() {
    return plan.candidate();
  }

  FakeModel stable() {
    return stable;
  }

  FakeModel candidate() {
    return candidate;
  }

  Traffic traffic() {
    return traffic;
  }

  List<Fault> faults() {
    return faults;
  }

  double faultsPerHour() {
    return faultsPerHour;
  }

  List<Order> orders() {
    return orders;
  }

  Optional<Duration> platformDelay() {
    return Optional.ofNullable(platformDelay);
  }

  Optional<Duration> approvalAfter() {
    return Optional.ofNullable(approvalAfter);
  }

  Clients.Reporting reporting() {
    return new Clients.Reporting(prediction, qualityAfter);
  }

  Duration bound() {
    return bound;
  }

  long seed() {
    return seed;
  }

  boolean timeline() {
    return timeline;
  }
}
