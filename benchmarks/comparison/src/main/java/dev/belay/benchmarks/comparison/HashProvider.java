package dev.belay.benchmarks.comparison;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Value;

/** Answers by a hash of the key, whatever the flag; all other types of flags have their default. */
final class HashProvider implements FeatureProvider {

  private static final int MULTIPLIER = 0x9e3779b9;
  private static final long TENTH = (1L << Integer.SIZE) / 10;

  @Override
  public Metadata getMetadata() {
    return () -> "hash";
  }

  @Override
  public ProviderEvaluation<Boolean> getBooleanEvaluation(
      String flag, Boolean other, EvaluationContext context) {
    int hash = context.getTargetingKey().hashCode() * MULTIPLIER;
    hash = (hash ^ hash >>> 15) * MULTIPLIER;
    return evaluation(Integer.toUnsignedLong(hash) < TENTH);
  }

  @Override
  public ProviderEvaluation<String> getStringEvaluation(
      String flag, String other, EvaluationContext context) {
    return evaluation(other);
  }

  @Override
  public ProviderEvaluation<Integer> getIntegerEvaluation(
      String flag, Integer other, EvaluationContext context) {
    return evaluation(other);
  }

  @Override
  public ProviderEvaluation<Double> getDoubleEvaluation(
      String flag, Double other, EvaluationContext context) {
    return evaluation(other);
  }

  @Override
  public ProviderEvaluation<Value> getObjectEvaluation(
      String flag, Value other, EvaluationContext context) {
    return evaluation(other);
  }

  private static <T> ProviderEvaluation<T> evaluation(T value) {
    return ProviderEvaluation.<T>builder().value(value).build();
  }
}
