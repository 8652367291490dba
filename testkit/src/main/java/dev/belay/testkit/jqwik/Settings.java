package dev.belay.testkit.jqwik;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What a builder builds when each of its settings is left alone or made: it shrinks to what is built by default. */
final class Settings {

  /** How many settings are made, so that most combinations have some that are left alone. */
  private static final double MADE = .4;

  private Settings() {}

  /** A setting that is left alone as often as not. */
  static <B, V> Arbitrary<Consumer<B>> maybe(Arbitrary<V> values, BiConsumer<B, V> set) {
    return values
        .optional(MADE)
        .map(drawn -> builder -> drawn.ifPresent(value -> set.accept(builder, value)));
  }

  /** All settings as one. */
  static <B> Arbitrary<Consumer<B>> all(List<Arbitrary<Consumer<B>>> settings) {
    return Numbers.whole(Combinators.combine(settings)
        .as(drawn -> builder -> drawn.forEach(setting -> setting.accept(builder))));
  }

  static <B, T> Arbitrary<T> built(
      Supplier<B> builder, List<Arbitrary<Consumer<B>>> settings, Function<B, T> build) {
    return all(settings).map(made -> {
      B fresh = builder.get();
      made.accept(fresh);
      return build.apply(fresh);
    });
  }
}
