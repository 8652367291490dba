package dev.belay.advisor;

import dev.belay.ExpectedTraffic;
import dev.belay.advisor.Advice.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Every combination of needs at one traffic. */
final class AllNeeds {

  private static final List<Boolean> EITHER = List.of(false, true);

  private AllNeeds() {}

  static Stream<RolloutNeeds> at(ExpectedTraffic traffic) {
    List<RolloutNeeds> all = new ArrayList<>();
    for (Tolerance tolerance : Tolerance.values()) {
      for (PartialExposure exposure : PartialExposure.values()) {
        for (Duration within : List.of(Duration.ofSeconds(1), Duration.ofMinutes(5))) {
          for (int bits = 0; bits < 16; bits++) {
            all.add(RolloutNeeds.at(traffic)
                .broadFailure(tolerance)
                .partialExposure(exposure)
                .returnWithin(within)
                .mustCoexist(EITHER.get(bits & 1))
                .nearInstantCutover(EITHER.get(bits >> 1 & 1))
                .twoFullCopiesFit(EITHER.get(bits >> 2 & 1))
                .callsMayBeRepeated(EITHER.get(bits >> 3 & 1))
                .build());
          }
        }
      }
    }
    return all.stream();
  }

  /** The advice for those that do not contradict each other; at least one. */
  static List<Advice> advised(ExpectedTraffic traffic, Predicate<RolloutNeeds> filter) {
    List<Advice> advice = at(traffic)
        .filter(filter)
        .map(RolloutAdvisor::advise)
        .filter(each -> each.kind() != Kind.NONE)
        .toList();
    if (advice.isEmpty()) {
      throw new AssertionError("nothing was advised");
    }
    return advice;
  }
}
