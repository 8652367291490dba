package dev.belay.testkit;

import dev.belay.strategy.Command;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutInvariants;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Asks the strategy, and holds each answer to the rules. Not thread-safe. */
final class Referee {

  private final RolloutStrategy strategy;
  private final RolloutContext context;
  private final Findings findings;

  Referee(RolloutStrategy strategy, RolloutContext context, Findings findings) {
    this.strategy = strategy;
    this.context = context;
    this.findings = findings;
  }

  /** The beginning; one that cannot be is the caller's to hear of. */
  Visit begin(Instant now) {
    RolloutState first = strategy.begin(context, now);
    RolloutState expected = RolloutState.first(context, now);
    Visit visit = Visit.begun(first, now);
    if (!first.equals(strategy.begin(equal(context), now))) {
      wrong("purity", "two equal rollouts begin differently", visit);
    }
    boolean dark = first.phase() == Phase.PREPARING && first.split().equals(expected.split());
    if (!dark) {
      wrong("begin", "no traffic must be on the candidate, but it begins in " + first, visit);
    }
    boolean known = first.rollout().equals(context.rollout())
        && first.attempt() == context.attempt()
        && first.startedAt().equals(now)
        && first.since().equals(now);
    if (!known) {
      wrong("begin", "it must be the rollout that is asked for, from now, but is " + first, visit);
    }
    return visit;
  }

  /** What the strategy decides, empty if a rule is broken. */
  Optional<Transition> take(Visit from, Stimulus stimulus) {
    RolloutState before = from.state();
    Transition transition;
    try {
      transition = strategy.decide(context, before, stimulus.input(), from.now());
      Objects.requireNonNull(transition, "transition");
      Objects.requireNonNull(transition.state(), "state");
      Objects.requireNonNull(transition.reason(), "reason");
    } catch (RuntimeException | Error failure) {
      wrong("exception", "the strategy threw " + failure, from, stimulus, before, "threw");
      return Optional.empty();
    }
    Optional<RolloutInvariants.Violation> violation =
        RolloutInvariants.check(context, before, stimulus.input(), transition.state(), from.now());
    if (violation.isPresent()) {
      RolloutInvariants.Violation broken = violation.get();
      wrong("invariant " + broken.number(), broken.story(), from, stimulus, transition);
      return Optional.empty();
    }
    if (transition.refused()) {
      if (!transition.state().equals(before)) {
        wrong("refusal", "a refusal changes nothing", from, stimulus, transition);
        return Optional.empty();
      }
      if (!(stimulus.input() instanceof Command)) {
        wrong("refusal", "only a command can be refused", from, stimulus, transition);
      }
    }
    ask(from, stimulus, transition.state(), transition.reason());
    return Optional.of(transition);
  }

  /** Asks once more for what was found first: by now a strategy that remembers has something else in mind. */
  void again(Visit visit) {
    Visit from = visit.cause();
    if (from != null) {
      ask(from, visit.input(), visit.state(), visit.reason());
    }
  }

  private void ask(Visit from, Stimulus stimulus, RolloutState state, String reason) {
    String answer;
    try {
      Transition second = strategy.decide(
          equal(context), from.state().with().build(), stimulus.input(), from.now());
      if (second.state().equals(state) && second.reason().equals(reason)) {
        return;
      }
      answer = Story.place(second.state()) + " (" + second.reason() + ")";
    } catch (RuntimeException | Error failure) {
      answer = failure.toString();
    }
    wrong(
        "purity",
        "asked again with equal arguments, the strategy answered " + answer,
        from,
        stimulus,
        state,
        reason);
  }

  private static RolloutContext equal(RolloutContext context) {
    return new RolloutContext(
        context.rollout(),
        context.attempt(),
        context.stable(),
        context.candidate(),
        context.policy(),
        context.reaction());
  }

  private void wrong(String rule, String what, Visit at) {
    findings.add(rule, what, at.state().phase(), "", () -> Story.path(at));
  }

  private void wrong(
      String rule, String what, Visit from, Stimulus stimulus, Transition transition) {
    wrong(rule, what, from, stimulus, transition.state(), transition.reason());
  }

  private void wrong(
      String rule, String what, Visit from, Stimulus stimulus, RolloutState state, String reason) {
    String kind = stimulus.input().getClass().getSimpleName();
    findings.add(rule, what, from.state().phase(), kind, () -> {
      List<Exploration.Step> path = new ArrayList<>(Story.path(from));
      Duration waited = Duration.between(from.arrived(), from.now());
      path.add(new Exploration.Step(waited, stimulus.text(), state, reason));
      return path;
    });
  }
}
