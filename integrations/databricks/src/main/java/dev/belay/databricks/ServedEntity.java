package dev.belay.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.ModelVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the platform serves one version: the whole specification, since each update sends it again. It comes from the application and
 * is never read back from the platform, which does not tell secrets and some fields. Immutable. {@link #toString} has neither
 * environment variables nor extra fields.
 */
public final class ServedEntity {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");
  private static final Set<String> OWN = Set.of("name", "entity_name", "entity_version");

  /** A reference to a secret is no secret. */
  private static final String REFERENCE = "{{secrets/";

  private static final int SHORTEST_SECRET = 4;
  private static final Map<String, Integer> CONCURRENCY =
      Map.of("Small", 4, "Medium", 16, "Large", 64);

  private final ModelVersion version;
  private final String name;
  private final String entityName;
  private final String entityVersion;
  private final @Nullable String workloadSize;
  private final int concurrency;
  private final boolean scaleToZero;
  private final ObjectNode specification;
  private final List<String> secrets;

  private ServedEntity(Builder builder) {
    version = builder.version;
    name = builder.name;
    entityName = builder.entityName;
    entityVersion = builder.entityVersion;
    workloadSize = builder.workloadSize;
    concurrency = builder.maxConcurrency > 0
        ? builder.maxConcurrency
        : CONCURRENCY.getOrDefault(workloadSize == null ? "" : workloadSize, 0);
    scaleToZero = builder.scaleToZero;
    specification = builder.specification();
    secrets = builder.secrets();
  }

  /**
   * Describes how a version is served.
   *
   * @param version the version, as Belay knows it
   * @param entityName the registered model, for example {@code main.fraud.detector}; not blank
   * @param entityVersion its version there; not blank
   * @return a builder
   * @throws IllegalArgumentException if a name is blank
   */
  public static Builder builder(ModelVersion version, String entityName, String entityVersion) {
    return new Builder(
        version,
        requireNotBlank("entityName", entityName),
        requireNotBlank("entityVersion", entityVersion));
  }

  private static String requireNotBlank(String argument, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(argument + " must not be blank, but was '" + value + "'");
    }
    return value;
  }

  /**
   * Returns the version.
   *
   * @return the version, as Belay knows it
   */
  public ModelVersion version() {
    return version;
  }

  /**
   * Returns the name of the entity within the endpoint.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  String entityName() {
    return entityName;
  }

  String entityVersion() {
    return entityVersion;
  }

  boolean scaleToZero() {
    return scaleToZero;
  }

  /** How many requests at once it can take at most, 0 if the specification does not say. */
  int concurrency() {
    return concurrency;
  }

  /** What is sent. */
  ObjectNode specification() {
    return specification.deepCopy();
  }

  /** What must not be shown. */
  List<String> secrets() {
    return secrets;
  }

  @Override
  public String toString() {
    return name + " serves " + entityName + " " + entityVersion + " as " + version;
  }

  /** Collects a served entity. Not thread-safe. */
  public static final class Builder {

    private final ModelVersion version;
    private final String entityName;
    private final String entityVersion;
    private String name;
    private @Nullable String workloadSize;
    private int minConcurrency;
    private int maxConcurrency;
    private @Nullable String workloadType;
    private boolean scaleToZero;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private ObjectNode extra = Json.object();

    private Builder(ModelVersion version, String entityName, String entityVersion) {
      this.version = version;
      this.entityName = entityName;
      this.entityVersion = entityVersion;
      String plain = (version.model() + "-" + version.version()).replaceAll("[^A-Za-z0-9_-]", "-");
      this.name = plain.substring(0, Math.min(plain.length(), 63));
    }

    /**
     * Sets the name of the entity within the endpoint, which is also what the platform calls in answers.
     *
     * @param value 1 to 63 characters out of letters, digits, {@code _} and {@code -}; default {@code model-version}, with {@code -}
     *     for what is none of these
     * @return this builder
     * @throws IllegalArgumentException if it is not in this form
     */
    public Builder name(String value) {
      if (!NAME.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "name must be 1 to 63 characters out of A-Z a-z 0-9 _ -, but was '" + value + "'");
      }
      name = value;
      return this;
    }

    /**
     * Sets the size by its name; excludes {@link #provisionedConcurrency}.
     *
     * @param value such as {@code Small}, {@code Medium} or {@code Large}; not blank. The platform's default if neither is set
     * @return this builder
     * @throws IllegalArgumentException if it is blank
     */
    public Builder workloadSize(String value) {
      workloadSize = requireNotBlank("workloadSize", value);
      return this;
    }

    /**
     * Sets the size by the requests at once; excludes {@link #workloadSize}.
     *
     * @param min at least 0
     * @param max at least min, and at least 1
     * @return this builder
     * @throws IllegalArgumentException if a number is out of range
     */
    public Builder provisionedConcurrency(int min, int max) {
      if (min < 0 || max < Math.max(1, min)) {
        throw new IllegalArgumentException(
            "min must be at least 0 and max at least min and 1, but were " + min + " and " + max);
      }
      minConcurrency = min;
      maxConcurrency = max;
      return this;
    }

    /**
     * Sets the kind of machine.
     *
     * @param value such as {@code CPU} or {@code GPU_SMALL}; not blank. The platform's default if it is not set
     * @return this builder
     * @throws IllegalArgumentException if it is blank
     */
    public Builder workloadType(String value) {
      workloadType = requireNotBlank("workloadType", value);
      return this;
    }

    /**
     * Sets whether the platform may take it down while nobody calls it. What takes production traffic should not be: its capacity
     * is not guaranteed then.
     *
     * @param value default false
     * @return this builder
     */
    public Builder scaleToZero(boolean value) {
      scaleToZero = value;
      return this;
    }

    /**
     * Sets an environment variable of the model.
     *
     * @param variable its name, not blank
     * @param value its value, better a reference such as <code>{{secrets/scope/key}}</code> than a secret
     * @return this builder
     * @throws IllegalArgumentException if the name is blank; the message does not show the value
     */
    public Builder environment(String variable, String value) {
      environment.put(requireNotBlank("variable", variable), value);
      return this;
    }

    /**
     * Sets fields of the specification for which there is no method here.
     *
     * @param json a JSON object, whose fields are sent as they are
     * @return this builder
     * @throws IllegalArgumentException if it is no JSON object, or names the entity; the message does not show it
     */
    public Builder extra(String json) {
      try {
        extra = Json.parse(json);
      } catch (UnreadableAnswerException e) {
        throw new IllegalArgumentException("extra must be a JSON object, but was not", e);
      }
      for (String field : OWN) {
        if (extra.has(field)) {
          throw new IllegalArgumentException(
              "extra must not name the entity, but has the field " + field);
        }
      }
      return this;
    }

    /**
     * Finishes the served entity.
     *
     * @return the served entity
     * @throws IllegalArgumentException if a workload size and a provisioned concurrency are set
     */
    public ServedEntity build() {
      if (workloadSize != null && maxConcurrency > 0) {
        throw new IllegalArgumentException(
            "workloadSize cannot be combined with provisionedConcurrency: both say how large it is");
      }
      return new ServedEntity(this);
    }

    private ObjectNode specification() {
      ObjectNode node = extra.deepCopy();
      node.put("name", name).put("entity_name", entityName).put("entity_version", entityVersion);
      node.put("scale_to_zero_enabled", scaleToZero);
      if (workloadSize != null) {
        node.put("workload_size", workloadSize);
      }
      if (maxConcurrency > 0) {
        node.put("min_provisioned_concurrency", minConcurrency);
        node.put("max_provisioned_concurrency", maxConcurrency);
      }
      if (workloadType != null) {
        node.put("workload_type", workloadType);
      }
      if (!environment.isEmpty()) {
        ObjectNode variables = node.putObject("environment_vars");
        environment.forEach(variables::put);
      }
      return node;
    }

    private List<String> secrets() {
      List<String> found = new ArrayList<>(environment.values());
      texts(extra, found);
      found.removeIf(text -> text.length() < SHORTEST_SECRET || text.startsWith(REFERENCE));
      return List.copyOf(found);
    }

    /** Nobody but the caller knows which of them are secret. */
    private static void texts(JsonNode node, List<String> found) {
      if (node.isTextual()) {
        found.add(node.asText());
      }
      node.forEach(child -> texts(child, found));
    }
  }
}
