package dev.belay.testkit.simulation;

import dev.belay.RolloutReport;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Phase;
import java.time.Duration;
import java.util.List;

/**
 * What came of a simulation.
 *
 * @param seed what decided all chance
 * @param phase how far the rollout came, by the journal
 * @param waitedFor empty if the rollout has ended and its end is written down; otherwise what it waited for when the simulation
 *     reached its bound
 * @param elapsed the virtual time of the rollout
 * @param report what the process that ran the rollout reports: if it ended with the rollout, the whole story; if it crashed, the
 *     story until then
 * @param journal everything that is written down
 * @param requests what the clients of the service saw
 * @param faults what went wrong, in order
 * @param steps turns of the control loop and tasks of input and output of the first process
 * @param timeline some hundred moments of the rollout; empty unless it was asked for
 */
public record SimulationResult(
    long seed,
    Phase phase,
    String waitedFor,
    Duration elapsed,
    RolloutReport report,
    List<JournalRecord> journal,
    Requests requests,
    List<Fault> faults,
    long steps,
    List<TimelinePoint> timeline) {

  /**
   * Copies the lists.
   *
   * @param seed what decided all chance
   * @param phase how far the rollout came
   * @param waitedFor what it waited for
   * @param elapsed the virtual time of the rollout
   * @param report what the process that ran the rollout reports
   * @param journal everything that is written down
   * @param requests what the clients of the service saw
   * @param faults what went wrong
   * @param steps steps of the first process
   * @param timeline some hundred moments of the rollout
   */
  public SimulationResult {
    journal = List.copyOf(journal);
    faults = List.copyOf(faults);
    timeline = List.copyOf(timeline);
  }

  /**
   * What the clients of the service saw.
   *
   * @param sent requests
   * @param answered requests that were answered
   * @param failed requests whose failure the client saw
   * @param lost requests that were in flight when their process ended
   * @param turnedAway requests that came while no process ran
   */
  public record Requests(long sent, long answered, long failed, long lost, long turnedAway) {}

  /**
   * Tells whether the rollout has ended, and its end is written down.
   *
   * @return false if the simulation reached its bound before
   */
  public boolean ended() {
    return waitedFor.isEmpty();
  }

  /**
   * Writes the story for a person. The same plan, settings and seed give the same text.
   *
   * @return several lines
   */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append("simulation of seed ").append(seed).append(": ").append(phase);
    text.append(ended() ? " after " : ", not ended after ").append(elapsed).append('\n');
    if (!ended()) {
      text.append("  it waited for ").append(waitedFor).append('\n');
    }
    text.append("  ").append(requests).append('\n');
    faults.forEach(fault -> text.append("  ").append(fault).append('\n'));
    return text.append(report.toText()).toString();
  }

  /** Returns {@link #toText}. */
  @Override
  public String toString() {
    return toText();
  }
}
