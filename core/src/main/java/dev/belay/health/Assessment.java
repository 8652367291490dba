package dev.belay.health;

import dev.belay.text.Printable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A signal's verdict, with its numbers and its reason.
 *
 * <p>An evaluation is made every second and read by a person now and then, so the reason and the numbers are put into words
 * when they are asked for. Immutable and thread-safe.
 */
public final class Assessment {

  private final Verdict verdict;
  private final double rollbackEvidence;
  private final double promotionEvidence;
  private final double harm;
  private final OptionalDouble missingRequests;
  private final Supplier<Explanation> explain;
  private volatile @Nullable Explanation explanation;

  private Assessment(Builder builder, Supplier<Explanation> explain) {
    this.verdict = Objects.requireNonNull(builder.verdict, "verdict");
    this.rollbackEvidence = builder.rollbackEvidence;
    this.promotionEvidence = builder.promotionEvidence;
    this.harm = builder.harm;
    this.missingRequests = builder.missingRequests;
    this.explain = explain;
    if (Double.isNaN(rollbackEvidence) || Double.isNaN(promotionEvidence)) {
      throw new IllegalArgumentException(
          "evidence must be a number, but was " + rollbackEvidence + " and " + promotionEvidence);
    }
    if (!(harm >= 0 && harm <= 1)) {
      throw new IllegalArgumentException("harm must be in [0, 1], but was " + harm);
    }
  }

  /**
   * A verdict in words and numbers.
   *
   * <p>They go into logs, reports and journals: what is not printable is replaced, a reason is cut after 1 000 characters and the
   * name of a number after 100, and of more than 200 numbers the first are kept.
   *
   * @param reason one sentence: what was seen, against what, how sure, and what is missing
   * @param numbers everything that the verdict was computed from, by name
   */
  public record Explanation(String reason, Map<String, Double> numbers) {

    private static final int LONGEST_REASON = 1_000;
    private static final int LONGEST_NAME = 100;
    private static final int MOST_NUMBERS = 200;

    /**
     * Copies the numbers.
     *
     * @param reason one sentence
     * @param numbers everything that the verdict was computed from, by name
     */
    public Explanation {
      reason = Printable.shortened(reason, LONGEST_REASON);
      Map<String, Double> kept = new LinkedHashMap<>();
      for (Map.Entry<String, Double> number : numbers.entrySet()) {
        if (kept.size() == MOST_NUMBERS) {
          break;
        }
        kept.putIfAbsent(Printable.shortened(number.getKey(), LONGEST_NAME), number.getValue());
      }
      numbers = Collections.unmodifiableMap(kept);
    }
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

  /**
   * Returns what is known.
   *
   * @return the verdict
   */
  public Verdict verdict() {
    return verdict;
  }

  /**
   * Returns the evidence that the candidate is outside its tolerance.
   *
   * @return its natural logarithm, 0 for none
   */
  public double rollbackEvidence() {
    return rollbackEvidence;
  }

  /**
   * Returns the evidence that the candidate is within its margin.
   *
   * @return its natural logarithm, 0 for none
   */
  public double promotionEvidence() {
    return promotionEvidence;
  }

  /**
   * Returns how much damage a request to the candidate may do, as far as is known.
   *
   * @return upper bound of the failures that the candidate adds, per request to it, in [0, 1]; 1 while nothing is known
   */
  public double harm() {
    return harm;
  }

  /**
   * Returns about how many more candidate requests will show it to be within its margin if it is no worse than stable.
   *
   * @return requests, empty if unknown or not needed, infinite if it can never be shown
   */
  public OptionalDouble missingRequests() {
    return missingRequests;
  }

  /**
   * Says why.
   *
   * @return one sentence: what was seen, against what, how sure, and what is missing
   */
  public String reason() {
    return explanation().reason();
  }

  /**
   * Returns everything that the verdict was computed from.
   *
   * @return numbers by name
   */
  public Map<String, Double> numbers() {
    return explanation().numbers();
  }

  private Explanation explanation() {
    Explanation known = explanation;
    if (known == null) {
      known = explained();
      explanation = known;
    }
    return known;
  }

  /** A signal that has a verdict and no words for it is no reason for whoever asks to fail. */
  private Explanation explained() {
    try {
      return Objects.requireNonNull(explain.get(), "the explanation was null");
    } catch (Throwable failure) {
      return new Explanation("no explanation: " + Printable.of(failure), Map.of());
    }
  }

  /** Equal when everything that can be read is. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Assessment that
        && verdict == that.verdict
        && Double.compare(rollbackEvidence, that.rollbackEvidence) == 0
        && Double.compare(promotionEvidence, that.promotionEvidence) == 0
        && Double.compare(harm, that.harm) == 0
        && missingRequests.equals(that.missingRequests)
        && explanation().equals(that.explanation());
  }

  @Override
  public int hashCode() {
    return Objects.hash(verdict, rollbackEvidence, promotionEvidence, harm);
  }

  @Override
  public String toString() {
    return verdict + ": " + reason();
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
     * @param requests about so many more candidate requests, infinite if it can never be shown, NaN if there is no telling
     * @return this builder
     */
    public Builder missingRequests(double requests) {
      this.missingRequests =
          Double.isNaN(requests) ? OptionalDouble.empty() : OptionalDouble.of(requests);
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
     * Finishes the assessment with the sentence and the numbers given.
     *
     * @return the assessment
     * @throws IllegalArgumentException if an evidence is NaN or the harm is out of range
     */
    public Assessment build() {
      Explanation given = new Explanation(reason, numbers);
      return new Assessment(this, () -> given);
    }

    /**
     * Finishes the assessment with an explanation that is made when it is asked for.
     *
     * @param explanation makes the sentence and the numbers; always the same ones, from any thread
     * @return the assessment
     * @throws IllegalArgumentException if an evidence is NaN or the harm is out of range
     */
    public Assessment explained(Supplier<Explanation> explanation) {
      return new Assessment(this, explanation);
    }
  }
}
