package dev.belay;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the traffic of an endpoint is divided over versions, in basis points that sum to exactly {@value BasisPoints#WHOLE}.
 *
 * <p>A version with 0 is present but dark: it is ready and takes nothing. A version that is not listed has no part in the
 * endpoint at all. Immutable; two splits are equal if they give the same versions the same parts.
 */
public final class TrafficSplit {

  private final ImmutableMap<ModelVersion, Integer> parts;

  private TrafficSplit(ImmutableMap<ModelVersion, Integer> parts) {
    this.parts = parts;
  }

  /**
   * Gives everything to one version.
   *
   * @param version the version that takes the whole traffic
   * @return the split
   */
  public static TrafficSplit all(ModelVersion version) {
    return builder().basisPoints(version, BasisPoints.WHOLE).build();
  }

  /**
   * Divides the traffic between a stable version and a candidate, both present even at 0.
   *
   * @param stable the version that takes the rest
   * @param candidate the version that takes the share
   * @param share the candidate's part, in [0, {@value BasisPoints#WHOLE}] basis points
   * @return the split
   * @throws IllegalArgumentException if the share is out of range or both versions are the same
   */
  public static TrafficSplit between(ModelVersion stable, ModelVersion candidate, int share) {
    BasisPoints.require("share", share);
    return builder()
        .basisPoints(stable, BasisPoints.WHOLE - share)
        .basisPoints(candidate, share)
        .build();
  }

  /**
   * Starts an empty split.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the part of a version.
   *
   * @param version any version
   * @return its basis points, 0 for a version that is not listed
   */
  public int basisPoints(ModelVersion version) {
    Integer part = parts.get(version);
    return part == null ? 0 : part;
  }

  /**
   * Returns all parts.
   *
   * @return an unmodifiable map in the order in which the versions were added
   */
  public Map<ModelVersion, Integer> parts() {
    return parts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TrafficSplit split && parts.equals(split.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** Returns the split as people read it, for example {@code fraud:7 95 %, fraud:8 5 %}. */
  @Override
  public String toString() {
    return parts.entrySet().stream()
        .map(part -> part.getKey() + " " + BasisPoints.toPercent(part.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Collects the parts of a split. Not thread-safe. */
  public static final class Builder {

    private final Map<ModelVersion, Integer> parts = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Gives a version a percentage.
     *
     * @param version a version that has no part yet
     * @param percent its part, in [0, 100], a multiple of 0.01
     * @return this builder
     * @throws IllegalArgumentException if the version has a part already, or the percentage is out of range or cannot be
     *     expressed in whole basis points
     */
    public Builder percent(ModelVersion version, double percent) {
      return basisPoints(version, BasisPoints.ofPercent(percent));
    }

    /**
     * Gives a version a number of basis points.
     *
     * @param version a version that has no part yet
     * @param basisPoints its part, in [0, {@value BasisPoints#WHOLE}]
     * @return this builder
     * @throws IllegalArgumentException if the version has a part already, or the number is out of range
     */
    public Builder basisPoints(ModelVersion version, int basisPoints) {
      BasisPoints.require("basisPoints of " + version, basisPoints);
      if (parts.putIfAbsent(version, basisPoints) != null) {
        throw new IllegalArgumentException(
            "version must be named once in a split, but " + version + " was named twice");
      }
      return this;
    }

    /**
     * Finishes the split.
     *
     * @return the split
     * @throws IllegalArgumentException if the parts do not sum to {@value BasisPoints#WHOLE}
     */
    public TrafficSplit build() {
      int sum = parts.values().stream().mapToInt(Integer::intValue).sum();
      if (sum != BasisPoints.WHOLE) {
        throw new IllegalArgumentException("parts of a split must sum to " + BasisPoints.WHOLE
            + " basis points, but sum was " + sum + " for " + parts);
      }
      return new TrafficSplit(ImmutableMap.copyOf(parts));
    }
  }
}
