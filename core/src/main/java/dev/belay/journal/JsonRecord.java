package dev.belay.journal;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Command;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A record as one line of JSON. */
final class JsonRecord {

  private JsonRecord() {}

  static Json of(String endpoint, AuditRecord audit) {
    JournalRecord record = audit.record();
    return new Json()
        .with("endpoint", endpoint)
        .with("sequence", audit.sequence())
        .with("epoch", audit.epoch())
        .with("hash", audit.hash())
        .with("at", record.at())
        .with("strategy", record.strategy())
        .with("stable", record.stable().toString())
        .with("candidate", record.candidate().toString())
        .with("input", Inputs.kind(record.input()))
        .with("detail", Inputs.detail(record.input()))
        .with("order", Inputs.order(record.input()).map(JsonRecord::order))
        .with("evaluation", evaluation(record.input()))
        .with("state", state(record.state()))
        .with("reason", record.reason());
  }

  private static Json order(Command.Order order) {
    Json json = new Json()
        .with("id", order.id())
        .with("actor", order.actor())
        .with("reason", order.reason());
    OptionalLong revision = order.expectedRevision();
    return revision.isPresent() ? json.with("expectedRevision", revision.getAsLong()) : json;
  }

  private static Optional<Json> evaluation(Input input) {
    if (!(input instanceof Input.Assessed assessed)) {
      return Optional.empty();
    }
    Evaluation evaluation = assessed.evaluation();
    return Optional.of(new Json()
        .with("at", evaluation.at())
        .with("attempt", evaluation.attempt())
        .with("verdict", evaluation.verdict().name())
        .with("rollbackEvidence", evaluation.rollbackEvidence())
        .with("rollbackThreshold", evaluation.rollbackThreshold())
        .with("promotionEvidence", evaluation.promotionEvidence())
        .with("promotionThreshold", evaluation.promotionThreshold())
        .with("harm", evaluation.harm())
        .with("requestsPerSecond", evaluation.requestsPerSecond())
        .with("stable", arm(evaluation.stable()))
        .with("candidate", arm(evaluation.candidate()))
        .with("candidateInStage", arm(evaluation.candidateInStage()))
        .with("shadow", pairs(evaluation.shadow()))
        .with("signals", evaluation.signals().stream().map(JsonRecord::signal).toList()));
  }

  private static Json signal(SignalResult signal) {
    Json numbers = new Json();
    signal.assessment().numbers().forEach(numbers::with);
    Json json = new Json()
        .with("signal", signal.signal())
        .with("deciding", signal.deciding())
        .with("weight", signal.weight())
        .with("attribution", signal.attribution())
        .with("verdict", signal.assessment().verdict().name())
        .with("rollbackEvidence", signal.assessment().rollbackEvidence())
        .with("promotionEvidence", signal.assessment().promotionEvidence())
        .with("harm", signal.assessment().harm());
    signal.assessment().missingRequests().ifPresent(missing -> {
      Json unused = json.with("missingRequests", missing);
    });
    return json.with("reason", signal.assessment().reason()).with("numbers", numbers);
  }

  private static Json arm(ArmCounts arm) {
    return new Json().with("random", calls(arm.random())).with("sticky", calls(arm.sticky()));
  }

  private static Json calls(CallCounts calls) {
    return new Json().with("requests", calls.requests()).with("failures", calls.failures());
  }

  private static Json pairs(PairCounts pairs) {
    return new Json()
        .with("pairs", pairs.pairs())
        .with("onlyCandidateFailed", pairs.onlyCandidateFailed())
        .with("onlyStableFailed", pairs.onlyStableFailed())
        .with("bothFailed", pairs.bothFailed())
        .with("compared", pairs.compared())
        .with("agreed", pairs.agreed());
  }

  private static Json state(RolloutState state) {
    return new Json()
        .with("rollout", state.rollout())
        .with("attempt", state.attempt())
        .with("phase", state.phase().name())
        .with("stage", state.stage())
        .with("split", split(state.split()))
        .with("startedAt", state.startedAt())
        .with("since", state.since())
        .with("deadline", state.deadline())
        .with("holds", List.copyOf(state.holds()))
        .with("approvedStage", state.approvedStage())
        .with("ready", state.ready())
        .with("proven", state.proven())
        .with("urged", state.urged())
        .with("pausedAt", state.pausedAt())
        .with("unavailableSince", state.unavailableSince())
        .with("restartedAt", state.restartedAt());
  }

  /** In basis points. */
  private static Json split(TrafficSplit split) {
    Json json = new Json();
    for (Map.Entry<ModelVersion, Integer> part : split.parts().entrySet()) {
      json.with(part.getKey().toString(), part.getValue());
    }
    return json;
  }
}
