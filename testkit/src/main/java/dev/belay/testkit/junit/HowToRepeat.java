package dev.belay.testkit.junit;

import java.util.Map;
import java.util.stream.Collectors;

/** A note that goes along with a failure: it is suppressed in it, and so it is printed with it. */
final class HowToRepeat extends Throwable {

  private static final long serialVersionUID = 1;

  HowToRepeat(Map<String, String> moment) {
    super(
        moment.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("; "))
            + "; repeat it with @Seed(" + moment.get("seed") + ")",
        null,
        false,
        false);
  }
}
