package dev.belay.databricks.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What the platform says, and how it puts it. None of this changes what the endpoint does.
 *
 * <pre>{@code
 * platform.answers().permission("CAN_QUERY").state("SOMETHING_NEW");
 * }</pre>
 *
 * <p>Thread-safe; what is set holds for the answers from then on.
 */
public final class Answers {

  /** The JDK's own format of RFC 1123 leaves the zero of a day below 10 out, which HTTP wants. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  /** What is answered where metrics are asked for. */
  record Metrics(int status, String text) {}

  private volatile String permission = "CAN_MANAGE";
  private volatile String creator = "11111111-2222-3333-4444-555555555555";
  private volatile String state = "";
  private volatile String quote = "";
  private volatile String retryAfter = "20";
  private volatile Metrics metrics = new Metrics(200, "");
  private volatile boolean fallback;
  private volatile boolean routeOptimized;
  private volatile boolean percentsAsText;
  private volatile boolean oldStateField;
  private volatile boolean namesTheAnswerer = true;
  private volatile boolean invalidState;

  Answers() {}

  /**
   * Sets what the caller may do, as a read tells it.
   *
   * @param value such as {@code CAN_QUERY}; default {@code CAN_MANAGE}
   * @return this
   */
  public Answers permission(String value) {
    permission = value;
    return this;
  }

  /**
   * Sets who created the endpoint.
   *
   * @param value an application's id, as by default, or a person's address
   * @return this
   */
  public Answers creator(String value) {
    creator = value;
    return this;
  }

  /**
   * Sets whether the gateway answers a failed call from another served entity.
   *
   * @param value default false
   * @return this
   */
  public Answers fallback(boolean value) {
    fallback = value;
    return this;
  }

  /**
   * Sets whether the endpoint is said to be route-optimized.
   *
   * @param value default false
   * @return this
   */
  public Answers routeOptimized(boolean value) {
    routeOptimized = value;
    return this;
  }

  /**
   * Sets what is told as the state of the update, whatever it is.
   *
   * @param value such as {@code IN_PROGRESS} or a word that nobody knows; empty, the default, for the truth
   * @return this
   */
  public Answers state(String value) {
    state = value;
    return this;
  }

  /**
   * Sets whether the state of the update is told in a field {@code update_state}, as on some pages of the documentation.
   *
   * @param value default false: {@code config_update}
   * @return this
   */
  public Answers oldStateField(boolean value) {
    oldStateField = value;
    return this;
  }

  /**
   * Sets whether percents are told as texts, as the documentation sends them.
   *
   * @param value default false: as numbers
   * @return this
   */
  public Answers percentsAsText(boolean value) {
    percentsAsText = value;
    return this;
  }

  /**
   * Sets whether the answer of a model says in the header {@code served-model-name} which served entity it is from.
   *
   * @param value default true
   * @return this
   */
  public Answers namesTheAnswerer(boolean value) {
    namesTheAnswerer = value;
    return this;
  }

  /**
   * Sets what is answered where metrics are asked for.
   *
   * @param status in [200, 599]; default 200. Some endpoints answer with 404
   * @param text in the format of Prometheus; default nothing
   * @return this
   * @throws IllegalArgumentException if the status is out of range
   */
  public Answers metrics(int status, String text) {
    metrics = new Metrics(Require.status("status", status), text);
    return this;
  }

  /**
   * Sets the header {@code Retry-After} of {@link Fault#TOO_MANY} and {@link Fault#UNAVAILABLE}, in seconds.
   *
   * @param value not negative, of which whole seconds are told; default 20 seconds
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public Answers retryAfter(Duration value) {
    retryAfter = String.valueOf(Require.notNegative("retryAfter", value).toSeconds());
    return this;
  }

  /**
   * Sets the header {@code Retry-After} of {@link Fault#TOO_MANY} and {@link Fault#UNAVAILABLE}, as a date of HTTP.
   *
   * @param value any moment, of which whole seconds are told
   * @return this
   */
  public Answers retryAfter(Instant value) {
    retryAfter = HTTP_DATE.format(value.atOffset(ZoneOffset.UTC));
    return this;
  }

  /**
   * Sets whether an update while another one is under way is answered with 400 and {@code INVALID_STATE}. Which of the two the real
   * platform answers with is not documented.
   *
   * @param value default false: 409 and {@code RESOURCE_CONFLICT}
   * @return this
   */
  public Answers invalidStateWhileUpdating(boolean value) {
    invalidState = value;
    return this;
  }

  /**
   * Sets what the messages of failed updates quote, and the header {@code Authorization} with it: does your log show it?
   *
   * @param value such as a secret that was sent; empty, the default, for the platform's usual words
   * @return this
   */
  public Answers quote(String value) {
    quote = value;
    return this;
  }

  String permission() {
    return permission;
  }

  String creator() {
    return creator;
  }

  boolean fallback() {
    return fallback;
  }

  boolean routeOptimized() {
    return routeOptimized;
  }

  String stateOr(String truth) {
    String told = state;
    return told.isEmpty() ? truth : told;
  }

  String stateField() {
    return oldStateField ? "update_state" : "config_update";
  }

  boolean percentsAsText() {
    return percentsAsText;
  }

  boolean namesTheAnswerer() {
    return namesTheAnswerer;
  }

  Reply metrics() {
    Metrics told = metrics;
    return Reply.of(told.status(), told.text());
  }

  String retryAfter() {
    return retryAfter;
  }

  /** How an update is turned away while another one is under way. */
  Fault whileUpdating() {
    return invalidState ? Fault.INVALID_STATE : Fault.CONFLICT;
  }

  /** The message of a failed update. */
  String message(Fault fault, String authorization) {
    String quoted = quote;
    return quoted.isEmpty() ? fault.message() : quoted + " " + authorization;
  }
}
