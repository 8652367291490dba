package dev.belay.databricks.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/**
 * One endpoint of Databricks Model Serving on a port of this machine, as far as the platform is documented, for tests.
 *
 * <p>One update at a time, which takes its time by a clock that may be virtual; lists in another order than they were sent, defaults
 * that were not sent, no secrets; fifty updates in five minutes; calls of the models by the split or by name. And the ways in which
 * all that fails.
 *
 * <pre>{@code
 * FakeDatabricks platform = FakeDatabricks.builder("fraud")
 *     .clock(runtime::nanoTime)
 *     .serving("fraud-7", "main.ml.fraud", "7", 100)
 *     .start();
 * platform.failUpdates(Fault.LOST_AFTER, 1);
 * DatabricksEndpoint databricks = DatabricksEndpoint.builder(platform.uri(), "fraud")...
 * }</pre>
 *
 * <p>Thread-safe; every change can be made at any moment. Calls of models do not wait for each other. The JDK's server may take 40 ms
 * for each answer, unless the tests run with {@code -Dsun.net.httpserver.nodelay=true}.
 */
public final class FakeDatabricks implements AutoCloseable {

  private final Platform platform;
  private final Tokens tokens;
  private final Answers answers = new Answers();
  private final Faults faults = new Faults();
  private final CallLog log = new CallLog();
  private final Invocations invocations;
  private final Api api;

  FakeDatabricks(String name, Platform platform, Tokens tokens) {
    this.platform = platform;
    this.tokens = tokens;
    invocations = new Invocations(platform, answers);
    api = new Api(name, platform, tokens, invocations, faults, answers, log);
    api.start();
  }

  /**
   * Names the endpoint.
   *
   * @param name 1 to 63 characters out of letters, digits, {@code _}, {@code .} and {@code -}
   * @return a builder
   * @throws IllegalArgumentException if the name has another form
   */
  public static FakeDatabricksBuilder builder(String name) {
    return new FakeDatabricksBuilder(name);
  }

  /**
   * Returns the address of the workspace.
   *
   * @return plain HTTP, the loopback interface, a port, and no path
   */
  public URI uri() {
    return api.uri();
  }

  /**
   * Returns what the platform says, to change how it puts it.
   *
   * @return always the same
   */
  public Answers answers() {
    return answers;
  }

  /**
   * Sets how long the updates take that come from now on.
   *
   * @param traffic one that adds no entity, not negative; default 30 seconds
   * @param addition one that adds an entity, not negative; default 10 minutes
   * @throws IllegalArgumentException if either is negative
   */
  public void takes(Duration traffic, Duration addition) {
    platform.takes(traffic, addition);
  }

  /**
   * Sets what answers the calls of a served entity. One without a model answers with {@code {"predictions":["<its name>"]}}.
   *
   * @param entity the name of the entity, which need not be served yet
   * @param model what answers, on the threads of the server
   */
  public void model(String entity, ServedModel model) {
    invocations.model(entity, model);
  }

  /**
   * Answers the next calls of models with these statuses, one each, without asking the models.
   *
   * @param statuses each in [200, 599]
   * @throws IllegalArgumentException if one is out of range
   */
  public void answerInvocations(int... statuses) {
    invocations.answerWith(statuses);
  }

  /**
   * Lets the next requests for an update fail.
   *
   * @param fault how
   * @param times how many, at least 1; they come after those that wait already
   * @throws IllegalArgumentException if {@code times} is below 1
   */
  public void failUpdates(Fault fault, int times) {
    faults.add(Faults.Kind.UPDATE, fault, times);
  }

  /**
   * Lets the next reads of the endpoint fail.
   *
   * @param fault how
   * @param times how many, at least 1; they come after those that wait already
   * @throws IllegalArgumentException if {@code times} is below 1
   */
  public void failReads(Fault fault, int times) {
    faults.add(Faults.Kind.READ, fault, times);
  }

  /**
   * Lets the next changes of tags fail.
   *
   * @param fault how
   * @param times how many, at least 1; they come after those that wait already
   * @throws IllegalArgumentException if {@code times} is below 1
   */
  public void failTags(Fault fault, int times) {
    faults.add(Faults.Kind.TAGS, fault, times);
  }

