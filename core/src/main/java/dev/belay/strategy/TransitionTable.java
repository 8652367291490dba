package dev.belay.strategy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A strategy as a table: for each phase and kind of input, the rule that decides and the phases it may lead to.
 *
 * <p>An input that has no row is a command that is refused, or a fault of whoever sent it. A rule that leads to a phase
 * which its row does not name is a fault of the strategy. Immutable and thread-safe.
 */
public final class TransitionTable {

  private final String strategy;
  private final Map<Key, Row<?>> rows;

  private TransitionTable(String strategy, Map<Key, Row<?>> rows) {
    this.strategy = strategy;
    this.rows = rows;
  }

  /**
   * Decides one kind of input.
   *
   * @param <I> the kind
   */
  @FunctionalInterface
  public interface Rule<I extends Input> {

    /**
     * Decides.
     *
     * @param context the rollout
     * @param state where it stands
     * @param input what happened
     * @param now when
     * @return the transition
     */
    Transition decide(RolloutContext context, RolloutState state, I input, Instant now);
  }

  private record Key(Phase phase, Class<? extends Input> input) {}

  /**
   * One row.
   *
   * @param from the phase it applies in
   * @param input the kind of input it applies to
   * @param to the phases it may lead to
   * @param rule what it does
   * @param <I> the kind of input
   */
  public record Row<I extends Input>(Phase from, Class<I> input, Set<Phase> to, Rule<I> rule) {

    /**
     * Copies the phases.
     *
     * @param from the phase it applies in
     * @param input the kind of input it applies to
     * @param to the phases it may lead to
     * @param rule what it does
     */
    public Row {
      to = Set.copyOf(to);
    }

    private Transition decide(
        RolloutContext context, RolloutState state, Input value, Instant now) {
      return rule.decide(context, state, input.cast(value), now);
    }
  }

  /**
   * Starts a table.
   *
   * @param strategy the strategy's name, for messages
   * @return a builder without rows
   */
  public static Builder builder(String strategy) {
    return new Builder(strategy);
  }

