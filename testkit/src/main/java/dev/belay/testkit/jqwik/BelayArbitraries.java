package dev.belay.testkit.jqwik;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.health.HealthSignal;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import java.util.List;
import net.jqwik.api.Arbitrary;

/**
 * Everything that is valid in the domain, for property tests with jqwik. {@link BelayDomain} offers the same by type.
 *
 * <p>What is drawn is consistent by construction, and nothing is drawn and thrown away. It shrinks to what is smallest: short names,
 * builders' defaults, no calls, no events. Each call returns a new arbitrary; arbitraries are immutable.
 *
 * <p>Counts of one interval go up to a thousand million, durations to what the setting takes, and times from the beginning of the
 * year 2026, that of {@link dev.belay.testkit.VirtualRuntime}, to a year later; a history may go on beyond that.
 */
@SuppressWarnings("exports")
public final class BelayArbitraries {

  /** As many events as a history has at most. */
  private static final int LONGEST_HISTORY = 60;

  private BelayArbitraries() {}

  // --- versions and splits

  /**
   * All that is valid as a version: names of 1 to 128 characters, with every character that a name may have, beside those that
   * versions usually have.
   *
   * @return versions of any model; two of them are seldom of the same one. See {@link #contexts()} for two that are
   */
  public static Arbitrary<ModelVersion> versions() {
    return Versions.versions();
  }

  /**
   * Shares.
   *
   * @return all from 0 to {@value BasisPoints#WHOLE}, both and their neighbours often
   */
  public static Arbitrary<Integer> basisPoints() {
    return Numbers.basisPoints();
  }

  /**
   * Splits over one to five versions, of any models. Some may have no part. Never none, and never more than five.
   *
   * @return splits that shrink to the first version taking everything
   */
  public static Arbitrary<TrafficSplit> splits() {
    return Versions.splits();
  }

  /**
   * Splits between two versions, both present, at every share.
   *
   * @param stable the version that takes the rest
   * @param candidate the version that takes the share, another one
   * @return splits that shrink to stable taking everything
   */
  public static Arbitrary<TrafficSplit> splitsBetween(ModelVersion stable, ModelVersion candidate) {
    return Versions.splitsBetween(stable, candidate);
  }

  // --- policies and plans

  /**
   * Blast radii with each cap left alone or set, up to the largest that its builder takes, and with steps that may cost anything
   * from nearly nothing to everything.
   *
   * @return blast radii that shrink to the default
   */
  public static Arbitrary<BlastRadius> blastRadii() {
    return BlastRadii.all();
  }

  /**
   * All built-in signals with every setting, and a gauge with a constant reading, within its limit or above it. Never the sample
   * ratio, which every rollout has, and no signals of one's own.
   *
   * @return signals
   */
  public static Arbitrary<HealthSignal> signals() {
    return Signals.all();
  }

  /**
   * Policies with each setting left alone or made, in every combination that their builder accepts: several {@link #signals()} that
   * decide or are observed, shield and deadlines, sticky users, shadow, expected traffic, all durations. A deadline always leaves
   * time after the calibration of users. Whether a rollout could ever be decided under it is another matter: see {@link #plans}.
   *
   * <p>Never with more than 1 000 000 000 calls as a minimum.
   *
   * @return policies that shrink to the default
   */
  public static Arbitrary<RolloutPolicy> policies() {
    return Policies.all();
  }

  /**
   * Plans by a strategy: any candidate, {@link #policies()} with a deadline that leaves more than the strategy's course takes, any
   * salt, and hooks that do nothing and succeed.
   *
   * <p>Most are not what anybody should start: the {@linkplain RolloutPlan#check check} refuses, for example, a blast radius that is
   * spent at once. Take {@code filter(plan -> plan.check().startable())} for those that an endpoint starts. The candidate may happen to
   * be the live version of your endpoint.
   *
   * @param strategy the strategy, with a course of less than 365 days
   * @return plans that shrink to the default policy
   * @throws IllegalArgumentException if the course takes too long
   */
  public static Arbitrary<RolloutPlan> plans(RolloutStrategy strategy) {
    return Rollouts.plans(strategy);
  }

