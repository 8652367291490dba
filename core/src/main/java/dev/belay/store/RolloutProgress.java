package dev.belay.store;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.MonitorState;
import dev.belay.strategy.Phase;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a running rollout has accumulated, all at one moment, so that a later process goes on with it. It stands beside the
 * journal: a lost one costs evidence, never a decision.
 *
 * @param rollout the rollout's id
 * @param at when it was taken
 * @param phase the phase of the rollout then
 * @param stage its stage then
 * @param draw the number of the draw of sticky keys in force
 * @param stable all calls of the stable version
 * @param candidate all calls of the candidate
 * @param candidateInStage calls of the candidate that were routed in the stage
 * @param shadow all pairs
 * @param candidateFailures what is spent of the blast radius: failures of the candidate
 * @param signals what each signal's monitor has accumulated, by the signal's name
 */
public record RolloutProgress(
    String rollout,
    Instant at,
    Phase phase,
    int stage,
    int draw,
    ArmCounts stable,
    ArmCounts candidate,
    ArmCounts candidateInStage,
    PairCounts shadow,
    long candidateFailures,
    Map<String, MonitorState> signals) {

  /**
   * Copies the map.
   *
   * @param rollout the rollout's id
   * @param at when it was taken
   * @param phase the phase of the rollout then
   * @param stage its stage then
   * @param draw the number of the draw of sticky keys in force
   * @param stable all calls of the stable version
   * @param candidate all calls of the candidate
   * @param candidateInStage calls of the candidate that were routed in the stage
   * @param shadow all pairs
   * @param candidateFailures failures of the candidate
   * @param signals what each signal's monitor has accumulated
   */
  public RolloutProgress {
    signals = Collections.unmodifiableMap(new LinkedHashMap<>(signals));
  }
}
