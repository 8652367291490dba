package dev.belay.examples;

import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.strategy.Hold;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where everything stands at one moment, and how that is written.
 *
 * @param load what the users have seen
 * @param requestsPerSecond what they send at the moment
 * @param live the version that serves
 * @param progress where the rollout stands, empty if none is running
 */
record Status(
    LoadGenerator.Counts load,
    double requestsPerSecond,
    ModelVersion live,
    Optional<Progress> progress) {

  private static final int WIDE = 40;
  private static final int NARROW = 10;

  /**
   * Where a rollout stands.
   *
   * @param stable the version that served when it began
   * @param candidate the version that is rolled out
   * @param state its state
   * @param stages how many stages it has before the bake
   * @param timeLeft until its deadline
   * @param evaluation what the last evaluation found
   */
  record Progress(
      ModelVersion stable,
      ModelVersion candidate,
      RolloutState state,
      int stages,
      Duration timeLeft,
      Optional<Evaluation> evaluation) {

    static Progress of(Rollout rollout, int stages, Instant now) {
      RolloutState state = rollout.state();
      return new Progress(
          rollout.stable(),
          rollout.candidate(),
          state,
          stages,
          Duration.between(now, state.deadline()),
          rollout.lastEvaluation());
    }

    private String where() {
      return switch (state.phase()) {
        case EXPOSING ->
          stages == 1 ? "EXPOSING" : "EXPOSING, stage " + (state.stage() + 1) + " of " + stages;
        default -> state.phase().toString();
      };
    }

    private String share() {
      int basisPoints = state.split().basisPoints(candidate);
      String digits = basisPoints % 100 == 0 ? "%.0f %%" : "%.2f %%";
      return String.format(Locale.ROOT, digits, basisPoints / 100.0);
    }

    private String secondsLeft() {
      return Math.max(0, timeLeft.toSeconds()) + " s";
    }

    private CallCounts stableCalls() {
      return evaluation.map(found -> found.stable().all()).orElse(CallCounts.NONE);
    }

    private CallCounts candidateCalls() {
      return evaluation.map(found -> found.candidate().all()).orElse(CallCounts.NONE);
    }

    private PairCounts pairs() {
      return evaluation.map(Evaluation::shadow).orElse(PairCounts.NONE);
    }

    private String inShadow() {
      PairCounts pairs = pairs();
      return String.format(
          Locale.ROOT,
          "%,d pairs, %,d failed on %s, %,d of %,d agree",
          pairs.pairs(),
          pairs.candidate().failures(),
          candidate,
          pairs.agreed(),
          pairs.compared());
    }

    private String holds() {
      return state.holds().isEmpty()
          ? "nothing"
          : state.holds().stream().map(Progress::words).collect(Collectors.joining(", "));
    }

    private static String words(Hold hold) {
      return hold.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Writes a block for a terminal, no line longer than 79 characters. */
  List<String> block() {
    String users = String.format(
        Locale.ROOT,
        "  requests     %,d from %,d users, %,.0f/s; %,d seen failing by a user",
        load.requests(),
        load.users(),
        requestsPerSecond,
        load.failures());
    return progress
        .map(rollout -> block(rollout, users))
        .orElse(List.of("  " + live + " serves everything", users));
  }

  private static List<String> block(Progress rollout, String users) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(
        Locale.ROOT,
        "  %s -> %s: %s, share %s, time left %s",
        rollout.stable(),
        rollout.candidate(),
        rollout.where(),
        rollout.share(),
        rollout.secondsLeft()));
    lines.add(users);
    lines.add("  stable       " + rollout.stableCalls());
    lines.add("  candidate    " + rollout.candidateCalls());
    if (rollout.pairs().pairs() > 0) {
      lines.add("  in shadow    " + rollout.inShadow());
    }
    lines.add(evidence("  against it   ", rollout.evaluation().map(Status::against), "retreat"));
    lines.add(evidence("  for it       ", rollout.evaluation().map(Status::inFavour), "proof"));
    lines.add("  waiting for  " + rollout.holds());
    return lines;
  }

  /** Writes one line, for a log. */
  String line() {
    String users = String.format(
        Locale.ROOT,
        "%,d requests, %,.0f/s, %,d users, %,d seen failing",
        load.requests(),
        requestsPerSecond,
        load.users(),
        load.failures());
    return progress
        .map(rollout -> String.format(
            Locale.ROOT,
            "  %s, share %s | %s | failed: stable %s, candidate %s%s | against %s for %s | time left %s",
            rollout.where(),
            rollout.share(),
            users,
            rate(rollout.stableCalls()),
            rate(rollout.candidateCalls()),
            rollout.pairs().pairs() == 0 ? "" : " | in shadow: " + rollout.inShadow(),
            small(rollout.evaluation().map(Status::against)),
            small(rollout.evaluation().map(Status::inFavour)),
            rollout.secondsLeft()))
        .orElse("  " + live + " serves everything | " + users);
  }

  private static String rate(CallCounts calls) {
    return calls.requests() == 0
        ? "none of 0"
        : String.format(Locale.ROOT, "%.2f %% of %,d", 100 * calls.failureRate(), calls.requests());
  }

  /**
   * Evidence on its way to where it decides.
   *
   * @param value a natural logarithm
   * @param threshold where it decides
   */
  private record Evidence(double value, double threshold) {}

  private static Evidence against(Evaluation evaluation) {
    return new Evidence(evaluation.rollbackEvidence(), evaluation.rollbackThreshold());
  }

  private static Evidence inFavour(Evaluation evaluation) {
    return new Evidence(evaluation.promotionEvidence(), evaluation.promotionThreshold());
  }

  private static String evidence(String title, Optional<Evidence> evidence, String end) {
    return title
        + evidence
            .map(found -> String.format(
                Locale.ROOT,
                "%s %.2f of %.2f: %s",
                Bar.of(found.value(), found.threshold(), WIDE),
                Math.max(0, found.value()),
                found.threshold(),
                end))
            .orElse(Bar.of(0, 1, WIDE));
  }

  private static String small(Optional<Evidence> evidence) {
    return evidence
        .map(found -> Bar.of(found.value(), found.threshold(), NARROW))
        .orElse(Bar.of(0, 1, NARROW));
  }
}
