package dev.belay;

import dev.belay.target.TrafficTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is wrong with a plan, found before it is started.
 *
 * <pre>{@code
 * PlanCheck check = PlanCheck.of(plan);
 * System.out.println(check.toText());
 * }</pre>
 *
 * <p>An error means that the rollout would do what nobody can want, or could never come to its end: {@link ModelEndpoint#start}
 * refuses such a plan. A warning is a risk that may be taken knowingly, and is logged at the start. What depends on how many
 * requests there are is looked at only if the policy says {@linkplain RolloutPolicy.Builder#expectedTraffic what traffic to
 * expect}.
 *
 * <p>Immutable and thread-safe.
 */
public final class PlanCheck {

  private static final TrafficTarget.Capabilities ROUTER =
      new TrafficTarget.Capabilities(1, 1, Duration.ZERO);

  private final String title;
  private final List<Finding> findings;
  private final Optional<Forecast> forecast;

  private PlanCheck(PlanUnderCheck plan) {
    title = plan.title();
    findings = List.copyOf(plan.findings());
    forecast = plan.forecast();
  }

  /** How bad a finding is. */
  public enum Severity {
    /** The plan is refused. */
    ERROR,
    /** The plan may be started, and the finding is logged. */
    WARNING
  }

  /** What a plan can fall into. */
  public enum Trap {
    /**
     * The first that the candidate takes is everything, or most of it. Whatever is wrong with it then reaches everyone at once;
     * partial exposure comes first.
     */
    FULL_CUTOVER,
    /** Nothing can be learned before the candidate takes everything, or a deciding signal cannot learn from what there is. */
    NO_EVIDENCE,
    /** Stable is retired as soon as the candidate has everything, so that nothing is left to return to. */
    NO_WAY_BACK,
    /** The time, the traffic or the signals do not allow an answer. */
    UNDECIDABLE,
    /** Something may be waited for without an end that anybody would still expect. */
    NO_DEADLINE,
    /** The blast radius is so small that the rollout cannot begin, or that a healthy candidate would spend it. */
    BLAST_RADIUS,
    /** The strategy may ask for a share that the target can only round. */
    TARGET_CANNOT_EXPRESS
  }

  /**
   * One thing that is wrong. Immutable.
   *
   * @param severity how bad it is
   * @param trap what the plan falls into
   * @param message what is wrong, why that is a trap, and what to do about it
   */
  public record Finding(Severity severity, Trap trap, String message) {

    /**
     * Writes the finding as a person reads it.
     *
     * @return the severity, the trap and the message
     */
    @Override
    public String toString() {
      return severity + " " + trap + ": " + message;
    }
  }

  /**
   * Checks a plan for this process's router.
   *
   * @param plan the plan
   * @return the check
   */
  public static PlanCheck of(RolloutPlan plan) {
    return of(plan, ROUTER);
  }

  /**
   * Checks a plan for a target.
   *
   * @param plan the plan
   * @param target what the target can express, and how fast a retreat is in force there
   * @return the check
   */
  public static PlanCheck of(RolloutPlan plan, TrafficTarget.Capabilities target) {
    PlanUnderCheck subject = new PlanUnderCheck(plan, target);
    ExposureRules.apply(subject);
    EvidenceRules.apply(subject);
    BlastRadiusRules.apply(subject);
    TimeRules.apply(subject);
    ProofRules.apply(subject);
    WaitRules.apply(subject);
    return new PlanCheck(subject);
  }

  /**
   * Returns what was found.
   *
   * @return the findings, errors first
   */
  public List<Finding> findings() {
    return findings;
  }

  /**
   * Returns what stands against a start.
   *
   * @return the errors
   */
  public List<Finding> errors() {
    return findings.stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .toList();
  }

  /**
   * Returns what is risky and allowed.
   *
   * @return the warnings
   */
  public List<Finding> warnings() {
    return findings.stream()
        .filter(finding -> finding.severity() == Severity.WARNING)
        .toList();
  }

  /**
   * Tells whether the plan may be started, as far as the plan itself is concerned.
   *
   * @return true if there is no error
   */
  public boolean startable() {
    return errors().isEmpty();
  }

  /**
   * Returns what the rollout will need at the share where the proof will be waited for.
   *
   * @return the forecast; empty if the policy does not say what traffic to expect and how often it fails, if a signal failed to
   *     forecast, or if no live traffic comes before the cutover
   */
  public Optional<Forecast> forecast() {
    return forecast;
  }

  /**
   * Writes the check as a person reads it.
   *
   * @return a line for the verdict and one for each finding
   */
  public String toText() {
    String verdict = startable() ? "may be started" : "is refused";
    return findings.isEmpty()
        ? title + " " + verdict
        : findings.stream()
            .map(Finding::toString)
            .collect(Collectors.joining("\n", title + " " + verdict + "\n", ""));
  }

  @Override
  public String toString() {
    return toText();
  }
}
