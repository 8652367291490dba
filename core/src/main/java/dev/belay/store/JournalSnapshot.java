package dev.belay.store;

import dev.belay.ModelVersion;
import dev.belay.strategy.Phase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a journal comes to at a moment without a rollout, so that a process need not read what is older. It can always be made
 * anew from the records.
 *
 * @param last the last record that it covers, at an end
 * @param attempts how often each candidate was started
 * @param ends how the last rollout of each candidate ended
 * @param commands the revision that each of the last commands led to, by the command's id, the oldest first
 * @param switches the number of the last emergency switch, 0 if there was none
 */
public record JournalSnapshot(
    JournalRecord last,
    Map<ModelVersion, Integer> attempts,
    Map<ModelVersion, Phase> ends,
    Map<String, Long> commands,
    long switches) {

  /**
   * Copies the maps, in their order.
   *
   * @param last the last record that it covers
   * @param attempts how often each candidate was started
   * @param ends how the last rollout of each candidate ended
   * @param commands the revision that each of the last commands led to
   * @param switches the number of the last emergency switch
   */
  public JournalSnapshot {
    attempts = Collections.unmodifiableMap(new LinkedHashMap<>(attempts));
    ends = Collections.unmodifiableMap(new LinkedHashMap<>(ends));
    commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
  }

  /**
   * Returns the last sequence that it covers.
   *
   * @return at least 1
   */
  public long sequence() {
    return last.sequence();
  }
}
