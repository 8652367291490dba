package dev.belay.engine;

import dev.belay.CommandResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What came of the last commands of an endpoint, so that a repetition is recognised. Used by the control thread alone. */
final class CommandLog {

  private static final int REMEMBERED = 1_000;

  private final Map<String, CompletableFuture<CommandResult>> results = new LinkedHashMap<>();

  /** Begins with what earlier processes have written down. */
  CommandLog(Map<String, Long> earlier) {
    addEarlier(earlier);
  }

  /** Adds what earlier processes have written down: the revision that each command led to. */
  void addEarlier(Map<String, Long> earlier) {
    earlier.forEach((id, revision) -> results.putIfAbsent(
        id, CompletableFuture.completedFuture(new CommandResult.Applied(revision))));
  }

  /** Refuses what will never be written down. */
  void refuseOpen(String why) {
    results.values().forEach(result -> {
      if (!result.isDone()) {
        result.complete(new CommandResult.Refused(why));
      }
    });
  }

  /** What will have come of the first command with an id, null if there was none. */
  @Nullable
  CompletableFuture<CommandResult> find(String id) {
    return results.get(id);
  }

  void remember(String id, CompletableFuture<CommandResult> result) {
    results.put(id, result);
    if (results.size() > REMEMBERED) {
      results.remove(results.keySet().iterator().next());
    }
  }
}
