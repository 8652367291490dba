package dev.belay.testkit;

import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an exploration of a {@link StateSpace} found. Immutable and thread-safe.
 *
 * <p>Of violations of the same rule, by the same kind of input in the same phase, the one with the shortest story is kept. After
 * a violation the exploration does not go on from where it led.
 */
public final class Exploration {

  private final String strategy;
  private final boolean complete;
  private final Map<Phase, Integer> states;
  private final long transitions;
  private final List<Violation> violations;
  private final List<RolloutState> stuck;
  private final List<Row> untaken;

  Exploration(
      String strategy,
      boolean complete,
      Map<Phase, Integer> states,
      long transitions,
      List<Violation> violations,
      List<RolloutState> stuck,
      List<Row> untaken) {
    this.strategy = strategy;
    this.complete = complete;
    Map<Phase, Integer> inOrder = new EnumMap<>(Phase.class);
    inOrder.putAll(states);
    this.states = Collections.unmodifiableMap(inOrder);
    this.transitions = transitions;
    this.violations = List.copyOf(violations);
    this.stuck = List.copyOf(stuck);
    this.untaken = List.copyOf(untaken);
  }

  /**
   * One thing that happened, and what it led to.
   *
   * @param after how long after the last step
   * @param input what happened, in words
   * @param state the state that it led to; the state before, if there was none
   * @param reason the reason that the strategy gave, or what it did instead
   */
  public record Step(Duration after, String input, RolloutState state, String reason) {

    /** Returns the step as one line. */
    @Override
    public String toString() {
      return Story.step(this);
    }
  }

  /**
   * A rule that was broken, and the shortest way there.
   *
   * @param rule {@code invariant 1} to {@code invariant 10}, {@code purity}, {@code exception}, {@code refusal}, {@code begin},
   *     {@code end}, {@code promotion}, {@code deadline} or {@code limit}
   * @param what what was wrong
   * @param path what happened before, from the beginning, and at last the step that broke the rule
   */
  public record Violation(String rule, String what, List<Step> path) {

    /**
     * Copies the path.
     *
     * @param rule the rule
     * @param what what was wrong
     * @param path what happened
     */
    public Violation {
      path = List.copyOf(path);
    }

    /** Returns the rule, what was wrong, and the story, in lines. */
    @Override
    public String toString() {
      return Story.violation(this);
    }
  }

  /**
   * A row of a table, or a part of one.
   *
   * @param from the phase it applies in
   * @param input the kind of input it applies to
   * @param to a phase that it names
   */
  public record Row(Phase from, Class<? extends Input> input, Phase to) {

    /** Returns the row, for example {@code BAKING x Drained -> PROMOTED}. */
    @Override
    public String toString() {
      return from + " x " + input.getSimpleName() + " -> " + to;
    }
  }

  /**
   * Tells whether everything was explored.
   *
   * @return false if the limit was reached; then neither the ends nor the deadlines have been checked
   */
  public boolean complete() {
    return complete;
  }

  /**
   * Counts the states.
   *
   * @return different states that were reached
   */
  public int states() {
    return states.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Counts the states of each phase.
   *
   * @return the phases that were reached, with their states
   */
  public Map<Phase, Integer> statesByPhase() {
    return states;
  }

  /**
   * Counts the transitions.
   *
   * @return inputs that were decided on, one for each input in each state
   */
  public long transitions() {
    return transitions;
  }

  /**
   * Lists what was wrong.
   *
   * @return violations, those with the shortest story first
   */
  public List<Violation> violations() {
    return violations;
  }

  /**
   * Lists the states that are no end and from which none can be reached.
   *
   * @return states, each standing for those that are not told apart from it
   */
  public List<RolloutState> stuck() {
    return stuck;
  }

  /**
   * Lists what the table names and nothing led to. Some rows depend on the policy: one that asks a person at the deadline has
   * no tick that leads to a retreat.
   *
   * @return rows, each with a phase that it never led to; none if no table was given
   */
  public List<Row> untaken() {
    return untaken;
  }

  /**
   * Requires that nothing was wrong.
   *
   * @return this
   * @throws AssertionError with the violations and their stories
   */
  public Exploration requireSound() {
    if (!violations.isEmpty()) {
      throw new AssertionError(toText());
    }
    return this;
  }

  /**
   * Requires that every row of the table was taken, to each phase that it names.
   *
   * @return this
   * @throws AssertionError with the rows that were not
   */
  public Exploration requireEveryRowTaken() {
    if (!untaken.isEmpty()) {
      throw new AssertionError(toText());
    }
    return this;
  }

  /**
   * Tells everything in lines.
   *
   * @return numbers, rows that were never taken, and violations with their stories
   */
  public String toText() {
    StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        "%s: %,d states, %,d transitions%s",
        strategy,
        states(),
        transitions,
        complete ? "" : ", not all explored"));
    text.append('\n');
    states.forEach((phase, number) -> text.append(
            String.format(Locale.ROOT, "  %-11s %,7d states", phase, number))
        .append('\n'));
    untaken.forEach(row -> text.append("  never taken: ").append(row).append('\n'));
    if (violations.isEmpty()) {
      text.append("  sound\n");
    }
    violations.forEach(violation -> text.append(violation).append('\n'));
    return text.toString();
  }

  /** Returns {@link #toText}. */
  @Override
  public String toString() {
    return toText();
  }
}
