package dev.belay.testkit.jqwik;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.Preparation;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutStrategy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Plans, and the contexts of rollouts. */
final class Rollouts {

  private static final int MOST_WARM_UP_CALLS = 1_000_000;

  private Rollouts() {}

  static Arbitrary<RolloutPlan> plans(RolloutStrategy strategy) {
    List<Arbitrary<Consumer<RolloutPlan.Builder>>> settings = List.of(
        Policies.lasting(strategy.course().least())
            .map(policy -> plan -> plan.strategy(strategy).policy(policy)),
        Settings.maybe(Arbitraries.just(true), (plan, retry) -> plan.retry()),
        Settings.maybe(
            Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20),
            RolloutPlan.Builder::salt),
        Settings.maybe(preparations(), RolloutPlan.Builder::prepare),
        Settings.maybe(Arbitraries.just(true), (plan, released) -> plan.release(version -> {})));
    return Numbers.whole(
        Combinators.combine(Versions.names(), Settings.all(settings)).as((candidate, made) -> {
          RolloutPlan.Builder plan = RolloutPlan.to(candidate);
          made.accept(plan);
          return plan.build();
        }));
  }

  /** Whose probe finds the candidate, whose warm-up call succeeds, and that can take everything. */
  private static Arbitrary<Preparation> preparations() {
    List<Arbitrary<Consumer<Preparation.Builder>>> settings = List.of(
        Settings.maybe(Arbitraries.just(true), (made, probe) -> made.probe(version -> probe)),
        Settings.maybe(
            Arbitraries.integers().between(1, MOST_WARM_UP_CALLS),
            (made, calls) -> made.warmUp(calls, version -> {})),
        Settings.maybe(
            Numbers.requestsPerSecond(), (made, most) -> made.capacity(version -> most)));
    return Settings.built(Preparation::builder, settings, Preparation.Builder::build);
  }

  static Arbitrary<RolloutContext> contexts(Arbitrary<RolloutPolicy> policies) {
    return Numbers.whole(Combinators.combine(
            Versions.names(),
            Versions.pairs(),
            Numbers.attempts(),
            policies,
            Numbers.durations(Duration.ZERO, Numbers.HOUR))
        .as((model, versions, attempt, policy, retreatTime) -> new RolloutContext(
            model + ":" + versions.get(1) + "#" + attempt,
            attempt,
            ModelVersion.of(model, versions.get(0)),
            ModelVersion.of(model, versions.get(1)),
            policy,
            BlastRadius.REACTION.plus(retreatTime))));
  }

  static Arbitrary<Situation> situations(RolloutStrategy strategy) {
    return Numbers.whole(Combinators.combine(
            BelayArbitraries.contexts(strategy),
            BelayArbitraries.histories(strategy),
            Numbers.moments())
        .as((context, history, part) -> Walk.to(strategy, context, history, part)));
  }
}
