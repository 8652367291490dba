package dev.belay.testkit.jqwik;

import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.facades.ShrinkingSupportFacade;
import net.jqwik.api.lifecycle.TryExecutionResult;

/** What jqwik shows of a falsified property. To be used within a jqwik example. */
@SuppressWarnings("exports")
public final class Smallest {

  private static final int SIZE = 1_000;

  private Smallest() {}

  /**
   * What a value that has something about it shrinks to.
   */
  public static <T> T of(Arbitrary<T> arbitrary, Predicate<T> wanted) {
    return ShrinkingSupportFacade.implementation.falsifyThenShrink(
        arbitrary.generator(SIZE, true),
        new Random(42),
        value -> wanted.test(value)
            ? TryExecutionResult.falsified(new AssertionError())
            : TryExecutionResult.satisfied());
  }
}
