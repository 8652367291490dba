package dev.belay.examples;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.RolloutReport;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.examples.LoadGenerator.Counts;
import dev.belay.health.FailureRate;
import dev.belay.strategy.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Two rollouts under traffic: version 2 of a model is better and is promoted, version 3 is broken and is rolled back, and no
 * user notices either.
 *
 * <p>Ends by itself, with status 0 if both rollouts ended as they should, 1 if not, and 2 if the arguments are wrong.
 */
public final class RolloutDemo {

  private static final String ACTOR = "rollout-demo";
  private static final long SEED = 1;

  /** Requests before the first rollout and after each: enough to tell the versions' accuracies apart. */
  private static final int INTERLUDE = 2_000;

  /** What version 3 waits for before each prediction: its features come from another service. */
  private static final Duration LOOKUP = Duration.ofMillis(6);

  private static final Duration INTERLUDE_LIMIT = Duration.ofSeconds(20);
  private static final Duration BAKE = Duration.ofSeconds(8);
  private static final Duration TO_PROMOTE = Duration.ofSeconds(40);
  private static final Duration TO_ROLL_BACK = Duration.ofSeconds(25);

  /** Kept here, because the logging system forgets the levels of loggers that nobody holds. */
  private static final List<Logger> LOGGERS =
      List.of(Logger.getLogger("org.tribuo"), Logger.getLogger("dev.belay"));

  /** Rungs of two seconds are for a spectator; a service would leave them at the default of ten or more. */
  private static final CanaryStrategy CANARY = CanaryStrategy.pacedThrough(
          rung(1), rung(5), rung(10), rung(25), rung(50))
      .bake(BAKE)
      .build();

  private final Options options;
  private final LiveView view;
  private final List<ModelServer> servers = new ArrayList<>();

  private RolloutDemo(Options options) {
    this.options = options;
    this.view = new LiveView(System.out, LiveView.onTerminal());
  }

  /**
   * Runs the demo.
   *
   * @param arguments {@code --data DIR} to replay real rows, {@code --help} for the rest
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String[] arguments) throws InterruptedException {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Options.USAGE);
      System.exit(2);
      return;
    }
    if (options.help()) {
      System.out.println(Options.USAGE);
      return;
    }
    Http.configure();
    // Tribuo tells much about its training, and Belay what the view shows in other words.
    LOGGERS.forEach(logger -> logger.setLevel(Level.SEVERE));
    int status = 1;
    try {
      status = new RolloutDemo(options).run() ? 0 : 1;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      System.err.println("The demo broke off: " + e.getMessage());
    }
    // Whatever threads there still are, it ends.
    System.exit(status);
  }

  private static CanaryStage rung(double percent) {
    return CanaryStage.percent(percent).lasting(Duration.ofSeconds(2)).withRequests(50);
  }

  /**
   * A policy for a spectator. A service would keep the promotion allowance at its default of 0.1 percentage points, which
   * takes about five times as many requests, and bake for minutes.
   */
  private static RolloutPolicy policy(Duration deadline) {
    return RolloutPolicy.builder()
        .signal(FailureRate.againstStable().promotionAllowance(.005).build())
        .blastRadius(BlastRadius.builder().maxFailures(100).build())
        .evaluationInterval(Duration.ofMillis(200))
        .callDeadline(Duration.ofSeconds(1))
        .deadline(deadline)
        .build();
  }

  private static RolloutPlan plan(TrainedModel candidate, Duration deadline) {
    return RolloutPlan.to(candidate.version())
        .strategy(CANARY)
        .policy(policy(deadline))
        .build();
  }

