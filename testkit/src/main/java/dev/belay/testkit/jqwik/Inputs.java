package dev.belay.testkit.jqwik;

import dev.belay.TrafficSplit;
import dev.belay.health.Evaluation;
import dev.belay.strategy.Command;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Everything that a strategy can be told, wherever the rollout stands. */
final class Inputs {

  private Inputs() {}

  static Arbitrary<Input> of(RolloutContext context) {
    Arbitrary<TrafficSplit> splits = Versions.splitsBetween(context.stable(), context.candidate());
    return Arbitraries.oneOf(
        Arbitraries.just(new Input.Tick()),
        assessed(context),
        Combinators.combine(Numbers.either(), texts()).as(Input.Readiness::new),
        splits.map(Input.SplitConfirmed::new),
        Combinators.combine(splits, texts()).as(Input.SplitRefused::new),
        Combinators.combine(
                Arbitraries.of(context.stable(), context.candidate()), Numbers.requests())
            .as(Input.Drained::new),
        Combinators.combine(Numbers.either(), texts()).as(Input.Released::new),
        texts().map(Input.Tripped::new),
        orders().map(Command.Pause::new),
        orders().map(Command.Resume::new),
        orders().map(Command.Approve::new),
        orders().map(Command.Promote::new),
        orders().map(Command.RollBack::new));
  }

  /** Of this attempt, and now and then of the one before or after it. */
  private static Arbitrary<Input> assessed(RolloutContext context) {
    Arbitrary<Evaluation> own = Evaluations.of(context);
    Arbitrary<Evaluation> others = Combinators.combine(
            Evaluations.findings(Evaluations.verdicts()), Numbers.instants(), Numbers.either())
        .as((finding, at, later) ->
            finding.under(context.policy(), another(context.attempt(), later), at));
    return Arbitraries.<Evaluation>frequencyOf(Tuple.of(4, own), Tuple.of(1, others))
        .map(Input.Assessed::new);
  }

  static int another(int attempt, boolean later) {
    return later || attempt == 1 ? attempt + 1 : attempt - 1;
  }

  static Arbitrary<Command.Order> orders() {
    return Combinators.combine(
            names(400),
            names(200),
            texts(),
            Arbitraries.longs().between(0, 1_000).optional(.3))
        .as((id, actor, reason, revision) -> new Command.Order(
            id, actor, reason, revision.map(OptionalLong::of).orElse(OptionalLong.empty())));
  }

  /** Up to as long as a name may be, printable, and not blank. */
  private static Arbitrary<String> names(int longest) {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.of("alice", "bob", "the night shift")),
        Tuple.of(
            1,
            Combinators.combine(
                    Arbitraries.chars().alpha(),
                    Arbitraries.strings()
                        .withCharRange(' ', '~')
                        .withCharRange('\u00a1', '\u1fff')
                        .ofMaxLength(longest - 1))
                .as((first, rest) -> first + rest)));
  }

  static Arbitrary<String> texts() {
    return Arbitraries.of("", "as it was drawn", "no", "complaints");
  }
}
