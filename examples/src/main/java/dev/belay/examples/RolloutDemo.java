package dev.belay.examples;

import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutReport;
import dev.belay.examples.LoadGenerator.Counts;
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

  /** Before the first rollout and after each: long enough to tell the versions' accuracies apart. */
  private static final int INTERLUDE_SECONDS = 2;

  /** What version 3 waits for before each prediction: its features come from another service. */
  private static final Duration LOOKUP = Duration.ofMillis(6);

  private static final Duration INTERLUDE_LIMIT = Duration.ofSeconds(10);
  /** Kept here, because the logging system forgets the levels of loggers that nobody holds. */
  private static final List<Logger> LOGGERS =
      List.of(Logger.getLogger("org.tribuo"), Logger.getLogger("dev.belay"));

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

  private boolean run() throws IOException, InterruptedException {
    DataSet data = options.data().isPresent()
        ? AdultRows.read(options.data().get())
        : GeneratedRows.create(SEED);
    view.say(String.format(
        Locale.ROOT,
        "%s: %,d rows to learn from, %,d to serve",
        data.origin(),
        data.training().size(),
        data.serving().size()));
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
      view.say(String.format(
          Locale.ROOT,
          "%nThe service answers at %s, version %s is live",
          service.address(),
          linear.version()));
      view.watch(endpoint, Plans.STAGES, load);
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

    view.say("\nVersion 2 is better: it should be promoted");
    serve(models, forest, Duration.ZERO);
    RolloutReport promotion = rollOut(endpoint, Plans.toPromote(forest, options.rate()));
    stopIfDrained(endpoint, loser(promotion));
    Counts withSecond = interlude(load);

    view.say("\nVersion 3 cannot take rows with gaps, and is slower: it should be rolled back");
    serve(models, broken, LOOKUP);
    RolloutReport retreat = rollOut(endpoint, Plans.toRollBack(broken, options.rate()));
    stopIfDrained(endpoint, loser(retreat));
    view.say("\nThe service goes on");
    Counts afterwards = interlude(load);

    load.close();
    view.close();
    Summary summary =
        new Summary(promotion, retreat, withFirst, withSecond, afterwards, load.counts());
    System.out.println(summary.toText());
    return summary.asItShouldBe();
  }

  private TrainedModel trained(TrainedModel model, List<Row> rows, String which) {
    view.say(String.format(
        Locale.ROOT,
        "Version %s, %s: right on %.1f %% of %,d %s",
        model.version(),
        model.kind(),
        100 * model.accuracy(rows),
        rows.size(),
        which));
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
    return await(
        rollout.completion().toCompletableFuture(),
        Plans.longest(plan),
        "the end of " + rollout.id());
  }

  private Counts interlude(LoadGenerator load) throws InterruptedException {
    Counts before = load.counts();
    int requests = INTERLUDE_SECONDS * options.rate();
    return await(load.more(requests), INTERLUDE_LIMIT, requests + " requests").minus(before);
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

  /** The version that a rollout took the traffic from, or did not give it to. */
  private static ModelVersion loser(RolloutReport report) {
    return report.phase() == Phase.PROMOTED ? report.stable() : report.candidate();
  }

  private void stopIfDrained(ModelEndpoint endpoint, ModelVersion version) {
    if (endpoint.inFlight(version) != 0) {
      // A call is still on its way there; the server lives until the demo ends.
      return;
    }
    for (ModelServer server : servers) {
      if (server.version().equals(version.version())) {
        server.close();
        view.say(String.format(Locale.ROOT, "%s is drained, its server is stopped", version));
      }
    }
  }
}
