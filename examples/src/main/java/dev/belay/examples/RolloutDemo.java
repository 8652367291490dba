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
  private final ModelClient models = new ModelClient();
  private final ModelServers servers = new ModelServers(models);

  private RolloutDemo(Options options) {
    this.options = options;
    this.view = new LiveView(System.out, LiveView.onTerminal());
  }

  /**
   * Runs the demo.
   *
   * @param arguments {@code --strategy blue-green} or {@code combined} for another one than a canary, {@code --target haproxy} or {@code databricks} to let a real HAProxy or a fake platform split the traffic, {@code --data DIR} to replay real rows, {@code --help} for the rest
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
    Plans plans = new Plans(
        options.strategy(),
        options.target(),
        options.rate(),
        new GreenChecks(models, data.serving(), view).preparation(),
        this::release);
    servers.start(linear, Duration.ZERO);
    if (options.target().isConfigured()) {
      servers.start(forest, Duration.ZERO);
      servers.start(broken, LOOKUP);
    }
    ModelEndpoint.Builder builder =
        ModelEndpoint.builder(data.model()).live(linear.version()).listener(view);
    try (Front front = Front.open(options.target(), data.model(), servers.running(), models);
        ModelEndpoint endpoint = front.on(builder).build();
        PredictionService service =
            PredictionService.start(endpoint, models, front.scorer(endpoint));
        LoadGenerator load = LoadGenerator.start(
            service.address(), data.serving(), options.users(), options.rate())) {
      view.say(String.format(
          Locale.ROOT,
          "%nThe service answers at %s, version %s is live",
          service.address(),
          linear.version()));
      view.watch(endpoint, plans.stages(), load);
      Previews previews = new Previews(service.address(), data.serving());
      return tell(endpoint, load, plans, previews, forest, broken);
    } finally {
      view.close();
      servers.close();
    }
  }

  private boolean tell(
      ModelEndpoint endpoint,
      LoadGenerator load,
      Plans plans,
      Previews previews,
      TrainedModel forest,
      TrainedModel broken)
      throws IOException, InterruptedException {
    Counts withFirst = interlude(load);

    view.say("\nVersion 2 is better: it should be promoted");
    servers.start(forest, Duration.ZERO);
    RolloutReport promotion = rollOut(endpoint, plans.toPromote(forest.version()), previews);
    stopIfDrained(endpoint, loser(promotion));
    Counts withSecond = interlude(load);

    view.say("\nVersion 3 cannot take rows with gaps, and is slower: it should be rolled back");
    servers.start(broken, LOOKUP);
    RolloutReport retreat = rollOut(endpoint, plans.toRollBack(broken.version()), previews);
    stopIfDrained(endpoint, loser(retreat));
    view.say("\nThe service goes on");
    Counts afterwards = interlude(load);

    load.close();
    view.close();
    Summary summary = new Summary(
        options.strategy(), promotion, retreat, withFirst, withSecond, afterwards, load.counts());
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

  private RolloutReport rollOut(ModelEndpoint endpoint, RolloutPlan plan, Previews previews)
      throws IOException, InterruptedException {
    Rollout rollout = endpoint.start(plan, ACTOR);
    if (options.strategy().keepsTwo()) {
      Previews.Seen seen = previews.look(rollout.candidate());
      view.say(String.format(
          Locale.ROOT,
          "  asked for by its name with %d rows, %s answered %d, and %d of them right",
          seen.asked(),
          rollout.candidate(),
          seen.answered(),
          seen.right()));
    }
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

  /** What a rollout calls when no call is in flight on the stable version any more and nothing can go back to it. */
  private void release(ModelVersion version) {
    servers.stop(version);
    view.say(String.format(
        Locale.ROOT, "  %s is drained, and the rollout has had its server stopped", version));
  }

  /** Stops the server of a version that has no traffic any more, unless its rollout has done so. */
  private void stopIfDrained(ModelEndpoint endpoint, ModelVersion version) {
    // While a call is still on its way there, the server lives, until the demo ends.
    if (endpoint.inFlight(version) == 0 && servers.stop(version)) {
      view.say(String.format(Locale.ROOT, "%s is drained, its server is stopped", version));
    }
  }
}
