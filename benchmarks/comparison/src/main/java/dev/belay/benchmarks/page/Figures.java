package dev.belay.benchmarks.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What the benchmarks came to. One is named by its class and method, its parameters where it has any, and the threads if they are
 * not one: {@code ChooserBenchmark.choose contender=BELAY kind=ASCII_16 threads=2}.
 */
final class Figures {

  private static final String THREADS = "threads";

  private final Collection<RunResult> results;

  Figures(Collection<RunResult> results) {
    this.results = List.copyOf(results);
  }

  /** Nanoseconds of CPU for an operation, of the whole process: what collects the garbage is counted. */
  double cpu(String name) {
    return secondary(one(name), "cpu.norm").getScore();
  }

  /** The same, of the threads that call alone. */
  double callers(String name) {
    return secondary(one(name), "cpu.callers").getScore();
  }

  /** Bytes that an operation allocates. */
  double bytes(String name) {
    return secondary(one(name), "gc.alloc.rate.norm").getScore();
  }

  /** JMH's own score, in its unit. */
  double score(String name) {
    return one(name).getPrimaryResult().getScore();
  }

  /** Half the width of its confidence interval at 99.9 %. */
  double error(String name) {
    return one(name).getPrimaryResult().getScoreError();
  }

  /** The median of single shots. */
  double median(String name) {
    return one(name).getPrimaryResult().getStatistics().getPercentile(50);
  }

  /** The values that a parameter has had, in order. */
  List<String> values(String name, String parameter) {
    return matching(name).stream()
        .map(result -> parameters(result).get(parameter))
        .filter(value -> value != null)
        .distinct()
        .toList();
  }

  private RunResult one(String name) {
    List<RunResult> found = matching(name);
    if (found.size() != 1) {
      throw new IllegalArgumentException("'" + name + "' must name one result, but names "
          + found.stream().map(Figures::nameOf).toList() + " of "
          + results.stream().map(Figures::nameOf).toList());
    }
    return found.get(0);
  }

  private List<RunResult> matching(String name) {
    String[] words = name.split(" ");
    Map<String, String> wanted = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      wanted.put(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    List<RunResult> found = new ArrayList<>();
    for (RunResult result : results) {
      Map<String, String> had = parameters(result);
      if (nameOf(result).equals(words[0])
          && wanted.entrySet().stream()
              .allMatch(entry -> entry.getValue().equals(had.get(entry.getKey())))
          && (wanted.containsKey(THREADS) || had.get(THREADS).equals("1"))) {
        found.add(result);
      }
    }
    return found;
  }

  private static String nameOf(RunResult result) {
    String full = result.getParams().getBenchmark();
    int method = full.lastIndexOf('.');
    return full.substring(full.lastIndexOf('.', method - 1) + 1);
  }

  private static Map<String, String> parameters(RunResult result) {
    BenchmarkParams params = result.getParams();
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String key : params.getParamsKeys()) {
      parameters.put(key, params.getParam(key));
    }
    parameters.put(THREADS, Integer.toString(params.getThreads()));
    return parameters;
  }

  private static Result<?> secondary(RunResult result, String label) {
    Result<?> found = result.getSecondaryResults().get(label);
    if (found == null) {
      throw new IllegalStateException(nameOf(result) + " must have " + label + ", but has "
          + result.getSecondaryResults().keySet());
    }
    return found;
  }
}
