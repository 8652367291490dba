package dev.belay.testkit.jqwik;

import dev.belay.BlastRadius;
import dev.belay.ModelVersion;
import dev.belay.RolloutPolicy;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.health.HealthSignal;
import dev.belay.strategy.RolloutContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.SampleReportingFormat;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.domains.DomainContextBase;

/**
 * What is valid, by its type:
 *
 * <pre>
 * &#64;Domain(BelayDomain.class)
 * class FraudProperties {
 *
 *   &#64;Property
 *   void holds(&#64;ForAll ModelVersion version, &#64;ForAll RolloutPolicy policy, &#64;ForAll List&lt;RolloutEvent&gt; history) {
 *     ...
 *   }
 * }
 * </pre>
 *
 * <p>{@link BelayArbitraries} describes each of them. A {@code List<EvidenceIncrement>} is one of {@link
 * BelayArbitraries#incrementSequences()}. What depends on a strategy or on a rollout is to be had from there alone, by a method of
 * yours; put the domain on the class all the same, since it also tells jqwik how to show what falsifies a property. jqwik's own types
 * are to be had as well.
 */
@Domain(DomainContext.Global.class)
@SuppressWarnings("exports")
public class BelayDomain extends DomainContextBase {

  /** Made by jqwik. */
  public BelayDomain() {}

  /**
   * Shows policies and blast radii by those of their settings that are not the default, and plans, rollouts and situations by their
   * parts.
   *
   * @return the formats of this domain
   */
  @Override
  public Collection<SampleReportingFormat> getReportingFormats() {
    List<SampleReportingFormat> formats = new ArrayList<>(super.getReportingFormats());
    formats.addAll(Formats.all());
    return formats;
  }

  /**
   * Provides versions.
   *
   * @return see {@link BelayArbitraries#versions()}
   */
  @Provide
  public Arbitrary<ModelVersion> versions() {
    return BelayArbitraries.versions();
  }

  /**
   * Provides splits.
   *
   * @return see {@link BelayArbitraries#splits()}
   */
  @Provide
  public Arbitrary<TrafficSplit> splits() {
    return BelayArbitraries.splits();
  }

  /**
   * Provides blast radii.
   *
   * @return see {@link BelayArbitraries#blastRadii()}
   */
  @Provide
  public Arbitrary<BlastRadius> blastRadii() {
    return BelayArbitraries.blastRadii();
  }

  /**
   * Provides signals.
   *
   * @return see {@link BelayArbitraries#signals()}
   */
  @Provide
  public Arbitrary<HealthSignal> signals() {
    return BelayArbitraries.signals();
  }

  /**
   * Provides policies.
   *
   * @return see {@link BelayArbitraries#policies()}
   */
  @Provide
  public Arbitrary<RolloutPolicy> policies() {
    return BelayArbitraries.policies();
  }

  /**
   * Provides rollouts.
   *
   * @return see {@link BelayArbitraries#contexts()}
   */
  @Provide
  public Arbitrary<RolloutContext> contexts() {
    return BelayArbitraries.contexts();
  }

  /**
   * Provides evaluations.
   *
   * @return see {@link BelayArbitraries#evaluations()}
   */
  @Provide
  public Arbitrary<Evaluation> evaluations() {
    return BelayArbitraries.evaluations();
  }

  /**
   * Provides events.
   *
   * @return see {@link BelayArbitraries#events()}
   */
  @Provide
  public Arbitrary<RolloutEvent> events() {
    return BelayArbitraries.events();
  }

  /**
   * Provides counts of calls.
   *
   * @return see {@link BelayArbitraries#callCounts()}
   */
  @Provide
  public Arbitrary<CallCounts> callCounts() {
    return BelayArbitraries.callCounts();
  }

  /**
   * Provides counts of pairs.
   *
   * @return see {@link BelayArbitraries#pairCounts()}
   */
  @Provide
  public Arbitrary<PairCounts> pairCounts() {
    return BelayArbitraries.pairCounts();
  }

  /**
   * Provides histograms.
   *
   * @return see {@link BelayArbitraries#latencyHistograms()}
   */
  @Provide
  public Arbitrary<LatencyHistogram> latencyHistograms() {
    return BelayArbitraries.latencyHistograms();
  }

  /**
   * Provides what one version does.
   *
   * @return see {@link BelayArbitraries#armEvidence()}
   */
  @Provide
  public Arbitrary<ArmEvidence> armEvidence() {
    return BelayArbitraries.armEvidence();
  }

  /**
   * Provides increments.
   *
   * @return see {@link BelayArbitraries#increments()}
   */
  @Provide
  public Arbitrary<EvidenceIncrement> increments() {
    return BelayArbitraries.increments();
  }

  /**
   * Provides increments in order.
   *
   * @return see {@link BelayArbitraries#incrementSequences()}
   */
  @Provide
  public Arbitrary<List<EvidenceIncrement>> incrementSequences() {
    return BelayArbitraries.incrementSequences();
  }
}
