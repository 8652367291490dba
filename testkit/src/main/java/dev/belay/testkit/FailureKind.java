package dev.belay.testkit;

import org.jspecify.annotations.Nullable;

/**
 * How a call of a fake model fails. In process each kind throws {@link FakeFailure}: a call that hangs, by
 * {@link Form#TIMEOUT} or {@link Form#STALLED_BODY}, after as long as {@link FakeModel.Builder#hangsFor} says, any other one
 * after its latency. Over HTTP each kind looks as it does in production.
 *
 * <p>Equal if form and status are equal. Immutable.
 */
public final class FailureKind {

  private static final int NO_STATUS = 0;

  private final Form form;
  private final int status;

  /** What a failure looks like. */
  public enum Form {
    /** An answer with an HTTP status other than success. */
    STATUS,
    /** No answer for as long as {@link FakeModel.Builder#hangsFor} says. */
    TIMEOUT,
    /** The connection is closed before the first byte of an answer. */
    DISCONNECT,
    /** The connection is reset before the first byte of an answer. */
    RESET,
    /** The connection is closed in the middle of the body. */
    TRUNCATED_BODY,
    /** The body stops in the middle for as long as {@link FakeModel.Builder#hangsFor} says. */
    STALLED_BODY,
    /** A complete answer with status 200 whose body is no JSON. */
    MALFORMED_BODY
  }

  private FailureKind(Form form, int status) {
    this.form = form;
    this.status = status;
  }

  /**
   * An answer with an HTTP status.
   *
   * @param code in [400, 599]
   * @return the kind
   * @throws IllegalArgumentException if the code is out of range
   */
  public static FailureKind status(int code) {
    return new FailureKind(Form.STATUS, (int) Require.between("code", code, 400, 599));
  }

  /**
   * No answer: the call hangs for as long as {@link FakeModel.Builder#hangsFor} says, and then its connection is closed.
   *
   * @return the kind
   */
  public static FailureKind timeout() {
    return new FailureKind(Form.TIMEOUT, NO_STATUS);
  }

  /**
   * The connection is closed before the first byte of an answer, as by a process that dies. Clients see an early end of the
   * stream or a reset of the connection.
   *
   * @return the kind
   */
  public static FailureKind disconnect() {
    return new FailureKind(Form.DISCONNECT, NO_STATUS);
  }

  /**
   * The connection is reset before the first byte of an answer, as by a machine that has restarted, or by what stands
   * between. Clients see {@code Connection reset}, each time.
   *
   * @return the kind
   */
  public static FailureKind reset() {
    return new FailureKind(Form.RESET, NO_STATUS);
  }

  /**
   * The connection is closed in the middle of the body.
   *
   * @return the kind
   */
  public static FailureKind truncatedBody() {
    return new FailureKind(Form.TRUNCATED_BODY, NO_STATUS);
  }

  /**
   * A body that stops in the middle: status 200, the headers and half of the body come at once. Then nothing comes for as long
   * as {@link FakeModel.Builder#hangsFor} says, and then the connection is closed. Time-outs that end with the first byte, or
   * with the headers, do not help.
   *
   * @return the kind
   */
  public static FailureKind stalledBody() {
    return new FailureKind(Form.STALLED_BODY, NO_STATUS);
  }

  /**
   * A complete answer with status 200 whose body is no JSON.
   *
   * @return the kind
   */
  public static FailureKind malformedBody() {
    return new FailureKind(Form.MALFORMED_BODY, NO_STATUS);
  }

  /**
   * Tells what the failure looks like.
   *
   * @return the form
   */
  public Form form() {
    return form;
  }

  /**
   * Returns the HTTP status of the answer.
   *
   * @return the status in [400, 599], or 0 if the form is not {@link Form#STATUS}
   */
  public int status() {
    return status;
  }

  /** Whether a call takes as long as hanging calls take, whatever its latency. */
  boolean hangs() {
    return form == Form.TIMEOUT || form == Form.STALLED_BODY;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FailureKind kind && kind.form == form && kind.status == status;
  }

  @Override
  public int hashCode() {
    return 31 * form.hashCode() + status;
  }

  /** Returns for example {@code STATUS 503} or {@code TIMEOUT}. */
  @Override
  public String toString() {
    return form == Form.STATUS ? form + " " + status : form.toString();
  }
}