  private boolean run() throws IOException, InterruptedException {
    DataSet data = options.data().isPresent()
        ? AdultRows.read(options.data().get())
        : GeneratedRows.create(SEED);
    say(
        "%s: %,d rows to learn from, %,d to serve",
        data.origin(), data.training().size(), data.serving().size());
    TrainedModel linear = trained(Models.linear(data), data.serving(), "rows it never saw");
    TrainedModel forest = trained(Models.forest(data), data.serving(), "rows it never saw");
    TrainedModel broken = trained(
        Models.brokenForest(data),
        data.serving().stream().filter(Row::complete).toList(),
        "rows without gaps, all that its makers tested");
    ModelClient models = new ModelClient();
    serve(models, linear, Duration.ZERO);
    try (ModelEndpoint endpoint = ModelEndpoint.builder(data.model())
            .live(linear.version())
            .listener(view)
            .build();
        PredictionService service = PredictionService.start(endpoint, models);
        LoadGenerator load = LoadGenerator.start(
            service.address(), data.serving(), options.users(), options.rate())) {
      say("%nThe service answers at %s, %s", service.address(), linear.kind() + " is live");
      view.watch(endpoint, CANARY.stages().size(), load);
      return tell(endpoint, load, models, forest, broken);
    } finally {
      view.close();
      servers.forEach(ModelServer::close);
    }
  }

  private boolean tell(
      ModelEndpoint endpoint,
      LoadGenerator load,
      ModelClient models,
      TrainedModel forest,
      TrainedModel broken)
      throws InterruptedException {
    Counts withFirst = interlude(load);

    say("%nVersion 2 is better: it should be promoted");
    serve(models, forest, Duration.ZERO);
    RolloutReport promotion = rollOut(endpoint, plan(forest, TO_PROMOTE));
    stopIfDrained(
        endpoint, promotion.phase() == Phase.PROMOTED ? promotion.stable() : promotion.candidate());
    Counts withSecond = interlude(load);

    say("%nVersion 3 cannot take rows with gaps, and is slower: it should be rolled back");
    serve(models, broken, LOOKUP);
    RolloutReport retreat = rollOut(endpoint, plan(broken, TO_ROLL_BACK));
    say("%nThe service goes on");
    Counts afterwards = interlude(load);

    load.close();
    view.close();
    Summary summary =
        new Summary(promotion, retreat, withFirst, withSecond, afterwards, load.counts());
    System.out.println(summary.toText());
    return summary.asItShouldBe();
  }

  private TrainedModel trained(TrainedModel model, List<Row> rows, String which) {
    say(
        "Version %s, %s: right on %.1f %% of %,d %s",
        model.version(), model.kind(), 100 * model.accuracy(rows), rows.size(), which);
    return model;
  }

  private void serve(ModelClient models, TrainedModel model, Duration lookup) {
    ModelServer server = ModelServer.start(model, lookup);
    servers.add(server);
    models.add(server);
  }

  private static RolloutReport rollOut(ModelEndpoint endpoint, RolloutPlan plan)
      throws InterruptedException {
    Rollout rollout = endpoint.start(plan, ACTOR);
    // A bake may move the deadline by twice its length.
    Duration longest = plan.policy().deadline().plus(BAKE.multipliedBy(3));
    return await(rollout.completion().toCompletableFuture(), longest, "the end of " + rollout.id());
  }

  private static Counts interlude(LoadGenerator load) throws InterruptedException {
    Counts before = load.counts();
    return await(load.more(INTERLUDE), INTERLUDE_LIMIT, INTERLUDE + " requests").minus(before);
  }

  private static <T> T await(CompletableFuture<T> future, Duration longest, String what)
      throws InterruptedException {
    try {
      return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          what + " did not come within " + longest.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(what + " did not come", e);
    }
  }

  private void stopIfDrained(ModelEndpoint endpoint, ModelVersion version) {
    if (endpoint.inFlight(version) != 0) {
      return;
    }
    for (ModelServer server : servers) {
      if (server.version().equals(version.version())) {
        server.close();
        say("%s is drained, its server is stopped", version);
      }
    }
  }

  private void say(String format, Object... arguments) {
    view.say(String.format(Locale.ROOT, format, arguments));
  }
}