  /**
   * Decides by the row that applies.
   *
   * @param context the rollout
   * @param state where it stands
   * @param input what happened
   * @param now when
   * @return the transition
   * @throws IllegalStateException if no row applies and the input is no command, or the row leads where it must not
   */
  public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
    Row<?> row = rows.get(new Key(state.phase(), input.getClass()));
    if (row == null) {
      String story = story(state, input) + " is not allowed in " + place(state);
      if (input instanceof Command) {
        return Transition.refuse(state, story);
      }
      throw new IllegalStateException(story);
    }
    Transition transition = row.decide(context, state, input, now);
    if (!row.to().contains(transition.state().phase())) {
      throw new IllegalStateException(story(state, input) + " led from " + place(state) + " to "
          + place(transition.state()) + ", but may lead to " + row.to() + " only");
    }
    return transition;
  }

  /**
   * Lists the rows, for a diagram or a check of what was taken.
   *
   * @return all rows in the order in which they were added
   */
  public List<Row<?>> rows() {
    return List.copyOf(rows.values());
  }

  private String story(RolloutState state, Input input) {
    return strategy + " '" + state.rollout() + "': " + input.getClass().getSimpleName();
  }

  private static String place(RolloutState state) {
    return state.phase() + "/" + state.stage();
  }

  /** Collects rows. Not thread-safe. */
  public static final class Builder {

    private final String strategy;
    private final Map<Key, Row<?>> rows = new LinkedHashMap<>();

    private Builder(String strategy) {
      this.strategy = strategy;
    }

    /**
     * Adds a row.
     *
     * @param from the phase it applies in
     * @param input the kind of input it applies to
     * @param rule what it does
     * @param to the phases it may lead to, besides staying where it is
     * @param <I> the kind of input
     * @return this builder
     * @throws IllegalArgumentException if there is such a row already
     */
    public <I extends Input> Builder on(Phase from, Class<I> input, Rule<I> rule, Phase... to) {
      return add(from, input, rule, EnumSet.of(from, to));
    }

    /**
     * Adds a row that does not stay where it is.
     *
     * @param from the phase it applies in
     * @param input the kind of input it applies to
     * @param rule what it does
     * @param to the phase it leads to
     * @param <I> the kind of input
     * @return this builder
     * @throws IllegalArgumentException if there is such a row already
     */
    public <I extends Input> Builder leaving(Phase from, Class<I> input, Rule<I> rule, Phase to) {
      return add(from, input, rule, EnumSet.of(to));
    }

    private <I extends Input> Builder add(
        Phase from, Class<I> input, Rule<I> rule, EnumSet<Phase> phases) {
      if (rows.putIfAbsent(new Key(from, input), new Row<>(from, input, phases, rule)) != null) {
        throw new IllegalArgumentException("a row must be added once, but " + from + " x "
            + input.getSimpleName() + " came twice");
      }
      return this;
    }

    /**
     * Adds the rows that every strategy has: readiness, confirmation of a split, retreats from everywhere, pause and
     * resume, the {@link Retirement} of stable, the end of a retreat, and ends that are final.
     *
     * @return this builder
     */
    public Builder standardRows() {
      return standardRows(EnumSet.of(Phase.PREPARING, Phase.EXPOSING, Phase.BAKING));
    }

    /**
     * Adds the rows that every strategy has, for one that does not go through every phase.
     *
     * @param phases the phases that it goes through before a retreat or an end
     * @return this builder
     * @throws IllegalArgumentException if an end or a retreat is among the phases
     */
    public Builder standardRows(Set<Phase> phases) {
      for (Phase phase : phases) {
        if (phase.terminal() || phase.retreat()) {
          throw new IllegalArgumentException(
              "phases must come before a retreat or an end, but " + phase + " is among them");
        }
        addRetreats(phase);
        on(phase, Input.Tick.class, StandardRules::tick, Phase.RETREATING);
        on(phase, Input.Readiness.class, StandardRules::readiness);
        on(phase, Input.SplitConfirmed.class, StandardRules::confirmed);
        on(phase, Input.TargetChanged.class, StandardRules::targetChanged);
        on(phase, Command.Pause.class, StandardRules::pause);
        on(phase, Command.Resume.class, StandardRules::resume);
      }
      addEnds();
      return this;
    }

    private void addRetreats(Phase phase) {
      if (phase != Phase.BAKING) {
        leaving(phase, Command.RollBack.class, StandardRules::rollBack, Phase.RETREATING);
        leaving(phase, Input.Tripped.class, StandardRules::tripped, Phase.RETREATING);
        leaving(phase, Input.SplitRefused.class, StandardRules::refused, Phase.RETREATING);
        on(phase, Input.Drained.class, StandardRules::nothing);
        on(phase, Input.Released.class, StandardRules::nothing);
        return;
      }
      // Once stable is being released, nothing goes back.
      on(Phase.BAKING, Command.RollBack.class, StandardRules::rollBack, Phase.RETREATING);
      on(Phase.BAKING, Input.Tripped.class, StandardRules::tripped, Phase.RETREATING);
      on(Phase.BAKING, Input.SplitRefused.class, StandardRules::refused, Phase.RETREATING);
      on(Phase.BAKING, Input.Drained.class, Retirement::drained, Phase.PROMOTED);
      on(Phase.BAKING, Input.Released.class, Retirement::released, Phase.PROMOTED);
    }

    private void addEnds() {
      on(
          Phase.RETREATING,
          Input.SplitConfirmed.class,
          StandardRules::retreatConfirmed,
          Phase.ROLLED_BACK);
      for (Phase phase : new Phase[] {Phase.RETREATING, Phase.ROLLED_BACK, Phase.PROMOTED}) {
        on(phase, Input.Assessed.class, StandardRules::nothing);
        on(phase, Input.Tick.class, StandardRules::nothing);
        on(phase, Input.Readiness.class, StandardRules::nothing);
        on(phase, Input.SplitRefused.class, StandardRules::nothing);
        on(phase, Input.Drained.class, StandardRules::nothing);
        on(phase, Input.Released.class, StandardRules::nothing);
        on(phase, Input.Tripped.class, StandardRules::nothing);
        on(phase, Input.TargetChanged.class, StandardRules::nothing);
        if (phase != Phase.RETREATING) {
          on(phase, Input.SplitConfirmed.class, StandardRules::nothing);
        }
      }
      on(Phase.RETREATING, Command.RollBack.class, StandardRules::nothing);
    }

    /**
     * Finishes the table.
     *
     * @return the table
     */
    public TransitionTable build() {
      return new TransitionTable(strategy, new LinkedHashMap<>(rows));
    }
  }
}
