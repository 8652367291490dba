package dev.belay.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A signal's verdict, with its numbers and its reason.
 *
 * @param verdict what is known
 * @param rollbackEvidence natural logarithm of the evidence that the candidate is outside its tolerance; 0 for none
 * @param promotionEvidence natural logarithm of the evidence that it is within its margin; 0 for none
 * @param harm upper bound of the failures that the candidate adds, per request to it, in [0, 1]; 1 while nothing is known
 * @param missingRequests about how many more candidate requests will show it to be within its margin if it is no worse
 *     than stable; empty if unknown or not needed
 * @param reason one sentence: what was seen, against what, and how sure
 * @param numbers everything that the verdict was computed from, by name
 */
public record Assessment(
    Verdict verdict,
    double rollbackEvidence,
    double promotionEvidence,
    double harm,
    OptionalDouble missingRequests,
    String reason,
    Map<String, Double> numbers) {

  /**
   * Checks the numbers.
   *
   * @param verdict what is known
   * @param rollbackEvidence natural logarithm of the evidence that the candidate is outside its tolerance
   * @param promotionEvidence natural logarithm of the evidence that it is within its margin
   * @param harm upper bound of the failures that the candidate adds, per request to it, in [0, 1]
   * @param missingRequests about how many more candidate requests are needed
   * @param reason one sentence
   * @param numbers everything that the verdict was computed from, by name
   * @throws IllegalArgumentException if an evidence is NaN or the harm is out of range
   */
  public Assessment {
    if (Double.isNaN(rollbackEvidence) || Double.isNaN(promotionEvidence)) {
      throw new IllegalArgumentException(
          "evidence must be a number, but was " + rollbackEvidence + " and " + promotionEvidence);
    }
    if (!(harm >= 0 && harm <= 1)) {
      throw new IllegalArgumentException("harm must be in [0, 1], but was " + harm);
    }
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }

  /**
   * Starts an assessment.
   *
   * @param verdict what is known
   * @return a builder
   */
  public static Builder builder(Verdict verdict) {
    return new Builder(verdict);
  }

  /**
   * The assessment of a signal that could not be read.
   *
   * @param reason why
   * @return an assessment that is no evidence
   */
  public static Assessment unavailable(String reason) {
    return builder(Verdict.UNAVAILABLE)
        .evidence(Double.NEGATIVE_INFINITY, 0)
        .reason(reason)
        .build();
  }

  /** Collects an assessment. Not thread-safe. */
  public static final class Builder {

    private final Verdict verdict;
    private double rollbackEvidence;
    private double promotionEvidence;
    private double harm = 1;
    private OptionalDouble missingRequests = OptionalDouble.empty();
    private String reason = "";
    private final Map<String, Double> numbers = new LinkedHashMap<>();

    private Builder(Verdict verdict) {
      this.verdict = verdict;
    }

    /**
     * Adds the two e-values.
     *
     * @param rollback natural logarithm of the evidence against the candidate
     * @param promotion natural logarithm of the evidence for it
     * @return this builder
     */
    public Builder evidence(double rollback, double promotion) {
      this.rollbackEvidence = rollback;
      this.promotionEvidence = promotion;
      return this;
    }

    /**
     * Adds the bound of harm.
     *
     * @param value failures added per candidate request, in [0, 1]
     * @return this builder
     */
    public Builder harm(double value) {
      this.harm = value;
      return this;
    }

    /**
     * Adds how much is missing.
     *
     * @param requests about so many more candidate requests; infinite if it can never be shown
     * @return this builder
     */
    public Builder missingRequests(double requests) {
      this.missingRequests = OptionalDouble.of(requests);
      return this;
    }

    /**
     * Adds the sentence.
     *
     * @param sentence what was seen, against what, and how sure
     * @return this builder
     */
    public Builder reason(String sentence) {
      this.reason = sentence;
      return this;
    }

    /**
     * Adds a number that the verdict was computed from.
     *
     * @param name its name
     * @param value its value
     * @return this builder
     */
    public Builder number(String name, double value) {
      numbers.put(name, value);
      return this;
    }

    /**
     * Finishes the assessment.
     *
     * @return the assessment
     * @throws IllegalArgumentException if an evidence is NaN or the harm is out of range
     */
    public Assessment build() {
      return new Assessment(
          verdict, rollbackEvidence, promotionEvidence, harm, missingRequests, reason, numbers);
    }
  }
}