  /**
   * Plans by any of several strategies; otherwise like {@link #plans(RolloutStrategy)}.
   *
   * @param strategies strategies with courses of less than 365 days
   * @return plans
   */
  public static Arbitrary<RolloutPlan> plans(Arbitrary<? extends RolloutStrategy> strategies) {
    return strategies.flatMap(Rollouts::plans);
  }

  /**
   * Rollouts from one version of a model to another one of the same, in any attempt up to the thousandth, under any of the {@link
   * #policies()}, to targets that take up to an hour for a retreat. The id is made as an endpoint makes it.
   *
   * @return rollouts
   */
  public static Arbitrary<RolloutContext> contexts() {
    return Rollouts.contexts(Policies.all());
  }

  /**
   * Rollouts that a strategy can begin: the deadline leaves more than its course takes. Otherwise like {@link #contexts()}.
   *
   * @param strategy the strategy, with a course of less than 365 days
   * @return rollouts
   * @throws IllegalArgumentException if the course takes too long
   */
  public static Arbitrary<RolloutContext> contexts(RolloutStrategy strategy) {
    return Rollouts.contexts(Policies.lasting(strategy.course().least()));
  }

  // --- what strategies are told, and where they get to

  /**
   * Evaluations under any policy, as {@link dev.belay.health.Judge} makes them: each verdict as often, with signals whose opinions
   * come to it, also all together where none does alone. Evidence is below or beyond its threshold as the verdict wants it, down to
   * no number at all and beyond all numbers. Calls of the candidate in the stage are among all of its calls.
   *
   * <p>Verdict and calls have nothing to do with each other: HEALTHY on no calls at all is drawn too. Evidence is never NaN, a
   * fixed rule is never undecided, and the traffic is finite.
   *
   * @return evaluations that shrink to INSUFFICIENT on no calls
   */
  public static Arbitrary<Evaluation> evaluations() {
    return Evaluations.all();
  }

  /**
   * Evaluations of one rollout: of its attempt, with the signals of its policy. Otherwise like {@link #evaluations()}.
   *
   * @param context the rollout
   * @return evaluations, in no order of time
   */
  public static Arbitrary<Evaluation> evaluations(RolloutContext context) {
    return Evaluations.of(context);
  }

  /**
   * Everything that a strategy can be told, wherever it stands: each kind of {@link Input} as often, with {@link
   * #evaluations(RolloutContext)}, some of them of another attempt, with splits at any share and commands of anyone. Never what
   * only journals hold, a beginning or an emergency switch.
   *
   * <p>A list of inputs seldom gets far, since hardly any confirms the split that is wanted: {@link #events()} do.
   *
   * @param context the rollout
   * @return inputs that shrink to a tick
   */
  public static Arbitrary<Input> inputs(RolloutContext context) {
    return Inputs.of(context);
  }

  /**
   * What happens to rollouts, of which a list is a history. Two of five events are what a rollout waits for at that moment, such as
   * the confirmation of its split, an approval or a proof; the others are everything else, wanted or not. What sends a rollout back
   * is rare. So histories get far, and some to the end. There are minutes between them, and now and then a month.
   *
   * <p>Counts of one evaluation need not be larger than those of the one before.
   *
   * @return events that shrink to what is waited for, at once
   */
  public static Arbitrary<RolloutEvent> events() {
    return Events.all();
  }

  /**
   * Histories of up to {@value #LONGEST_HISTORY} events, at the pace of a strategy: with as much time between events as its stages
   * last. Otherwise like {@link #events()}.
   *
   * @param strategy the strategy
   * @return histories that shrink to nothing
   */
  public static Arbitrary<List<RolloutEvent>> histories(RolloutStrategy strategy) {
    return Events.during(strategy.course()).list().ofMaxSize(LONGEST_HISTORY);
  }

