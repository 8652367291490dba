package dev.belay.databricks.testkit;

/**
 * How a request fails. Unless a fault says otherwise, the request is answered with an error as the platform words it, and nothing of
 * what it asked for is done.
 */
public enum Fault {
  /** 400: the request makes no sense. */
  BAD_REQUEST(400, "INVALID_PARAMETER_VALUE", "traffic must sum to 100"),
  /** 400: the state of the endpoint does not allow it, for example since an update is under way. */
  INVALID_STATE(400, "INVALID_STATE", "not in a state to be updated"),
  /** 401: the token is not accepted. */
  UNAUTHORIZED(401, "UNAUTHENTICATED", "bad token"),
  /** 403: the caller may not do that. */
  FORBIDDEN(403, "PERMISSION_DENIED", "User does not have CAN_MANAGE"),
  /** 403: the caller may, but whoever created the endpoint may not any more, which the platform checks at every update. */
  CREATOR_REMOVED(403, "PERMISSION_DENIED", "The endpoint creator is no member of the workspace"),
  /** 404: there is no such endpoint. */
  NOT_FOUND(404, "RESOURCE_DOES_NOT_EXIST", "no such endpoint"),
  /** 409: another update is under way. */
  CONFLICT(409, "RESOURCE_CONFLICT", "is currently updating"),
  /** 429: there are too many requests; {@code Retry-After} says when to come again. */
  TOO_MANY(429, "REQUEST_LIMIT_EXCEEDED", "too many"),
  /** 500: something is wrong inside; nobody can tell from the answer whether it was done. */
  ERROR(500, "INTERNAL_ERROR", "oops"),
  /** 502: something in between answers with a page, not with JSON. */
  BAD_GATEWAY(502, "", ""),
  /** 503: not now; {@code Retry-After} says when to come again. */
  UNAVAILABLE(503, "TEMPORARILY_UNAVAILABLE", "later"),
  /** 504: something in between has waited for too long, and answers with a page, not with JSON. */
  GATEWAY_TIMEOUT(504, "", ""),
  /** 302: whoever follows takes his token along to another address. */
  REDIRECT(302, "", ""),
  /** No answer: the connection is closed before the request is taken. */
  LOST_BEFORE(0, "", ""),
  /** No answer: the request is carried out, and the connection closed. */
  LOST_AFTER(0, "", ""),
  /** No answer: the request is carried out, and the connection stays open until the platform is closed. */
  HANG(0, "", "");

  private final int status;
  private final String code;
  private final String message;

  Fault(int status, String code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  /**
   * Returns the status of the answer.
   *
   * @return an HTTP status from 302 to 504, or 0 where there is no answer
   */
  public int status() {
    return status;
  }

  /** Whether the request is carried out all the same. */
  boolean isDone() {
    return this == LOST_AFTER || this == HANG;
  }

  /** The platform's own word for it; empty where something else answers. */
  String code() {
    return code;
  }

  String message() {
    return message;
  }

  /** Whether the answer tells when to come again. */
  boolean isForLater() {
    return this == TOO_MANY || this == UNAVAILABLE;
  }
}
