package dev.belay.advisor;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.advisor.Advice.Kind;
import dev.belay.advisor.Advice.Reason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says why a recommendation is as it is, step by step. */
final class Reasons {

  private final RolloutNeeds needs;
  private final StartingNumbers numbers;
  private final RolloutPolicy policy;

  private Reasons(RolloutNeeds needs, StartingNumbers numbers) {
    this.needs = needs;
    this.numbers = numbers;
    this.policy = numbers.policy();
  }

  static List<Reason> of(RolloutNeeds needs, StartingNumbers numbers) {
    Reasons reasons = new Reasons(needs, numbers);
    return List.of(
        new Reason(DecisionStep.BLAST_RADIUS, reasons.blastRadius()),
        new Reason(DecisionStep.EXPOSURE, reasons.exposure()),
        new Reason(DecisionStep.EVIDENCE, reasons.evidence()),
        new Reason(DecisionStep.WAY_BACK, reasons.wayBack()),
        new Reason(
            DecisionStep.SEPARATION,
            "The version is an opaque name: how it was trained and why it was chosen has no part in this."));
  }

  private String blastRadius() {
    BlastRadius radius = policy.blastRadius();
    return String.format(
        Locale.ROOT,
        "%s tolerance for a broad failure: a step may cost at most %s before it is noticed%s%s.",
        howMuch(needs.broadFailure()),
        failures(radius.failuresPerStep()),
        radius.maxFailures() == BlastRadius.UNLIMITED
            ? ""
            : String.format(
                Locale.ROOT,
                ", the candidate may have %,d in all, %d more than a healthy one has with bad luck",
                radius.maxFailures(),
                needs.broadFailure().spareFailures()),
        numbers.kind() == Kind.BLUE_GREEN
            ? ""
            : String.format(
                Locale.ROOT,
                ", and at %s requests/s it begins with %s",
                number(needs.traffic().requestsPerSecond()),
                BasisPoints.toPercent(numbers.legs().get(0).share())));
  }

  private String exposure() {
    if (numbers.kind() == Kind.CANARY) {
      return String.format(
          Locale.ROOT,
          "%s: partial exposure comes first, through %s.",
          needs.partialExposure() == PartialExposure.NEEDED
              ? "A slice must see the new version first"
              : "Nothing asks for a cutover at one instant",
          numbers.legs().stream()
              .map(leg -> BasisPoints.toPercent(leg.share()))
              .collect(Collectors.joining(", ")));
    }
    String why = needs.nearInstantCutover()
        ? "Everything is to change over at one instant"
        : needs.mustCoexist()
            ? "Old and new are to stand complete beside each other"
            : "Partial exposure is ruled out, so everything changes over at one instant";
    if (numbers.kind() == Kind.BLUE_GREEN) {
      return why + ": blue-green.";
    }
    return needs.partialExposure() == PartialExposure.NEEDED
        ? why + ", and a slice must go first: blue-green with both."
        : why + ": blue-green, with a slice because nothing else can be learned from.";
  }

  private String evidence() {
    String proof = "about " + count(numbers.proof());
    String before = policy
        .shadow()
        .map(shadow -> String.format(
            Locale.ROOT, ", after %,d calls in the shadow of stable", shadow.atLeast()))
        .orElse("; there are no shadow calls, since calls may not be repeated");
    return switch (numbers.kind()) {
      case CANARY ->
        "Live requests at growing shares are compared with stable over the same time" + before
            + "; the proof takes " + proof + " of them.";
      case BLUE_GREEN_AFTER_SLICE ->
        "The slice is compared with stable over the same time" + before + "; the proof takes "
            + proof + " of its requests, and the cutover waits for it.";
      default ->
        "The candidate is asked " + policy.shadow().map(Reasons::sample).orElseThrow()
            + " of the requests in the shadow of stable; the proof takes " + proof
            + " pairs, and the cutover waits for it.";
    };
  }

  private static String sample(ShadowCalls shadow) {
    return BasisPoints.toPercent(shadow.sample());
  }

  private String wayBack() {
    return String.format(
        Locale.ROOT,
        "From every phase one write leads back to stable, which is kept ready for %,d minutes after the cutover%s.%s",
        (numbers.strategy().course().bake().toSeconds() + 59) / 60,
        needs.twoFullCopiesFit() ? "" : ", at the size that fits",
        policy.shield()
            ? " Until then stable answers what the candidate fails; set callDeadline, so that it also answers what hangs."
            : " Calls may not be repeated, so no failed call is answered from stable.");
  }

  private static String howMuch(Tolerance tolerance) {
    return switch (tolerance) {
      case NONE -> "No";
      case LITTLE -> "Little";
      case SOME -> "Some";
    };
  }

  private static String failures(double value) {
    return number(value) + (value == 1 ? " failure" : " failures");
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value)
        .round(new MathContext(3))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Rounded up to two digits, because a forecast is no better than that. */
  private static String count(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(2, RoundingMode.UP));
    return String.format(Locale.ROOT, "%,.0f", rounded);
  }
}
