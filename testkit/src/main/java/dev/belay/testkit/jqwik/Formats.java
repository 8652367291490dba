package dev.belay.testkit.jqwik;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.health.HealthSignal;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.SampleReportingFormat;

/** How a falsified property shows what has no words of its own: by the settings that are not the default. */
final class Formats {

  private static final RolloutPolicy POLICY = RolloutPolicy.builder().build();
  private static final BlastRadius BLAST_RADIUS = BlastRadius.builder().build();

  private Formats() {}

  static List<SampleReportingFormat> all() {
    return List.of(
        new Format<>(RolloutPolicy.class, policy -> differing(settings(policy), settings(POLICY))),
        new Format<>(BlastRadius.class, radius -> differing(caps(radius), caps(BLAST_RADIUS))),
        new Format<>(ShadowCalls.class, Formats::shadow),
        new Format<>(RolloutPlan.class, Formats::plan),
        new Format<>(RolloutContext.class, Formats::context),
        new Format<>(Situation.class, Formats::situation));
  }

  /** One type, and its settings by name. */
  private record Format<T>(Class<T> type, Function<T, Map<String, Object>> settings)
      implements SampleReportingFormat {

    @Override
    public boolean appliesTo(Object value) {
      return type.isInstance(value);
    }

    @Override
    public Object report(Object value) {
      return settings.apply(type.cast(value));
    }

    @Override
    public Optional<String> label(Object value) {
      return Optional.of(type.getSimpleName());
    }
  }

  private static Map<String, Object> differing(
      Map<String, Object> settings, Map<String, Object> usual) {
    settings
        .entrySet()
        .removeIf(setting -> Objects.equals(setting.getValue(), usual.get(setting.getKey())));
    return settings;
  }

  private static Map<String, Object> settings(RolloutPolicy policy) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("signals", names(policy.signals()));
    settings.put("observed", names(policy.observed()));
    settings.put("falseRollback", policy.falseRollback());
    settings.put("falsePromotion", policy.falsePromotion());
    settings.put("blastRadius", differing(caps(policy.blastRadius()), caps(BLAST_RADIUS)));
    settings.put("shield", policy.shield());
    settings.put("callDeadline", policy.callDeadline());
    settings.put("deadline", policy.deadline());
    settings.put("whenUndecided", policy.whenUndecided());
    settings.put("rollBackWhenUnavailableFor", policy.rollBackWhenUnavailableFor());
    settings.put("evaluationInterval", policy.evaluationInterval());
    settings.put("signalTimeout", policy.signalTimeout());
    settings.put("longestCall", policy.longestCall());
    settings.put("minimumRequests", policy.minimumRequests());
    settings.put("expectedTraffic", policy.expectedTraffic());
    settings.put("reassignEvery", policy.reassignEvery());
    settings.put("calibrateFor", policy.calibrateFor());
    settings.put("shadow", policy.shadow());
    settings.put("readyWithin", policy.readyWithin());
    settings.put("retireWithin", policy.retireWithin());
    return settings;
  }

  private static List<String> names(List<HealthSignal> signals) {
    return signals.stream().map(HealthSignal::name).toList();
  }

  private static Map<String, Object> caps(BlastRadius radius) {
    Map<String, Object> caps = new LinkedHashMap<>();
    caps.put("maxFailures", radius.maxFailures());
    caps.put("maxConsecutiveFailures", radius.maxConsecutiveFailures());
    caps.put("maxRequests", radius.maxRequests());
    caps.put("maxShare", BasisPoints.toPercent(radius.maxShare()));
    caps.put("failuresPerStep", radius.failuresPerStep());
    return caps;
  }

  private static Map<String, Object> shadow(ShadowCalls shadow) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("sample", BasisPoints.toPercent(shadow.sample()));
    settings.put("atLeast", shadow.atLeast());
    settings.put("deadline", shadow.deadline());
    settings.put("maxConcurrent", shadow.maxConcurrent());
    settings.put("comparing", shadow.comparison().isPresent());
    return settings;
  }

  private static Map<String, Object> plan(RolloutPlan plan) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("candidate", plan.candidate());
    settings.put("strategy", plan.strategy().name());
    settings.put("policy", plan.policy());
    settings.put("retry", plan.retry());
    settings.put("salt", plan.salt());
    settings.put("warmUpCalls", plan.preparation().warmUpCalls());
    return settings;
  }

  private static Map<String, Object> context(RolloutContext context) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("rollout", context.rollout());
    parts.put("stable", context.stable());
    parts.put("policy", context.policy());
    parts.put("reaction", context.reaction());
    return parts;
  }

  private static Map<String, Object> situation(Situation situation) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("context", situation.context());
    parts.put("journal", situation.journal().stream().map(Formats::line).toList());
    parts.put("state", situation.state());
    parts.put("now", situation.now());
    return parts;
  }

  private static String line(JournalRecord record) {
    RolloutState state = record.state();
    return record.at() + ": " + record.input().getClass().getSimpleName() + " -> " + state.phase()
        + "/" + state.stage() + ", " + state.split() + " (" + record.reason() + ")";
  }
}
