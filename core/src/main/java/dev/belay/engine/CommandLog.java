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
  CommandLog(Map<String, CommandResult> earlier) {
    earlier.forEach((id, result) -> remember(id, CompletableFuture.completedFuture(result)));
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