  /**
   * Where a strategy really gets to: somewhere in one of its {@link #histories}, under one of its {@link #contexts(RolloutStrategy)}.
   * A transition that breaks {@link dev.belay.strategy.RolloutInvariants} is left out of the history, so the states of a strategy
   * that is not sound are those that it reaches soundly.
   *
   * @param strategy the strategy, with a course of less than 365 days
   * @return states, with the rollout, its journal and the moment
   * @throws IllegalArgumentException if the course takes too long
   */
  public static Arbitrary<Situation> situations(RolloutStrategy strategy) {
    return Rollouts.situations(strategy);
  }

  /**
   * The states of {@link #situations}, for whoever keeps or shows states and does not go on from them.
   *
   * @param strategy the strategy, with a course of less than 365 days
   * @return states that shrink to the first one
   * @throws IllegalArgumentException if the course takes too long
   */
  public static Arbitrary<RolloutState> states(RolloutStrategy strategy) {
    return situations(strategy).map(Situation::state);
  }

  /**
   * The journals of {@link #situations}, as the engine writes them: of one rollout, from its beginning, a record for each change.
   * Never with a step that was overtaken by a retreat, and never with an emergency switch.
   *
   * @param strategy the strategy, with a course of less than 365 days
   * @return journals that shrink to their first record
   * @throws IllegalArgumentException if the course takes too long
   */
  public static Arbitrary<List<JournalRecord>> journals(RolloutStrategy strategy) {
    return situations(strategy).map(Situation::journal);
  }

  // --- evidence

  /**
   * Calls and failures: from none to a thousand million, of which few, all or none fail.
   *
   * @return counts that shrink to none
   */
  public static Arbitrary<CallCounts> callCounts() {
    return Counts.calls();
  }

  /**
   * Pairs of calls, failed by either version or both, compared or not.
   *
   * @return counts that shrink to none
   */
  public static Arbitrary<PairCounts> pairCounts() {
    return Counts.pairs();
  }

  /**
   * Latencies, mostly of milliseconds to seconds, in up to six of all buckets.
   *
   * @return histograms that shrink to none
   */
  public static Arbitrary<LatencyHistogram> latencyHistograms() {
    return CallDraw.histograms();
  }

  /**
   * What a version does in an interval. Every call has a latency; failures are no more than calls; scores lie in [0, 1] and may be
   * of calls before; predictions are no more than calls; the buckets of sticky keys hold no more than the sticky calls and their
   * failures, and less if some belong to an earlier draw.
   *
   * @return evidence that shrinks to no calls
   */
  public static Arbitrary<ArmEvidence> armEvidence() {
    return Increments.arms();
  }

  /**
   * One interval of {@link #incrementSequences()}, somewhere near the beginning of a rollout.
   *
   * @return increments that shrink to no calls in no time
   */
  public static Arbitrary<EvidenceIncrement> increments() {
    return Increments.all();
  }

  /**
   * The evidence of a rollout, as the recorders hand it out: up to twenty intervals of one attempt, each of which begins when the
   * one before it ends. The share begins at 0, rises, perhaps falls to 0, and then stays there. Random calls fall on the versions
   * as the share has it, and now and then otherwise; some complete late, and count at the share before. Sticky calls are in the
   * buckets of their version, and their draw grows if keys are drawn anew. There are pairs only before the first exposure, and an
   * interval is cut short only if the candidate failed.
   *
   * <p>Never are there calls of the candidate before its first share, nor calls assigned to a version at a share at which it gets none.
   *
   * @return increments in order, that shrink to none
   */
  public static Arbitrary<List<EvidenceIncrement>> incrementSequences() {
    return Increments.sequences();
  }
}