  /**
   * Has nothing answered: each connection is closed, and what was asked is not even noted.
   *
   * @param value whether the platform is away; updates under way go on meanwhile
   */
  public void away(boolean value) {
    api.away(value);
  }

  /**
   * Lets the next updates come to nothing when their time is over: {@code UPDATE_FAILED}, and everything as before.
   *
   * @param times how many, at least 1
   * @throws IllegalArgumentException if {@code times} is below 1
   */
  public void letUpdatesFail(int times) {
    platform.letUpdatesFail(times);
  }

  /**
   * Lets no update end that adds this entity.
   *
   * @param entity its name
   */
  public void neverReady(String entity) {
    platform.neverReady(entity);
  }

  /**
   * Sets what is told of the deployment of an entity, whatever it is. It takes its calls all the same.
   *
   * @param entity its name
   * @param state such as {@code DEPLOYMENT_RECOVERING}
   */
  public void deployment(String entity, String state) {
    platform.setDeployment(entity, state);
  }

  /**
   * Divides the traffic as if somebody else had done so, at once. An update that is under way still replaces all when it is over.
   *
   * @param traffic the percent of each served entity, in [0, 100]; those that are not named have none
   * @throws IllegalArgumentException if the percents do not sum to 100, or are for something that is not served
   */
  public void changeByHand(Map<String, Integer> traffic) {
    platform.changeByHand(traffic);
  }

  /**
   * Adds an entity as if somebody else had done so, at once and without traffic; or replaces the one of that name, with its traffic.
   * An update that is under way still replaces all when it is over.
   *
   * @param entity its name, 1 to 63 characters out of letters, digits, {@code _}, {@code .} and {@code -}
   * @param json its specification, a JSON object
   * @throws IllegalArgumentException if either has another form
   */
  public void addByHand(String entity, String json) {
    platform.addByHand(Require.name("entity", entity), Json.parse("json", json));
  }

  /**
   * Sets a tag as if somebody else had done so, at once.
   *
   * @param key not empty
   * @param value may be empty
   * @throws IllegalArgumentException if the key is empty
   */
  public void tagByHand(String key, String value) {
    platform.tags().set(key, value);
  }

  /** Accepts none of the tokens any more that have been accepted so far. Principals get new ones. */
  public void revokeTokens() {
    tokens.revoke();
  }

  /**
   * Returns what an entity has of the traffic that is in force.
   *
   * @param entity its name
   * @return in [0, 100]; 0 for what is not served
   */
  public int percent(String entity) {
    return platform.percent(entity);
  }

  /**
   * Tells whether an entity is served, with or without traffic. One that an update under way adds is not, yet.
   *
   * @param entity its name
   * @return whether it can be called
   */
  public boolean serves(String entity) {
    return platform.serves(entity);
  }

  /**
   * Draws an entity by the split that is in force, as for a call. Draws are the same in every run.
   *
   * @return the name of a served entity with more than 0 %
   */
  public String draw() {
    return platform.draw();
  }

  /**
   * Returns the tags of the endpoint.
   *
   * @return a copy, by key
   */
  public SortedMap<String, String> tags() {
    return platform.tags().all();
  }

  /**
   * Returns how many updates were taken, whatever came of them.
   *
   * @return 0 or more
   */
  public int accepted() {
    return platform.accepted();
  }

  /**
   * Returns what was asked, refused or not.
   *
   * @return the last 10,000 requests, in the order in which they came
   */
  public List<Call> calls() {
    return log.all();
  }

  /**
   * Returns those of the {@link #calls} that asked for an update.
   *
   * @return the requests with PUT, in the order in which they came
   */
  public List<Call> puts() {
    return calls().stream().filter(call -> call.method().equals("PUT")).toList();
  }

  /**
   * Returns what completes when the next request {@link Fault#HANG hangs}: with that, a test need not wait for a time-out.
   *
   * @return a future of the request, which has been carried out by then
   */
  public CompletableFuture<Call> nextHang() {
    return log.nextHang();
  }

  /** Stops at once; whatever is still running or hanging is cut off. What was asked can still be read. May be called again. */
  @Override
  public void close() {
    api.close();
  }
}
