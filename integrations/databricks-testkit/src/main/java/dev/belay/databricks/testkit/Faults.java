package dev.belay.databricks.testkit;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The faults that wait for their requests, first come, first served. Thread-safe. */
final class Faults {

  /** What is asked of the control plane. */
  enum Kind {
    READ,
    UPDATE,
    TAGS
  }

  private final Map<Kind, Deque<Fault>> waiting = new EnumMap<>(Kind.class);

  synchronized void add(Kind kind, Fault fault, int times) {
    waiting
        .computeIfAbsent(kind, none -> new ArrayDeque<>())
        .addAll(Collections.nCopies(Require.positive("times", times), fault));
  }

  /** What the next request of a kind meets; null if it meets nothing. */
  synchronized @Nullable Fault next(Kind kind) {
    Deque<Fault> queue = waiting.get(kind);
    return queue == null ? null : queue.poll();
  }
}
