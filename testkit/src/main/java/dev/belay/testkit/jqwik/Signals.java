package dev.belay.testkit.jqwik;

import dev.belay.health.Agreement;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Latency;
import dev.belay.health.Predictions;
import dev.belay.health.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** The built-in signals, with every setting, and sets of them that a policy takes. */
final class Signals {

  /** What a signal has to do with the decision. */
  private enum Part {
    NONE,
    DECIDES,
    OBSERVED
  }

  /** A signal and its part. */
  private record Member(Part part, HealthSignal signal) {}

  /**
   * The signals of a policy, with different names.
   *
   * @param deciding none, or at least one that gathers evidence about calls
   * @param observed any
   */
  record Chosen(List<HealthSignal> deciding, List<HealthSignal> observed) {}

  private Signals() {}

  /** One of each kind; no two kinds have the same name. */
  private static List<Arbitrary<HealthSignal>> kinds() {
    return List.of(
        failureRate(),
        Numbers.partsOfAll().map(FailureRate::atMost),
        latency(),
        Combinators.combine(
                Numbers.durations(Duration.ofNanos(1_000), Duration.ofSeconds(60)),
                Numbers.between(.5, .9999))
            .as(Latency::atMost),
        quality(),
        predictions(),
        Numbers.partsOfAll().map(Agreement::atLeast),
        Combinators.combine(Numbers.between(0, 1_000), Numbers.between(0, 1_000))
            .as((reading, limit) -> HealthSignal.gauge("queue length", () -> reading, limit)));
  }

  static Arbitrary<HealthSignal> all() {
    return Arbitraries.oneOf(kinds());
  }

  static Arbitrary<Chosen> sets() {
    List<Arbitrary<Member>> members = new ArrayList<>();
    for (Arbitrary<HealthSignal> kind : kinds()) {
      members.add(Combinators.combine(
              Arbitraries.frequency(
                  Tuple.of(6, Part.NONE), Tuple.of(2, Part.DECIDES), Tuple.of(1, Part.OBSERVED)),
              kind)
          .as(Member::new));
    }
    return Numbers.whole(Combinators.combine(members).as(Signals::chosen));
  }

  /** A fixed rule decides only beside a signal that gathers evidence; where nothing decides, everything is left to the default. */
  private static Chosen chosen(List<Member> members) {
    List<HealthSignal> deciding = of(Part.DECIDES, members);
    List<HealthSignal> observed = of(Part.OBSERVED, members);
    return deciding.stream().anyMatch(HealthSignal::sequential)
        ? new Chosen(deciding, observed)
        : new Chosen(List.of(), List.of());
  }

  private static List<HealthSignal> of(Part part, List<Member> members) {
    return members.stream()
        .filter(member -> member.part() == part)
        .map(Member::signal)
        .toList();
  }

  private static Arbitrary<HealthSignal> failureRate() {
    return Combinators.combine(
            Numbers.between(0, 10),
            Numbers.between(.0001, 90),
            Numbers.between(0, .5),
            Numbers.between(.0001, .5))
        .as((tolerance, beyond, allowed, more) -> FailureRate.againstStable()
            .tolerance(tolerance)
            .margin(tolerance + beyond)
            .rollbackAllowance(allowed)
            .promotionAllowance(Math.min(.5, allowed + more))
            .build());
  }

  private static Arbitrary<HealthSignal> latency() {
    return Combinators.combine(Numbers.between(0, 10), Numbers.between(.1, 90))
        .as((tolerance, beyond) -> Latency.againstStable()
            .tolerance(tolerance)
            .margin(tolerance + beyond)
            .build());
  }

  private static Arbitrary<HealthSignal> quality() {
    return Combinators.combine(Numbers.between(0, .5), Numbers.between(.0001, .5))
        .as((tolerance, beyond) -> Quality.againstStable()
            .tolerance(tolerance)
            .margin(tolerance + beyond)
            .build());
  }

  /** Of scores, or of 2 to 64 classes. */
  private static Arbitrary<HealthSignal> predictions() {
    return Combinators.combine(
            Arbitraries.integers().between(2, 64).optional(.8),
            Numbers.between(0, 10),
            Numbers.between(.0001, 90),
            Numbers.between(0, .5),
            Numbers.between(.0001, .5))
        .as((classes, ratio, beyond, share, more) -> classes
            .map(Predictions::ofClasses)
            .orElseGet(Predictions::ofScores)
            .tolerance(ratio, share)
            .margin(ratio + beyond, Math.min(.5, share + more))
            .build());
  }
}
