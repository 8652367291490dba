package dev.belay.testkit;

import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.TransitionTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Crosses off the rows of a table that have been taken. Not thread-safe. */
final class RowsTaken {

  private final Optional<TransitionTable> table;
  private final Set<Exploration.Row> taken = new HashSet<>();

  RowsTaken(Optional<TransitionTable> table) {
    this.table = table;
  }

  void note(Phase from, Input input, Phase to) {
    taken.add(new Exploration.Row(from, input.getClass(), to));
  }

  /** The rows that were not taken, in the order of the table. */
  List<Exploration.Row> untaken() {
    List<Exploration.Row> untaken = new ArrayList<>();
    table.map(TransitionTable::rows).orElse(List.of()).forEach(row -> {
      for (Phase to : EnumSet.copyOf(row.to())) {
        untaken.add(new Exploration.Row(row.from(), row.input(), to));
      }
    });
    untaken.removeAll(taken);
    return untaken;
  }
}
