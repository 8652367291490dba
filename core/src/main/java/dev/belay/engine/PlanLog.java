package dev.belay.engine;

import dev.belay.PlanCheck;
import dev.belay.PlanRefusedException;
import org.slf4j.Logger;

/** Refuses a plan at its start, or logs what is to be known about it. */
final class PlanLog {

  private PlanLog() {}

  static void write(Logger log, String endpoint, PlanCheck check) {
    if (!check.startable()) {
      throw new PlanRefusedException(check);
    }
    check.forecast().ifPresent(forecast -> log.info("{}: {}", endpoint, forecast.toText()));
    check
        .warnings()
        .forEach(warning -> log.warn("{}: {}: {}", endpoint, warning.trap(), warning.message()));
  }
}
