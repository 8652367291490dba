package dev.belay.target;

/** What came of telling a target what is wanted: a closed set of answers. */
public sealed interface SubmitResult {

  /** The target will carry the split out; observe it to know when. */
  record Accepted() implements SubmitResult {}

  /** The split is in force already. */
  record AlreadyInForce() implements SubmitResult {}

  /**
   * The target is busy with something else; submit again later.
   *
   * @param reason with what
   */
  record Busy(String reason) implements SubmitResult {}

  /**
   * Someone else has changed the target meanwhile; observe and decide anew.
   *
   * @param reason what was found
   */
  record Conflict(String reason) implements SubmitResult {}

  /**
   * The target will not carry this split out, now or later.
   *
   * @param reason why
   */
  record Refused(String reason) implements SubmitResult {}

  /**
   * The target may or may not have taken the split; observe it, never assume.
   *
   * @param reason what happened
   */
  record Unknown(String reason) implements SubmitResult {}
}
