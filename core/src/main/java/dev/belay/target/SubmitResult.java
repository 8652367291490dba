package dev.belay.target;

import dev.belay.text.Printable;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of telling a target what is wanted: a closed set of answers.
 *
 * <p>Reasons go into logs, reports and journals: what is not printable is replaced, and they are cut after 500 characters.
 */
public sealed interface SubmitResult {

  /** The target will carry the split out; observe it to know when. */
  record Accepted() implements SubmitResult {}

  /** The split is in force already. */
  record AlreadyInForce() implements SubmitResult {}

  /**
   * The target is busy with something else; submit again later.
   *
   * @param reason with what
   * @param retryAfter how long it asks to be left alone, empty if it does not say
   */
  record Busy(String reason, Optional<Duration> retryAfter) implements SubmitResult {

    /**
     * Makes the reason printable.
     *
     * @param reason with what
     * @param retryAfter how long it asks to be left alone
     * @throws IllegalArgumentException if the time is negative
     */
    public Busy {
      reason = Printable.of(reason);
      if (retryAfter.isPresent() && retryAfter.get().isNegative()) {
        throw new IllegalArgumentException(
            "retryAfter must be at least zero, but was " + retryAfter.get());
      }
    }

    /**
     * Says nothing of when to come again.
     *
     * @param reason with what
     */
    public Busy(String reason) {
      this(reason, Optional.empty());
    }
  }

  /**
   * Someone else has changed the target meanwhile, and nothing was done; observe and decide anew.
   *
   * @param reason what was found
   */
  record Conflict(String reason) implements SubmitResult {

    /**
     * Makes the reason printable.
     *
     * @param reason what was found
     */
    public Conflict {
      reason = Printable.of(reason);
    }
  }

  /**
   * The target will not carry this split out, now or later.
   *
   * @param reason why
   */
  record Refused(String reason) implements SubmitResult {

    /**
     * Makes the reason printable.
     *
     * @param reason why
     */
    public Refused {
      reason = Printable.of(reason);
    }
  }

  /**
   * The target may or may not have taken the split; observe it, never assume.
   *
   * @param reason what happened
   */
  record Unknown(String reason) implements SubmitResult {

    /**
     * Makes the reason printable.
     *
     * @param reason what happened
     */
    public Unknown {
      reason = Printable.of(reason);
    }
  }
}
