package dev.belay.testkit.rehearsal;

import dev.belay.strategy.Phase;
import dev.belay.testkit.simulation.TimelinePoint;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What came of all runs with one kind of candidate. Immutable and thread-safe. */
public final class Outcomes {

  private final String candidate;
  private final List<Run> runs;

  Outcomes(String candidate, List<Run> runs) {
    this.candidate = candidate;
    this.runs = List.copyOf(runs);
  }

  /**
   * Tells what the candidate was like.
   *
   * @return {@code as good as stable}, or the name of the regression
   */
  public String candidate() {
    return candidate;
  }

  /**
   * Tells how often the candidate was promoted.
   *
   * @return the part of the runs
   */
  public Share promoted() {
    return share(run -> run.ended() && run.phase() == Phase.PROMOTED);
  }

  /**
   * Tells how often the candidate was rolled back, for whatever reason.
   *
   * @return the part of the runs
   */
  public Share rolledBack() {
    return share(run -> run.ended() && run.phase() == Phase.ROLLED_BACK);
  }

  /**
   * Tells how often the rollout had not ended when the simulation reached its bound.
   *
   * @return the part of the runs
   */
  public Share unended() {
    return share(run -> !run.ended());
  }

  private Share share(Predicate<Run> test) {
    return new Share((int) runs.stream().filter(test).count(), runs.size());
  }

  /**
   * Tells how long promotions took, the bake included.
   *
   * @return seconds of virtual time, of the runs that were promoted
   */
  public Distribution secondsToPromotion() {
    return Distribution.of(runs.stream()
        .filter(run -> run.ended() && run.phase() == Phase.PROMOTED)
        .mapToDouble(Run::seconds));
  }

  /**
   * Tells how long it took until all traffic was back on stable.
   *
   * @return seconds of virtual time, of the runs that retreated
   */
  public Distribution secondsToRetreat() {
    return Distribution.of(
        runs.stream().mapToDouble(Run::retreatSeconds).filter(seconds -> !Double.isNaN(seconds)));
  }

  /**
   * Tells how many requests the candidate was asked in a run.
   *
   * @return calls of the candidate, of all runs
   */
  public Distribution candidateRequests() {
    return all(Run::candidateRequests);
  }

  /**
   * Tells how many requests the candidate failed in a run.
   *
   * @return failures of the candidate, of all runs
   */
  public Distribution candidateFailures() {
    return all(Run::candidateFailures);
  }

  /**
   * Tells how many failures of the candidate callers saw in a run: those that were not answered from stable.
   *
   * @return failures, of all runs
   */
  public Distribution failuresSeen() {
    return all(Run::failuresSeen);
  }

  private Distribution all(ToDoubleFunction<Run> number) {
    return Distribution.of(runs.stream().mapToDouble(number));
  }

  /**
   * Tells why rollouts retreated, or what they waited for at the bound. Numbers are left out of the reasons.
   *
   * @return how many runs had each reason, the most frequent first
   */
  public Map<String, Integer> reasons() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    runs.stream()
        .map(Run::why)
        .filter(why -> !why.isEmpty())
        .forEach(why -> counts.merge(why, 1, Integer::sum));
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /**
   * Returns some runs from moment to moment, for plots.
   *
   * @return timelines of the first runs
   */
  public List<List<TimelinePoint>> timelines() {
    return runs.stream().map(Run::timeline).filter(line -> !line.isEmpty()).toList();
  }

  List<Run> runs() {
    return runs;
  }

  /** The seed of a run of which something holds, to look at it alone. */
  List<Long> seeds(Predicate<Run> test) {
    return runs.stream().filter(test).map(Run::seed).toList();
  }
}
