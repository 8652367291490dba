package dev.belay.testkit;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutReport;
import dev.belay.store.JournalRecord;
import java.util.List;

/**
 * Assertions on what a rollout did, whose messages tell the whole story. They throw {@link AssertionError} and need no test
 * framework.
 *
 * <pre>{@code
 * assertThat(rollout).isRolledBack().showedCallersNoFailure().askedCandidateAtMost(2_000).saysWhy("unhealthy");
 * assertThat(endpoint).serves("7").sendsEverythingTo("7").isDrained("8");
 * assertThat(store.read("fraud")).isContiguous().keepsTheInvariants(policy).endsIn(Phase.ROLLED_BACK);
 * }</pre>
 *
 * <p>Each assertion looks anew, so that what is asserted on a running rollout is what holds at that moment. A message says what
 * was expected and what was found, followed by the report or the journal as a person reads it.
 */
public final class BelayAssertions {

  private BelayAssertions() {}

  /**
   * Begins assertions on a rollout, running or ended.
   *
   * @param rollout the rollout
   * @return what can be asserted of it
   */
  public static RolloutAssert assertThat(Rollout rollout) {
    return new RolloutAssert(rollout);
  }

  /**
   * Begins assertions on a rollout of which only the report is at hand.
   *
   * @param report the report
   * @return what can be asserted of it
   */
  public static ReportAssert assertThat(RolloutReport report) {
    return new ReportAssert(report);
  }

  /**
   * Begins assertions on what an endpoint serves.
   *
   * @param endpoint the endpoint
   * @return what can be asserted of it
   */
  public static EndpointAssert assertThat(ModelEndpoint endpoint) {
    return new EndpointAssert(endpoint);
  }

  /**
   * Begins assertions on the journal of one endpoint.
   *
   * @param journal all its records in order, as {@link dev.belay.store.RolloutStore#read} returns them
   * @return what can be asserted of it
   */
  public static JournalAssert assertThat(List<JournalRecord> journal) {
    return new JournalAssert(journal);
  }
}
