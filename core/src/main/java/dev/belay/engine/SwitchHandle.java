package dev.belay.engine;

import dev.belay.CommandResult;
import dev.belay.EmergencySwitch;
import dev.belay.ModelVersion;
import dev.belay.strategy.Command;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Makes the handle of an emergency switch. */
@FunctionalInterface
public interface SwitchHandle {

  /**
   * Makes the handle.
   *
   * @param from the version that served
   * @param to the version that was set live
   * @param order who did it and why
   * @param at when
   * @param written completes when it is written down
   * @return the handle
   */
  EmergencySwitch of(
      ModelVersion from,
      ModelVersion to,
      Command.Order order,
      Instant at,
      CompletableFuture<CommandResult> written);
}
