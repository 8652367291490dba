package dev.belay.strategy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Draws a {@link TransitionTable}, so that the picture in a document is the machine and not what somebody remembers of it.
 * Pure functions.
 */
public final class TransitionDiagram {

  private TransitionDiagram() {}

  /**
   * Draws a table as a Mermaid {@code stateDiagram-v2}: the phases, and between each two of them one arrow with the names of
   * the inputs that may lead from one to the other. Inputs that change nothing of the phase are left out. The same rows give
   * the same text, in whichever order they were added.
   *
   * @param table the table
   * @return lines, each ended by a line feed
   */
  public static String mermaid(TransitionTable table) {
    Map<Phase, Map<Phase, Set<String>>> arrows = new EnumMap<>(Phase.class);
    Set<Phase> ends = new TreeSet<>();
    for (TransitionTable.Row<?> row : table.rows()) {
      for (Phase to : row.to()) {
        if (to != row.from()) {
          arrows
              .computeIfAbsent(row.from(), from -> new EnumMap<>(Phase.class))
              .computeIfAbsent(to, phase -> new TreeSet<>())
              .add(row.input().getSimpleName());
          if (to.terminal()) {
            ends.add(to);
          }
        }
      }
    }
    StringBuilder text = new StringBuilder("stateDiagram-v2\n  [*] --> PREPARING\n");
    arrows.forEach((from, targets) -> targets.forEach((to, inputs) ->
        text.append("  " + from + " --> " + to + ": " + String.join(", ", inputs) + "\n")));
    ends.forEach(end -> text.append("  " + end + " --> [*]\n"));
    return text.toString();
  }
}
