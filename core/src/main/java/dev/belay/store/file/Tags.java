package dev.belay.store.file;

import dev.belay.health.Verdict;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers that stand for constants in files. They never change and are never given away again, however the constants are
 * called or ordered.
 *
 * @param <E> the constants
 */
final class Tags<E extends Enum<E>> {

  static final Tags<Phase> PHASES = new Tags<>(Phase.class)
      .add(1, Phase.PREPARING)
      .add(2, Phase.EXPOSING)
      .add(3, Phase.BAKING)
      .add(4, Phase.PROMOTED)
      .add(5, Phase.RETREATING)
      .add(6, Phase.ROLLED_BACK)
      .complete();

  static final Tags<Verdict> VERDICTS = new Tags<>(Verdict.class)
      .add(1, Verdict.HEALTHY)
      .add(2, Verdict.UNHEALTHY)
      .add(3, Verdict.INSUFFICIENT)
      .add(4, Verdict.UNAVAILABLE)
      .complete();

  static final Tags<Hold> HOLDS = new Tags<>(Hold.class)
      .add(1, Hold.PAUSED)
      .add(2, Hold.APPROVAL)
      .add(3, Hold.TIME)
      .add(4, Hold.EVIDENCE)
      .add(5, Hold.BLAST_RADIUS)
      .add(6, Hold.SIGNAL)
      .add(7, Hold.READINESS)
      .add(8, Hold.TARGET)
      .add(9, Hold.FOREIGN_CHANGE)
      .add(10, Hold.STORE)
      .add(11, Hold.DRAIN)
      .add(12, Hold.RELEASE)
      .complete();

  private final Class<E> type;
  private final Map<E, Integer> tags;
  private final Map<Integer, E> constants = new HashMap<>();

  private Tags(Class<E> type) {
    this.type = type;
    this.tags = new EnumMap<>(type);
  }

  private Tags<E> add(int tag, E constant) {
    tags.put(constant, tag);
    constants.put(tag, constant);
    return this;
  }

  private Tags<E> complete() {
    int all = EnumSet.allOf(type).size();
    if (tags.size() != all || constants.size() != all) {
      throw new IllegalStateException("every " + type.getSimpleName() + " must have a tag");
    }
    return this;
  }

  int of(E constant) {
    Integer tag = tags.get(constant);
    if (tag == null) {
      throw new IllegalStateException("there is no tag for " + constant);
    }
    return tag;
  }

  E constant(int tag) throws UnreadableException {
    E constant = constants.get(tag);
    if (constant == null) {
      throw UnreadableException.ofKind(type.getSimpleName(), tag);
    }
    return constant;
  }
}
