package dev.belay.store.file;

import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.RolloutProgress;
import dev.belay.strategy.Hold;
import dev.belay.strategy.RolloutState;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/** What a store keeps, as bytes. */
final class RecordCodec {

  /** Comes first; what this release writes. A later release reads all earlier ones. */
  private static final int VERSION = 1;

  private RecordCodec() {}

  static byte[] encode(JournalRecord record) {
    Encoder to = new Encoder().number(VERSION);
    writeRecord(to, record);
    return to.toBytes();
  }

  static JournalRecord decodeRecord(ByteBuffer bytes) throws UnreadableException {
    return Decoder.decode(bytes, from -> {
      requireVersion(from);
      return readRecord(from);
    });
  }

  static byte[] encode(JournalSnapshot snapshot) {
    Encoder to = new Encoder().number(VERSION);
    writeRecord(to, snapshot.last());
    return to.map(snapshot.attempts(), Encoder::version, (each, count) -> each.number(count))
        .map(snapshot.ends(), Encoder::version, (each, phase) -> each.number(Tags.PHASES.of(phase)))
        .map(snapshot.commands(), Encoder::text, (each, revision) -> each.number(revision))
        .number(snapshot.switches())
        .toBytes();
  }

  static JournalSnapshot decodeSnapshot(ByteBuffer bytes) throws UnreadableException {
    return Decoder.decode(bytes, from -> {
      requireVersion(from);
      return new JournalSnapshot(
          readRecord(from),
          from.map(Decoder::version, Decoder::integer),
          from.map(Decoder::version, end -> Tags.PHASES.constant(end.integer())),
          from.map(Decoder::text, Decoder::number),
          from.number());
    });
  }

  static byte[] encode(RolloutProgress progress) {
    Encoder to = new Encoder()
        .number(VERSION)
        .text(progress.rollout())
        .instant(progress.at())
        .number(Tags.PHASES.of(progress.phase()))
        .number(progress.stage())
        .number(progress.draw());
    EvidenceCodec.writeArm(to, progress.stable());
    EvidenceCodec.writeArm(to, progress.candidate());
    EvidenceCodec.writeArm(to, progress.candidateInStage());
    EvidenceCodec.writePairs(to, progress.shadow());
    return to.number(progress.candidateFailures())
        .map(progress.signals(), Encoder::text, EvidenceCodec::writeMonitor)
        .toBytes();
  }

  static RolloutProgress decodeProgress(ByteBuffer bytes) throws UnreadableException {
    return Decoder.decode(bytes, from -> {
      requireVersion(from);
      return new RolloutProgress(
          from.text(),
          from.instant(),
          Tags.PHASES.constant(from.integer()),
          from.integer(),
          from.integer(),
          EvidenceCodec.readArm(from),
          EvidenceCodec.readArm(from),
          EvidenceCodec.readArm(from),
          EvidenceCodec.readPairs(from),
          from.number(),
          from.map(Decoder::text, EvidenceCodec::readMonitor));
    });
  }

  private static void requireVersion(Decoder from) throws UnreadableException {
    long version = from.number();
    if (version != VERSION) {
      throw UnreadableException.ofFormat(version, VERSION);
    }
  }

  private static void writeRecord(Encoder to, JournalRecord record) {
    to.number(record.sequence())
        .instant(record.at())
        .text(record.strategy())
        .version(record.stable())
        .version(record.candidate());
    InputCodec.write(to, record.input());
    writeState(to, record.state());
    to.text(record.reason());
  }

  private static JournalRecord readRecord(Decoder from) throws UnreadableException {
    return new JournalRecord(
        from.number(),
        from.instant(),
        from.text(),
        from.version(),
        from.version(),
        InputCodec.read(from),
        readState(from),
        from.text());
  }

  private static void writeState(Encoder to, RolloutState state) {
    to.text(state.rollout())
        .number(state.attempt())
        .number(Tags.PHASES.of(state.phase()))
        .number(state.stage());
    InputCodec.writeSplit(to, state.split())
        .instant(state.startedAt())
        .instant(state.since())
        .instant(state.deadline())
        .all(state.holds(), (each, hold) -> each.number(Tags.HOLDS.of(hold)))
        .number(state.approvedStage())
        .flag(state.ready())
        .flag(state.proven())
        .flag(state.urged())
        .maybe(state.pausedAt(), Encoder::instant)
        .maybe(state.unavailableSince(), Encoder::instant)
        .maybe(state.restartedAt(), Encoder::instant);
  }

  private static RolloutState readState(Decoder from) throws UnreadableException {
    return new RolloutState(
        from.text(),
        from.integer(),
        Tags.PHASES.constant(from.integer()),
        from.integer(),
        InputCodec.readSplit(from),
        from.instant(),
        from.instant(),
        from.instant(),
        readHolds(from),
        from.integer(),
        from.flag(),
        from.flag(),
        from.flag(),
        from.maybe(Decoder::instant),
        from.maybe(Decoder::instant),
        from.maybe(Decoder::instant));
  }

  private static Set<Hold> readHolds(Decoder from) throws UnreadableException {
    Set<Hold> holds = EnumSet.noneOf(Hold.class);
    holds.addAll(from.all(each -> Tags.HOLDS.constant(each.integer())));
    return holds;
  }
}
