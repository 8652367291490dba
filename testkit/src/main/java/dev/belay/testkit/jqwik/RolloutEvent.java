package dev.belay.testkit.jqwik;

import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that happens to a rollout, some time after what happened before. What the strategy is told of it depends on where the
 * rollout stands: that the target has confirmed the split, say, names the split that is wanted there. So a list of events is a
 * history of any strategy under any policy:
 *
 * <pre>{@code
 * for (RolloutEvent event : history) {
 *   now = now.plus(event.after());
 *   Transition transition = strategy.decide(context, state, event.input(context, state, now), now);
 *   state = transition.state();
 * }
 * }</pre>
 *
 * <p>Drawn by {@link BelayArbitraries#events()}. Immutable.
 */
public final class RolloutEvent {

  private final Duration after;
  private final String text;
  private final News news;

  RolloutEvent(Duration after, String text, News news) {
    this.after = after;
    this.text = text;
    this.news = news;
  }

  /** What a strategy is told. */
  @FunctionalInterface
  interface News {

    Input of(RolloutContext context, RolloutState state, Instant now);
  }

  /**
   * Returns when it happens.
   *
   * @return the time since the event before it, at least zero
   */
  public Duration after() {
    return after;
  }

  /**
   * Tells what it is to a strategy. A pure function.
   *
   * @param context the rollout
   * @param state where it stands
   * @param now when it happens
   * @return what the strategy is told
   */
  public Input input(RolloutContext context, RolloutState state, Instant now) {
    return news.of(context, state, now);
  }

  /** Returns the event in words, for example {@code after PT1M, the split is in force}. */
  @Override
  public String toString() {
    return after.isZero() ? text : "after " + after + ", " + text;
  }
}
