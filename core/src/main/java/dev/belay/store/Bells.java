package dev.belay.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to hear of new records, by endpoint. Thread-safe. */
final class Bells {

  private final Map<String, List<Bell>> bells = new ConcurrentHashMap<>();

  /** One watch; two of the same listener are two. */
  private static final class Bell {

    private final Runnable ring;

    Bell(Runnable ring) {
      this.ring = ring;
    }
  }

  RolloutStore.Watch add(String endpoint, Runnable ring) {
    Bell bell = new Bell(ring);
    bells.computeIfAbsent(endpoint, name -> new CopyOnWriteArrayList<>()).add(bell);
    return () -> bells.computeIfPresent(endpoint, (name, all) -> {
      all.remove(bell);
      return all.isEmpty() ? null : all;
    });
  }

  void ring(String endpoint) {
    bells.getOrDefault(endpoint, List.of()).forEach(bell -> bell.ring.run());
  }
}
