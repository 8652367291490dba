package dev.belay.store.file;

import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.PairCounts;
import dev.belay.health.Assessment;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.MonitorState;

/** What was seen, and what it came to, as bytes. */
final class EvidenceCodec {

  private EvidenceCodec() {}

  static void writeEvaluation(Encoder to, Evaluation evaluation) {
    to.instant(evaluation.at())
        .number(evaluation.attempt())
        .number(Tags.VERDICTS.of(evaluation.verdict()))
        .all(evaluation.signals(), EvidenceCodec::writeSignal)
        .real(evaluation.rollbackEvidence())
        .real(evaluation.rollbackThreshold())
        .real(evaluation.promotionEvidence())
        .real(evaluation.promotionThreshold())
        .real(evaluation.harm())
        .real(evaluation.requestsPerSecond());
    writeArm(to, evaluation.stable());
    writeArm(to, evaluation.candidate());
    writeArm(to, evaluation.candidateInStage());
    writePairs(to, evaluation.shadow());
  }

  static Evaluation readEvaluation(Decoder from) throws UnreadableException {
    return new Evaluation(
        from.instant(),
        from.integer(),
        Tags.VERDICTS.constant(from.integer()),
        from.all(EvidenceCodec::readSignal),
        from.real(),
        from.real(),
        from.real(),
        from.real(),
        from.real(),
        from.real(),
        readArm(from),
        readArm(from),
        readArm(from),
        readPairs(from));
  }

  private static void writeSignal(Encoder to, SignalResult signal) {
    to.text(signal.signal())
        .flag(signal.deciding())
        .real(signal.weight())
        .real(signal.attribution());
    Assessment assessment = signal.assessment();
    to.number(Tags.VERDICTS.of(assessment.verdict()))
        .real(assessment.rollbackEvidence())
        .real(assessment.promotionEvidence())
        .real(assessment.harm())
        .flag(assessment.missingRequests().isPresent());
    assessment.missingRequests().ifPresent(to::real);
    to.text(assessment.reason()).map(assessment.numbers(), Encoder::text, Encoder::real);
  }

  private static SignalResult readSignal(Decoder from) throws UnreadableException {
    return new SignalResult(
        from.text(), from.flag(), from.real(), from.real(), readAssessment(from));
  }

  private static Assessment readAssessment(Decoder from) throws UnreadableException {
    Assessment.Builder builder = Assessment.builder(Tags.VERDICTS.constant(from.integer()))
        .evidence(from.real(), from.real())
        .harm(from.real());
    if (from.flag()) {
      builder.missingRequests(from.real());
    }
    builder.reason(from.text());
    from.map(Decoder::text, Decoder::real).forEach(builder::number);
    return builder.build();
  }

  static void writeArm(Encoder to, ArmCounts arm) {
    writeCalls(to, arm.random());
    writeCalls(to, arm.sticky());
  }

  static ArmCounts readArm(Decoder from) throws UnreadableException {
    return new ArmCounts(readCalls(from), readCalls(from));
  }

  private static void writeCalls(Encoder to, CallCounts calls) {
    to.number(calls.requests()).number(calls.failures());
  }

  private static CallCounts readCalls(Decoder from) throws UnreadableException {
    return new CallCounts(from.number(), from.number());
  }

  static void writePairs(Encoder to, PairCounts pairs) {
    to.number(pairs.pairs())
        .number(pairs.onlyCandidateFailed())
        .number(pairs.onlyStableFailed())
        .number(pairs.bothFailed())
        .number(pairs.compared())
        .number(pairs.agreed());
  }

  static PairCounts readPairs(Decoder from) throws UnreadableException {
    return new PairCounts(
        from.number(), from.number(), from.number(), from.number(), from.number(), from.number());
  }

  static void writeMonitor(Encoder to, MonitorState state) {
    to.text(state.format()).all(state.values(), Encoder::real);
  }

  static MonitorState readMonitor(Decoder from) throws UnreadableException {
    return new MonitorState(from.text(), from.all(Decoder::real));
  }
}
