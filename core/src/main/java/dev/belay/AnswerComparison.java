package dev.belay;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the candidate gave the same answer as stable to the same request, as the service understands "the same".
 * Called for each shadow call that both versions answered, off the request path. An exception counts as a disagreement.
 */
@FunctionalInterface
public interface AnswerComparison {

  /**
   * Compares two answers.
   *
   * @param stable what stable answered
   * @param candidate what the candidate answered
   * @return whether they agree
   */
  boolean agree(@Nullable Object stable, @Nullable Object candidate);

  /**
   * Answers agree when they are equal.
   *
   * @return the comparison
   */
  static AnswerComparison equal() {
    return Objects::equals;
  }

  /**
   * Answers are numbers, and agree when they differ by no more than a tolerance.
   *
   * @param tolerance the largest difference, at least 0 and finite
   * @return the comparison; answers that are not finite numbers disagree
   * @throws IllegalArgumentException if the tolerance is out of range
   */
  static AnswerComparison within(double tolerance) {
    if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "tolerance must be at least 0 and finite, but was " + tolerance);
    }
    return (stable, candidate) -> stable instanceof Number a
        && candidate instanceof Number b
        && Math.abs(a.doubleValue() - b.doubleValue()) <= tolerance;
  }

  /**
   * Answers agree when what matters of them is equal, for example the predicted class.
   *
   * @param type the type of the answers
   * @param part what matters of an answer
   * @param <T> the type of the answers
   * @return the comparison; answers of another type disagree
   */
  static <T> AnswerComparison same(Class<T> type, Function<? super T, ?> part) {
    return (stable, candidate) -> type.isInstance(stable)
        && type.isInstance(candidate)
        && Objects.equals(part.apply(type.cast(stable)), part.apply(type.cast(candidate)));
  }
}
