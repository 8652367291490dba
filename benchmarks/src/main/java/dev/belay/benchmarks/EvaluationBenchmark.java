package dev.belay.benchmarks;

import dev.belay.ModelEndpoint;
import dev.belay.Route;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.CallEvidence;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.LatencyBuckets;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PredictionCounts;
import dev.belay.evidence.ScoreSums;
import dev.belay.health.Assessment;
import dev.belay.health.Evaluation;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Judge;
import dev.belay.health.Judge.Opinion;
import dev.belay.health.Latency;
import dev.belay.health.Predictions;
import dev.belay.health.Quality;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalMonitor;
import dev.belay.sequential.RateBounds;
import dev.belay.sequential.RatioConfidence;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One evaluation with six signals (failures and latency, each against stable and against an objective, quality, and
 * predictions) and the sample ratio that every rollout has, and the parts that it spends its time in. Each measured run is a
 * rollout of {@value #EVALUATIONS} seconds with 1 000 requests in each, 100 of them to the candidate, with no failure at all
 * or with 10 of them, one on the candidate.
 *
 * <pre>
 * ./mvnw -q -pl benchmarks -am verify -DskipTests -Dbench=EvaluationBenchmark "-Dbench.args=-prof gc"
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EvaluationBenchmark {

  private static final int EVALUATIONS = 600;
  private static final double LEVEL = .025;
  private static final double WEIGHT = 1.0 / 6;

  /** Failures in each second: none, or one of the candidate and nine of stable. */
  @Param({"0", "10"})
  int failures;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Judge judge = new Judge(.01, .05);
  private final SignalContext context = new SignalContext(
      Endpoints.STABLE,
      Endpoints.CANDIDATE,
      .005,
      .05,
      Duration.ofHours(24),
      Duration.ofSeconds(1));
  private List<HealthSignal> signals = List.of();
  private ArmEvidence stable = ArmEvidence.NONE;
  private ArmEvidence candidate = ArmEvidence.NONE;

  /** Makes what is seen in each second. */
  @Setup
  public void prepare() {
    signals = List.of(
        FailureRate.againstStable().build(),
        FailureRate.atMost(.02),
        Latency.againstStable().build(),
        Latency.atMost(Duration.ofMillis(100), .99),
        Quality.againstStable().build(),
        Predictions.ofClasses(3).build(),
        HealthSignal.sampleRatio());
    stable = calls(900, failures * 9 / 10);
    candidate = calls(100, failures / 10);
  }

  /** Log-normal latencies around 10 ms, a score and a class for each call. */
  private ArmEvidence calls(int count, int failed) {
    long[] latencies = new long[LatencyBuckets.COUNT];
    long[] classes = new long[3];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double spread = Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
          * Math.cos(2 * Math.PI * random.nextDouble());
      latencies[LatencyBuckets.indexOf((long) (10e6 * Math.exp(.6 * spread)))]++;
      double score = random.nextDouble();
      sum += score;
      squares += score * score;
      classes[random.nextInt(3)]++;
    }
    return ArmEvidence.random(new CallEvidence(
        new CallCounts(count, failed),
        LatencyHistogram.of(latencies),
        new ScoreSums(count, sum, squares, 0),
        PredictionCounts.of(classes, 0)));
  }

  /** From increments to an evaluation, as the engine does it. */
  @Benchmark
  @OperationsPerInvocation(EVALUATIONS)
  public void evaluation(Blackhole sink) {
    List<SignalMonitor> monitors =
        signals.stream().map(signal -> signal.open(context)).toList();
    ArmCounts stableAll = ArmCounts.NONE;
    ArmCounts candidateAll = ArmCounts.NONE;
    Instant now = Instant.EPOCH;
    for (int i = 0; i < EVALUATIONS; i++) {
      Instant from = now;
      now = now.plusSeconds(1);
      stableAll = stableAll.plus(stable.counts());
      candidateAll = candidateAll.plus(candidate.counts());
      EvidenceIncrement increment =
          EvidenceIncrement.of(1, Endpoints.SHARE, from, now, stable, candidate);
      List<Opinion> opinions = new ArrayList<>();
      for (int s = 0; s < monitors.size(); s++) {
        Assessment assessment = monitors.get(s).assess(increment);
        opinions.add(new Opinion(signals.get(s).name(), true, WEIGHT, assessment));
      }
      Judge.Traffic traffic = new Judge.Traffic(1_000, stableAll, candidateAll, candidateAll);
      Evaluation evaluation = judge.judge(now, 1, opinions, traffic);
      sink.consume(evaluation);
    }
  }

  /** One of the two bounds of a failure rate. */
  @Benchmark
  @OperationsPerInvocation(EVALUATIONS)
  public void rateBound(Blackhole sink) {
    for (int i = 1; i <= EVALUATIONS; i++) {
      sink.consume(RateBounds.upper(100.0 * i, failures / 10.0 * i, LEVEL));
    }
  }

  /** The interval of the ratio of two failure rates. */
  @Benchmark
  @OperationsPerInvocation(EVALUATIONS)
  public void ratioInterval(Blackhole sink) {
    RatioConfidence ratio = new RatioConfidence();
    for (int i = 0; i < EVALUATIONS; i++) {
      ratio.update(100, failures / 10.0, 900, failures * .9);
      sink.consume(ratio.lower(.05));
      sink.consume(ratio.upper(.05));
    }
  }

  /** An endpoint in a rollout on virtual time. */
  @State(Scope.Thread)
  public static class Engine {

    private static final Duration INTERVAL = Duration.ofMillis(10);

    private VirtualRuntime time = VirtualRuntime.seeded(1);
    private ModelEndpoint endpoint = Endpoints.atRest(time);

    /** Starts a rollout. */
    @Setup(Level.Iteration)
    public void start() {
      time = VirtualRuntime.seeded(1);
      endpoint = Endpoints.atRest(time);
      endpoint.start(
          Endpoints.plan(Endpoints.policy(Endpoints.unlimited().build(), INTERVAL)), "benchmark");
      Endpoints.awaitExposure(endpoint, () -> time.advance(INTERVAL));
    }

    /** Checks that it still runs. */
    @TearDown(Level.Iteration)
    public void check() {
      if (endpoint.split().basisPoints(Endpoints.CANDIDATE) != Endpoints.SHARE) {
        throw new IllegalStateException("rollout must still be at 10 %, but " + endpoint);
      }
    }
  }

  /** A whole turn of the engine after eleven calls: reads the recorders, evaluates and decides. */
  @Benchmark
  public void turn(Engine engine) {
    Route stable = engine.endpoint.routeOf(Endpoints.STABLE);
    for (int i = 0; i < 9; i++) {
      stable.succeeded(1_000);
    }
    Route candidate = engine.endpoint.routeOf(Endpoints.CANDIDATE);
    candidate.succeeded(1_000);
    if (failures == 0) {
      stable.succeeded(1_000);
    } else {
      stable.failed(1_000);
    }
    engine.time.advance(Engine.INTERVAL);
  }
}
