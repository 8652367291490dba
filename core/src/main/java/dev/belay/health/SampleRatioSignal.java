package dev.belay.health;

import dev.belay.evidence.Assigned;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.sequential.ProportionTest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Whether the split that happened is the split that was asked for. Always on. A mismatch says nothing about the candidate, but
 * that the comparison with it cannot be trusted: it makes the evidence unavailable, so the rollout stands still until a person
 * has looked, and may still be sent back.
 *
 * <p>A call is counted at the share at which it was assigned, when it completes; calls that still run are taken for whatever
 * looks least like a mismatch, so a slow version is none, unless its calls are routed by hand without
 * {@link dev.belay.Route#begin} and last longer than the policy says that a call may.
 */
record SampleRatioSignal() implements HealthSignal {

  /** The probability of ever seeing a mismatch that is none. */
  private static final double LEVEL = .001;

  /** Odds that are off by less are harmless: a few outcomes that nobody reported. */
  private static final double TOLERANCE = .05;

  @Override
  public String name() {
    return "sample ratio";
  }

  @Override
  public boolean sequential() {
    return false;
  }

  @Override
  public boolean blocking() {
    return false;
  }

  @Override
  public SignalMonitor open(SignalContext context) {
    return new Monitor(context.longestCall());
  }

  private static final class Monitor implements SignalMonitor {

    private static final double THRESHOLD = Math.log(1 / LEVEL);
    private static final double SHORTEST_MEMORY_SECONDS = 10;

    private final ProportionTest test = new ProportionTest(TOLERANCE);
    private double stable;
    private double candidate;
    private double expected;
    private boolean mismatch;
    private final double longestCallSeconds;
    private final double memorySeconds;
    private double lowestShare = 1;
    private double highestShare;
    private double recentSeconds;
    private double recentCalls;

    Monitor(Duration longestCall) {
      longestCallSeconds = longestCall.toNanos() / 1e9;
      memorySeconds = Math.max(SHORTEST_MEMORY_SECONDS, longestCallSeconds);
    }

    @Override
    public Assessment assess(EvidenceIncrement increment) {
      for (Assigned assigned : increment.assigned()) {
        double share = assigned.share() / 10_000.0;
        double calls = (double) assigned.stable() + assigned.candidate();
        test.update(calls, assigned.candidate(), share);
        stable += assigned.stable();
        candidate += assigned.candidate();
        expected += share * calls;
        note(share);
      }
      double evidence = evidence(increment);
      mismatch |= evidence >= THRESHOLD;
      return assessment(evidence);
    }

    /**
     * What is left of the evidence however the calls end that still run. Those routed by hand may not be known: as many may run
     * as come in the time that a call may last. At which share they were assigned is not known either: whichever
     * says least, of all shares so far.
     */
    private double evidence(EvidenceIncrement increment) {
      double seconds = Duration.between(increment.from(), increment.to()).toNanos() / 1e9;
      double kept = Math.exp(-seconds / memorySeconds);
      recentSeconds = recentSeconds * kept + seconds;
      recentCalls = recentCalls * kept;
      for (Assigned assigned : increment.assigned()) {
        recentCalls += (double) assigned.stable() + assigned.candidate();
      }
      double running = recentSeconds > 0 ? recentCalls / recentSeconds * longestCallSeconds : 0;
      double part = increment.share() / 10_000.0;
      double candidateRunning = Math.max(increment.candidate().inFlight(), part * running);
      double stableRunning = Math.max(increment.stable().inFlight(), (1 - part) * running);
      note(part);
      return lowestShare > highestShare
          ? test.logEvidence()
          : test.logEvidence(lowestShare, highestShare, candidateRunning, stableRunning);
    }

    private void note(double share) {
      if (share > 0 && share < 1) {
        lowestShare = Math.min(lowestShare, share);
        highestShare = Math.max(highestShare, share);
      }
    }

    private Assessment assessment(double evidence) {
      Seen seen = new Seen(stable, candidate, expected, evidence, mismatch);
      return Assessment.builder(mismatch ? Verdict.UNAVAILABLE : Verdict.HEALTHY)
          .explained(seen::explain);
    }

    @Override
    public MonitorState save() {
      return states().save();
    }

    @Override
    public void restore(MonitorState state) {
      states().restore(state);
    }

    private States states() {
      return new States("sample-ratio/2")
          .add(test::save, test::restore)
          .add(
              () -> new double[] {
                stable,
                candidate,
                expected,
                mismatch ? 1 : 0,
                recentSeconds,
                recentCalls,
                lowestShare,
                highestShare
              },
              saved -> {
                stable = saved[0];
                candidate = saved[1];
                expected = saved[2];
                mismatch = saved[3] != 0;
                recentSeconds = saved[4];
                recentCalls = saved[5];
                lowestShare = saved[6];
                highestShare = saved[7];
              });
    }
  }

  private record Seen(
      double stable, double candidate, double expected, double evidence, boolean mismatch) {

    Assessment.Explanation explain() {
      String seen = String.format(
          Locale.ROOT,
          "%,.0f of %,.0f random calls went to the candidate, %,.0f were expected",
          candidate,
          candidate + stable,
          expected);
      String rest =
          Wording.progress("this is not the split that was asked for", evidence, Monitor.THRESHOLD);
      return new Assessment.Explanation(
          seen + "; " + rest
              + (mismatch ? "; the comparison of the versions cannot be trusted" : ""),
          Map.of(
              "stableRequests",
              stable,
              "candidateRequests",
              candidate,
              "candidateExpected",
              expected,
              "evidence",
              evidence,
              "threshold",
              Monitor.THRESHOLD));
    }
  }
}
