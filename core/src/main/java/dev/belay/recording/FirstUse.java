package dev.belay.recording;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is made by whoever has something for it first, because most services never have. Thread-safe: of two threads that
 * come first at once, both get the same one.
 */
final class FirstUse<T> {

  private final AtomicReference<@Nullable T> made = new AtomicReference<>();
  private final Supplier<T> maker;

  FirstUse(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Makes it, if nobody has. */
  T get() {
    T known = made.get();
    if (known != null) {
      return known;
    }
    T mine = maker.get();
    T theirs = made.compareAndExchange(null, mine);
    return theirs == null ? mine : theirs;
  }

  /** What has been made, null if nobody had anything for it yet. */
  @Nullable
  T ifUsed() {
    return made.get();
  }
}
