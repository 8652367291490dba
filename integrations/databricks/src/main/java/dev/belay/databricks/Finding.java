package dev.belay.databricks;

/**
 * Something about an endpoint that a person should know before a rollout.
 *
 * @param severity how bad it is
 * @param what what was found; no secrets
 * @param remedy what to do
 */
public record Finding(Severity severity, String what, String remedy) {

  /** How bad a finding is. */
  public enum Severity {
    /** A rollout will not work, or a retreat may not. */
    ERROR,
    /** A rollout works, but not as well as it could. */
    WARNING
  }

  /** Returns the finding as one sentence after the other. */
  @Override
  public String toString() {
    return severity + ": " + what + ". " + remedy + ".";
  }
}
