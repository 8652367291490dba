package dev.belay.databricks;

import dev.belay.ModelVersion;
import dev.belay.runtime.BelayRuntime;
import dev.belay.target.TrafficTarget;
import dev.belay.target.VersionHost;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of Databricks Model Serving, and everything that Belay does with it.
 *
 * <p>The platform splits the traffic:
 *
 * <pre>{@code
 * DatabricksEndpoint databricks = DatabricksEndpoint.builder(URI.create("https://adb-1.2.azuredatabricks.net"), "fraud")
 *     .credentials(ClientCredentials.of(id, secret)) // CAN_MANAGE
 *     .serve(ServedEntity.builder(ModelVersion.of("fraud", "7"), "main.ml.fraud", "7").workloadSize("Small").build())
 *     .serve(ServedEntity.builder(ModelVersion.of("fraud", "8"), "main.ml.fraud", "8").workloadSize("Small").build())
 *     .build();
 * ModelEndpoint fraud = ModelEndpoint.builder("fraud").live("7").target(databricks.target()).build();
 * }</pre>
 *
 * <p>Or Belay's router does, and calls each version by its name; then {@link #host} brings versions up and takes them down.
 *
 * <p>Immutable and thread-safe. No secret is in a message, a log or {@link #toString}.
 */
public final class DatabricksEndpoint implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final String name;
  private final URI workspace;
  private final ServedVersions served;
  private final DatabricksTarget target;
  private final VersionHost host;
  private final ServingApi api;
  private final EndpointMetrics metrics;
  private final @Nullable ModelInvoker invoker;
  private final boolean byToken;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DatabricksEndpoint(Builder builder, Credential control) {
    name = builder.name;
    workspace = builder.workspace;
    served = new ServedVersions(builder.entities);
    HttpClient client = builder.client();
    List<String> secrets = new ArrayList<>();
    builder.entities.forEach(entity -> secrets.addAll(entity.secrets()));
    control.addSecret(secrets);
    Credential query = builder.query;
    if (query != null) {
      query.addSecret(secrets);
    }
    Transport transport = new Transport(
        client, workspace, builder.requestTimeout, builder.runtime, new Redaction(secrets));
    api = new ServingApi(
        name,
        transport,
        control.token(client, workspace, builder.requestTimeout, builder.runtime),
        closed);
    metrics = new EndpointMetrics(api, served, builder.runtime);
    ControlPlane plane =
        new ControlPlane(name, served, api, new UpdateBudget(builder.runtime), builder.runtime);
    target = new ControlPlaneTarget(
        served,
        plane,
        new TrafficTarget.Capabilities(
            ServedVersions.PERCENT,
            ServedVersions.PERCENT,
            builder.retreatTime,
            builder.pollEvery,
            TrafficTarget.Assignment.BY_CALL));
    host = new ClientRoutedHost(served, plane);
    byToken = control.isToken() || (query != null && query.isToken());
    invoker = query == null
        ? null
        : new ModelInvoker(
            name,
            served,
            new Transport(
                client, workspace, builder.callTimeout, builder.runtime, new Redaction(secrets)),
            query.token(client, workspace, builder.requestTimeout, builder.runtime),
            closed);
  }

  /**
   * Names an endpoint.
   *
   * @param workspace the workspace's address, such as {@code https://adb-1.2.azuredatabricks.net}, without a path; plain HTTP only
   *     to this machine itself
   * @param name the endpoint, 1 to 63 characters out of letters, digits, {@code _} and {@code -}
   * @return a builder
   * @throws IllegalArgumentException if either is not in this form
   */
  public static Builder builder(URI workspace, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name must be 1 to 63 characters out of A-Z a-z 0-9 _ -, but was '" + name + "'");
    }
    return new Builder(requireWorkspace(workspace), name);
  }

  private static URI requireWorkspace(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost() == null ? "" : uri.getHost();
    boolean safe = scheme.equals("https") || (scheme.equals("http") && LOOPBACK.contains(host));
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    boolean bare = (path.isEmpty() || path.equals("/"))
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && uri.getRawUserInfo() == null;
    if (!safe || host.isEmpty() || !bare) {
      // A user info may hold a secret, so the address is not shown whole.
      throw new IllegalArgumentException(
          "workspace must be https:// and a host, without user, path or query, but was " + scheme
              + "://" + host + (bare ? "" : " with more than that"));
    }
    return uri;
  }

  /**
   * Returns what has the platform split the traffic, in whole percents, and runs the versions.
   *
   * @return always the same target; its methods throw {@link IllegalStateException} when the endpoint is closed
   */
  public DatabricksTarget target() {
    return target;
  }

  /**
   * Returns what runs the versions while Belay's own router chooses between them. The platform's own split stays on stable, for
   * everyone who calls the endpoint itself. When stable is retired, that traffic goes to its successor first: the version that was
   * prepared last, or the only other one that is ready.
   *
   * @return always the same host; its methods throw {@link IllegalStateException} when the endpoint is closed
   */
  public VersionHost host() {
    return host;
  }

  /**
   * Returns what the platform tells of the endpoint beside its answers.
   *
   * @return always the same metrics; their methods throw {@link IllegalStateException} when the endpoint is closed
   */
  public EndpointMetrics metrics() {
    return metrics;
  }

  /**
   * Returns what calls the models.
   *
   * @return always the same invoker
   * @throws IllegalStateException if no credential for queries was set
   */
  public ModelInvoker invoker() {
    if (invoker == null) {
      throw new IllegalStateException(
          "queryCredentials or queryToken must be set to call models of '" + name + "'");
    }
    return invoker;
  }

  /**
   * Looks for what would get in the way of a rollout. Reads the endpoint once, and changes nothing.
   *
   * @param candidate the version that would be rolled out
   * @return what was found, empty if nothing was; if the endpoint cannot be read, that is the finding
   * @throws IllegalArgumentException if the candidate is not configured
   * @throws IllegalStateException if the endpoint is closed
   */
  public List<Finding> preflight(ModelVersion candidate) {
    ServedEntity entity = served.of(candidate);
    if (entity == null) {
      throw new IllegalArgumentException(
          "candidate must be configured for '" + name + "', but was " + candidate);
    }
    try {
      return Preflight.of(api.read(), served, entity, byToken);
    } catch (UnavailableException e) {
      return List.of(new Finding(
          Finding.Severity.ERROR,
          "the endpoint could not be read: " + e.story(),
          "Check its name, the address of the workspace and the credential"));
    }
  }

  /** Sends no request from now on. What is on its way stays on its way, and the traffic stays as it is. Closing twice has no effect. */
  @Override
  public void close() {
    closed.set(true);
  }

  /** Returns the name and the workspace. */
  @Override
  public String toString() {
    return "Databricks endpoint '" + name + "' at " + workspace + " with " + served.all();
  }

  /** Collects an endpoint. Not thread-safe. */
  public static final class Builder {

    private final URI workspace;
    private final String name;
    private final List<ServedEntity> entities = new ArrayList<>();
    private @Nullable Credential control;
    private @Nullable Credential query;
    private @Nullable HttpClient client;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration callTimeout = Duration.ofMinutes(2);
    private Duration retreatTime = Duration.ofMinutes(2);
    private Duration pollEvery = Duration.ofSeconds(5);
    private BelayRuntime runtime = BelayRuntime.system();

    private Builder(URI workspace, String name) {
      this.workspace = workspace;
      this.name = name;
    }

    /**
     * Adds a version that the endpoint may serve. An update sends those of them that are there, and the candidate.
     *
     * @param entity how it is served
     * @return this builder
     */
    public Builder serve(ServedEntity entity) {
      entities.add(entity);
      return this;
    }

    /**
     * Sets the service principal that manages the endpoint; it needs CAN_MANAGE.
     *
     * @param credentials its id and secret
     * @return this builder
     */
    public Builder credentials(ClientCredentials credentials) {
      control = Credential.of(credentials);
      return this;
    }

    /**
     * Sets the token that manages the endpoint; whose it is needs CAN_MANAGE.
     *
     * @param token where it comes from
     * @return this builder
     */
    public Builder token(AccessToken token) {
      control = Credential.of(token);
      return this;
    }

    /**
     * Sets the service principal that calls models; CAN_QUERY is enough, and another one than that which manages is better.
     *
     * @param credentials its id and secret
     * @return this builder
     */
    public Builder queryCredentials(ClientCredentials credentials) {
      query = Credential.of(credentials);
      return this;
    }

    /**
     * Sets the token that calls models; CAN_QUERY is enough, and another one than that which manages is better.
     *
     * @param token where it comes from
     * @return this builder
     */
    public Builder queryToken(AccessToken token) {
      query = Credential.of(token);
      return this;
    }

    /**
     * Sets how long an answer of a model may take.
     *
     * @param value above zero; default 2 minutes, as long as the platform lets a model run
     * @return this builder
     * @throws IllegalArgumentException if it is not above zero
     */
    public Builder callTimeout(Duration value) {
      callTimeout = requirePositive("callTimeout", value);
      return this;
    }

    /**
     * Sets the HTTP client, for example one that goes through a proxy.
     *
     * @param value a client that follows no redirects; default one of its own. It is not closed
     * @return this builder
     * @throws IllegalArgumentException if it follows redirects: the token would go along
     */
    public Builder httpClient(HttpClient value) {
      if (value.followRedirects() != HttpClient.Redirect.NEVER) {
        throw new IllegalArgumentException(
            "httpClient must follow no redirects, but was set to " + value.followRedirects());
      }
      client = value;
      return this;
    }

    /**
     * Sets how long a connection may take to be made. Without effect on a client that was handed in.
     *
     * @param value above zero; default 5 seconds
     * @return this builder
     * @throws IllegalArgumentException if it is not above zero
     */
    public Builder connectTimeout(Duration value) {
      connectTimeout = requirePositive("connectTimeout", value);
      return this;
    }

    /**
     * Sets how long an answer of the control plane may take. What comes of an update without an answer is read back.
     *
     * @param value above zero; default 30 seconds
     * @return this builder
     * @throws IllegalArgumentException if it is not above zero
     */
    public Builder requestTimeout(Duration value) {
      requestTimeout = requirePositive("requestTimeout", value);
      return this;
    }

    /**
     * Sets how long a retreat takes to be in force, which limits what a step may cost. An update that moves only traffic is said to
     * take about 30 seconds, and one that is on its way has to end first; one that adds an entity may take an hour, but no share rises
     * meanwhile.
     *
     * @param value above zero; default 2 minutes: twice two updates. Measure it in the workspace
     * @return this builder
     * @throws IllegalArgumentException if it is not above zero
     */
    public Builder retreatTime(Duration value) {
      retreatTime = requirePositive("retreatTime", value);
      return this;
    }

    /**
     * Sets how long the platform is left alone between two looks.
     *
     * @param value above zero; default 5 seconds
     * @return this builder
     * @throws IllegalArgumentException if it is not above zero
     */
    public Builder pollEvery(Duration value) {
      pollEvery = requirePositive("pollEvery", value);
      return this;
    }

    /**
     * Sets the clocks.
     *
     * @param value the runtime; default {@link BelayRuntime#system()}
     * @return this builder
     */
    public Builder runtime(BelayRuntime value) {
      runtime = value;
      return this;
    }

    private static Duration requirePositive(String argument, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(argument + " must be above zero, but was " + value);
      }
      return value;
    }

    private HttpClient client() {
      return client != null
          ? client
          : HttpClient.newBuilder()
              .connectTimeout(connectTimeout)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }

    /**
     * Finishes the endpoint. Nothing is sent.
     *
     * @return the endpoint
     * @throws IllegalArgumentException if there is no credential or no served entity, or a version or a name is there twice
     */
    public DatabricksEndpoint build() {
      Credential credential = control;
      if (credential == null) {
        throw new IllegalArgumentException("credentials or token must be set, but neither was");
      }
      if (entities.isEmpty()) {
        throw new IllegalArgumentException("serve must name at least one entity, but named none");
      }
      return new DatabricksEndpoint(this, credential);
    }
  }
}
