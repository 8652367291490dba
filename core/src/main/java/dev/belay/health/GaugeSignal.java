package dev.belay.health;

import java.util.Locale;
import java.util.function.DoubleSupplier;

/** A fixed limit on a reading. */
record GaugeSignal(String name, DoubleSupplier reading, double limit) implements HealthSignal {

  GaugeSignal {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank, but was '" + name + "'");
    }
    if (Double.isNaN(limit)) {
      throw new IllegalArgumentException("limit must be a number, but was NaN");
    }
  }

  @Override
  public boolean sequential() {
    return false;
  }

  /** Its reading is its own, whatever the calls. */
  @Override
  public boolean learnsFromShadow() {
    return true;
  }

  @Override
  public String description() {
    return name + " above " + limit;
  }

  @Override
  public SignalMonitor open(SignalContext context) {
    return increment -> assess(reading.getAsDouble());
  }

  private Assessment assess(double value) {
    if (Double.isNaN(value)) {
      return Assessment.unavailable(name + " has no reading (NaN)");
    }
    boolean within = value <= limit;
    return Assessment.builder(within ? Verdict.HEALTHY : Verdict.UNHEALTHY)
        .number("reading", value)
        .number("limit", limit)
        .reason(String.format(
            Locale.ROOT,
            "%s is %.4g, %s its limit of %.4g",
            name,
            value,
            within ? "within" : "above",
            limit))
        .build();
  }
}
