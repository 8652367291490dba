package dev.belay.simulation;

import dev.belay.simulation.Rule.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Runs several rules over the same traffic, many times: run {@code i} of a race has the seed {@code seed + i} and nothing
 * else, so that a result depends neither on the number of threads nor on the other rules.
 *
 * @param <I> what happens in an interval
 */
final class Race<I> {

  private final Supplier<Traffic<I>> traffic;
  private final ToDoubleFunction<I> cost;
  private final int runs;
  private final int looks;
  private final long seed;
  private final List<Supplier<Rule<I>>> rules = new ArrayList<>();
  private final List<Integer> patience = new ArrayList<>();

  /**
   * A race without rules.
   *
   * @param traffic new traffic for each run
   * @param cost what an interval costs as long as a rule has said nothing: candidate requests, or labels
   * @param runs how many runs
   * @param looks the most looks in a run
   * @param seed seed of the first run
   */
  Race(Supplier<Traffic<I>> traffic, ToDoubleFunction<I> cost, int runs, int looks, long seed) {
    this.traffic = traffic;
    this.cost = cost;
    this.runs = runs;
    this.looks = looks;
    this.seed = seed * 1_000_003;
  }

  Race<I> enter(Supplier<Rule<I>> rule) {
    return enter(looks, rule);
  }

  /** Enters a rule that is followed for at most that many looks. */
  Race<I> enter(int mostLooks, Supplier<Rule<I>> rule) {
    rules.add(rule);
    patience.add(Math.min(looks, mostLooks));
    return this;
  }

  /** Runs it, in parallel; one result for each rule, in the order of entry. */
  List<Result> run() {
    List<List<Outcome>> outcomes =
        IntStream.range(0, runs).parallel().mapToObj(this::once).toList();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      int rule = i;
      results.add(new Result(outcomes.stream().map(run -> run.get(rule)).toList()));
    }
    return results;
  }

  private List<Outcome> once(int run) {
    Draws draws = new Draws(seed + run);
    Traffic<I> source = traffic.get();
    List<Runner> runners = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      runners.add(new Runner(rules.get(i).get(), patience.get(i)));
    }
    boolean running = true;
    for (int look = 0; look < looks && running; look++) {
      I interval = source.next(draws, look);
      double spent = cost.applyAsDouble(interval);
      running = false;
      for (Runner runner : runners) {
        runner.look(interval, spent);
        running |= runner.running();
      }
    }
    return runners.stream().map(Runner::outcome).toList();
  }

  /**
   * How a run ended for a rule.
   *
   * @param verdict its last word
   * @param cost what it cost until then
   */
  record Outcome(Verdict verdict, double cost) {}

  private final class Runner {

    private final Rule<I> rule;
    private int looksLeft;
    private double spent;
    private Verdict verdict = Verdict.UNDECIDED;

    Runner(Rule<I> rule, int looksLeft) {
      this.rule = rule;
      this.looksLeft = looksLeft;
    }

    boolean running() {
      return verdict == Verdict.UNDECIDED && looksLeft > 0;
    }

    void look(I interval, double cost) {
      if (running()) {
        verdict = rule.look(interval);
        spent += cost;
        looksLeft--;
      }
    }

    Outcome outcome() {
      return new Outcome(verdict, spent);
    }
  }
}
