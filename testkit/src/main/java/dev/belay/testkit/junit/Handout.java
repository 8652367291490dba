package dev.belay.testkit.junit;

import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one test was handed. Not thread-safe. */
final class Handout {

  private final long seed;
  private final Map<Class<?>, Object> made = new HashMap<>();
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private @Nullable VirtualRuntime time;

  Handout(long seed) {
    this.seed = seed;
  }

  long seed() {
    return seed;
  }

  /** The clock of everything in the test. */
  VirtualRuntime time() {
    if (time == null) {
      time = VirtualRuntime.seeded(seed);
    }
    return time;
  }

  Object get(Class<?> type, Function<Handout, Object> kind) {
    Object known = made.get(type);
    if (known != null) {
      return known;
    }
    Object fresh = kind.apply(this);
    made.put(type, fresh);
    if (fresh instanceof AutoCloseable closeable) {
      toClose.push(closeable);
    }
    return fresh;
  }

  boolean isInUse() {
    return !made.isEmpty();
  }

  /** Seed and time, for a person. */
  Map<String, String> moment() {
    Map<String, String> moment = new LinkedHashMap<>();
    moment.put("seed", Long.toString(seed));
    if (time != null) {
      moment.put(
          "virtual time",
          time.clock().instant() + ", " + Duration.ofNanos(time.nanoTime()) + " after the start");
    }
    return moment;
  }

  /** Closes everything, the last one first; what the first failure to close leaves open is closed as well. */
  void close() throws Exception {
    Exception first = null;
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().close();
      } catch (Exception failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
