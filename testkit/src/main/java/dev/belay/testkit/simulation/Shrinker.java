package dev.belay.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a history that fails shorter, as long as it fails: leaves out parts, large ones first (after A. Zeller and R. Hildebrandt,
 * "Simplifying and isolating failure-inducing input", IEEE TSE 28 (2002)), and then takes fewer requests. Pure functions.
 */
final class Shrinker {

  private Shrinker() {}

  static List<Happening> shrink(List<Happening> failing, Predicate<List<Happening>> fails) {
    List<Happening> shortest = failing;
    for (int size = Math.max(1, shortest.size() / 2); size >= 1; size /= 2) {
      shortest = withoutParts(shortest, size, fails);
    }
    return withFewerRequests(shortest, fails);
  }

  private static List<Happening> withoutParts(
      List<Happening> failing, int size, Predicate<List<Happening>> fails) {
    List<Happening> shortest = failing;
    int from = 0;
    while (from < shortest.size()) {
      List<Happening> shorter = new ArrayList<>(shortest);
      shorter.subList(from, Math.min(from + size, shorter.size())).clear();
      if (fails.test(shorter)) {
        shortest = shorter;
      } else {
        from += size;
      }
    }
    return shortest;
  }

  private static List<Happening> withFewerRequests(
      List<Happening> failing, Predicate<List<Happening>> fails) {
    List<Happening> shortest = new ArrayList<>(failing);
    for (int i = 0; i < shortest.size(); i++) {
      while (shortest.get(i) instanceof Happening.Requests requests && requests.count() > 1) {
        List<Happening> fewer = new ArrayList<>(shortest);
        fewer.set(
            i,
            new Happening.Requests(
                requests.count() / 2,
                requests.gap(),
                requests.stableFails(),
                requests.candidateFails()));
        if (!fails.test(fewer)) {
          break;
        }
        shortest = fewer;
      }
    }
    return shortest;
  }
}
