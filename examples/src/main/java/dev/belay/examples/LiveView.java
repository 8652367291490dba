package dev.belay.examples;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutDecision;
import dev.belay.RolloutListener;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows what goes on: in a terminal a block that is drawn again in place, elsewhere one line a second. Decisions are printed
 * as they are taken and stay. Thread-safe.
 */
final class LiveView implements RolloutListener, AutoCloseable {

  private static final String ESCAPE = "\u001B[";
  /** A line that wrapped would be two to erase. */
  private static final String NO_WRAP = ESCAPE + "?7l";

  private static final String WRAP = ESCAPE + "?7h";
  private static final long REDRAW_MILLIS = 200;
  private static final long LINE_MILLIS = 1_000;

  private final PrintStream out;
  private final boolean terminal;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private @Nullable Future<?> ticking;
  private int drawn;
  private long requestsBefore;
  private long countedAt;
  private double requestsPerSecond;

  /**
   * A view.
   *
   * @param out where to write
   * @param terminal whether it understands cursor movements
   */
  LiveView(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Tells whether the standard output is a terminal that can move its cursor. */
  @SuppressWarnings(
      "SystemConsoleNull") // Up to JDK 21 it is null; isTerminal() answers from JDK 22 on.
  static boolean onTerminal() {
    Console console = System.console();
    String kind = System.getenv("TERM");
    return console != null && isTerminal(console) && kind != null && !kind.equals("dumb");
  }

  /** From JDK 22 on there may be a console without a terminal, and there is a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }

  /**
   * Begins to show.
   *
   * @param endpoint what to watch
   * @param stages how many stages its rollouts have
   * @param load who sends the requests
   */
  synchronized void watch(ModelEndpoint endpoint, int stages, LoadGenerator load) {
    countedAt = System.nanoTime();
    long period = terminal ? REDRAW_MILLIS : LINE_MILLIS;
    ticking = timer.scheduleAtFixedRate(
        () -> show(endpoint, stages, load), period, period, TimeUnit.MILLISECONDS);
  }

  /** Prints text that stays. */
  synchronized void say(String text) {
    erase();
    out.println(text);
    out.flush();
  }

  @Override
  public void onDecision(Rollout rollout, RolloutDecision decision) {
    if (decision.isStep() && !timer.isShutdown()) {
      double seconds =
          Duration.between(decision.to().startedAt(), decision.at()).toMillis() / 1e3;
      say(String.format(
          Locale.ROOT, "* %s after %.1f s: %s", decision.to().phase(), seconds, decision.reason()));
    }
  }

  private synchronized void show(ModelEndpoint endpoint, int stages, LoadGenerator load) {
    if (timer.isShutdown()) {
      return;
    }
    Status status = status(endpoint, stages, load);
    erase();
    if (terminal) {
      List<String> block = status.block();
      out.print(NO_WRAP);
      block.forEach(out::println);
      out.print(WRAP);
      drawn = block.size();
    } else {
      out.println(status.line());
    }
    out.flush();
  }

  private Status status(ModelEndpoint endpoint, int stages, LoadGenerator load) {
    LoadGenerator.Counts counts = load.counts();
    long now = System.nanoTime();
    if (now - countedAt >= TimeUnit.MILLISECONDS.toNanos(LINE_MILLIS) / 2) {
      requestsPerSecond = (counts.requests() - requestsBefore) * 1e9 / (now - countedAt);
      requestsBefore = counts.requests();
      countedAt = now;
    }
    Optional<Status.Progress> progress = endpoint
        .rollout()
        .filter(rollout -> !rollout.state().phase().terminal())
        .map(rollout -> Status.Progress.of(rollout, stages, Instant.now()));
    return new Status(counts, requestsPerSecond, endpoint.live(), progress);
  }

  /** Takes the block away that was drawn last, so that what comes now takes its place. */
  private void erase() {
    if (drawn > 0) {
      out.print(ESCAPE + drawn + "A" + ESCAPE + "J");
      drawn = 0;
    }
  }

  /** Shows nothing more. */
  @Override
  public synchronized void close() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    timer.shutdown();
    erase();
    out.flush();
  }
}
