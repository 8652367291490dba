package dev.belay.testkit.rehearsal;

import dev.belay.RolloutPlan;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.simulation.Traffic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What came of a rehearsal. Immutable and thread-safe.
 *
 * <p>The methods that require something return this, so that they can be chained, and throw an {@link AssertionError} with the
 * whole table. Shares of runs are estimates: with 200 runs, one of 1 % may well show as 3 %.
 */
public final class RehearsalResult {

  private final RolloutPlan plan;
  private final Traffic traffic;
  private final FakeModel stable;
  private final int runs;
  private final long seed;
  private final Outcomes good;
  private final List<Outcomes> bad;

  RehearsalResult(
      RolloutPlan plan,
      Traffic traffic,
      FakeModel stable,
      int runs,
      long seed,
      Outcomes good,
      List<Outcomes> bad) {
    this.plan = plan;
    this.traffic = traffic;
    this.stable = stable;
    this.runs = runs;
    this.seed = seed;
    this.good = good;
    this.bad = List.copyOf(bad);
  }

  /**
   * Returns the runs with a candidate that is as good as stable.
   *
   * @return their outcomes
   */
  public Outcomes good() {
    return good;
  }

  /**
   * Returns the runs with candidates that are not.
   *
   * @return the outcomes of each regression, in the order in which they were added
   */
  public List<Outcomes> regressions() {
    return bad;
  }

  /**
   * Returns the runs with one regression.
   *
   * @param name its name
   * @return their outcomes
   * @throws IllegalArgumentException if there was none of this name
   */
  public Outcomes regression(String name) {
    return bad.stream()
        .filter(outcomes -> outcomes.candidate().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("name must be one of "
            + bad.stream().map(Outcomes::candidate).toList() + ", but was '" + name + "'"));
  }

  /**
   * Tells how often a candidate as good as stable was rolled back, for whatever reason.
   *
   * @return the part of its runs
   */
  public Share falseRollbacks() {
    return good.rolledBack();
  }

  // --- what a test requires

  /**
   * Requires that a candidate as good as stable is seldom rolled back.
   *
   * @param part the largest part of its runs, in [0, 1]
   * @return this
   * @throws AssertionError if it was more
   */
  public RehearsalResult requireFalseRollbacksAtMost(double part) {
    require(
        good.rolledBack().part() <= part,
        "at most " + percent(part) + " of candidates as good as stable rolled back, but it was "
            + good.rolledBack());
    return this;
  }

  /**
   * Requires that each regression is seldom promoted.
   *
   * @param part the largest part of the runs of each, in [0, 1]
   * @return this
   * @throws AssertionError if it was more for any
   */
  public RehearsalResult requireMissedAtMost(double part) {
    for (Outcomes outcomes : bad) {
      require(
          outcomes.promoted().part() <= part,
          "at most " + percent(part) + " of candidates promoted that have '" + outcomes.candidate()
              + "', but it was " + outcomes.promoted());
    }
    return this;
  }

  /**
   * Requires that promotions of a candidate as good as stable come in time.
   *
   * @param longest how long they may take
   * @param part of how many of its runs, in [0, 1]; runs without a promotion do not come in time
   * @return this
   * @throws AssertionError if it was less
   */
  public RehearsalResult requirePromotedWithin(Duration longest, double part) {
    double seconds = longest.toNanos() / 1e9;
    long inTime = java.util.Arrays.stream(good.secondsToPromotion().values())
        .filter(value -> value <= seconds)
        .count();
    Share share = new Share((int) inTime, runs);
    require(
        share.part() >= part,
        "at least " + percent(part) + " of candidates as good as stable promoted within " + longest
            + ", but it was " + share);
    return this;
  }

  /**
   * Requires that each regression fails few requests.
   *
   * @param failures how many at most
   * @param part in how many of its runs, in [0, 1]
   * @return this
   * @throws AssertionError if it was more for any
   */
  public RehearsalResult requireFailuresAtMost(long failures, double part) {
    return requireAtMost("fail", failures, part, Outcomes::candidateFailures);
  }

  /**
   * Requires that callers see few failures of each regression.
   *
   * @param failures how many at most
   * @param part in how many of its runs, in [0, 1]
   * @return this
   * @throws AssertionError if it was more for any
   */
  public RehearsalResult requireFailuresSeenAtMost(long failures, double part) {
    return requireAtMost("show callers failures of", failures, part, Outcomes::failuresSeen);
  }

  private RehearsalResult requireAtMost(
      String what, long most, double part, Function<Outcomes, Distribution> number) {
    for (Outcomes outcomes : bad) {
      double quantile = number.apply(outcomes).quantile(part);
      require(
          quantile <= most,
          "a candidate that has '" + outcomes.candidate() + "' to " + what + " at most " + most
              + " requests in " + percent(part) + " of its runs, but it was " + quantile);
    }
    return this;
  }

  private void require(boolean met, String expectation) {
    if (!met) {
      throw new AssertionError("expected " + expectation + "\n" + toText());
    }
  }

  private static String percent(double part) {
    return 100 * part + " %";
  }

  // --- what a person reads

  /**
   * Writes the result as a table for a terminal.
   *
   * @return several lines
   */
  public String toText() {
    return RehearsalText.of(this);
  }

  /**
   * Writes the result as a page with plots: how the share and the evidence went, and how far the runs are apart. The page is one
   * file that needs no network and no script; it follows the reader's choice of light or dark. The same rehearsal gives the same
   * page.
   *
   * @return the page: HTML that is well-formed XML, but for its first line
   */
  public String toHtml() {
    return RehearsalPage.of(this);
  }

  /**
   * Writes the page of {@link #toHtml} to a file, in UTF-8. An existing file is replaced.
   *
   * @param file the file; its directory must exist
   * @throws IOException if the file cannot be written, for example because there is no such directory
   */
  public void writeHtml(Path file) throws IOException {
    Files.writeString(file, toHtml(), StandardCharsets.UTF_8);
  }

  /** Returns {@link #toText}. */
  @Override
  public String toString() {
    return toText();
  }

  RolloutPlan plan() {
    return plan;
  }

  Traffic traffic() {
    return traffic;
  }

  FakeModel stable() {
    return stable;
  }

  int runs() {
    return runs;
  }

  long seed() {
    return seed;
  }
}
