package dev.belay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.health.Assessment;
import dev.belay.health.Evaluation;
import dev.belay.health.Evaluation.SignalResult;
import dev.belay.health.Verdict;
import dev.belay.store.AppendResult;
import dev.belay.store.JournalDamagedException;
import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import dev.belay.store.StoreException;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of journals, and what is left of damaged ones. */
class JournalToolTest {

  private static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir
  Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    out.reset();
    err.reset();
    return JournalTool.run(
        List.of(args),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static RolloutState state(Phase phase, int share) {
    return new RolloutState(
        "fraud:8#1",
        1,
        phase,
        0,
        TrafficSplit.between(STABLE, CANDIDATE, share),
        START,
        START,
        START.plusSeconds(3600),
        Set.of(Hold.TARGET),
        -1,
        true,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static JournalRecord record(long sequence, Input input, int share, String reason) {
    return new JournalRecord(
        sequence,
        START.plusSeconds(sequence),
        "canary",
        STABLE,
        CANDIDATE,
        input,
        state(share == 0 ? Phase.PREPARING : Phase.EXPOSING, share),
        reason);
  }

  private static Evaluation evaluation() {
    ArmCounts calls = new ArmCounts(new CallCounts(480, 12), CallCounts.NONE);
    Assessment assessment = Assessment.builder(Verdict.HEALTHY)
        .evidence(Double.NEGATIVE_INFINITY, 3)
        .harm(.5)
        .missingRequests(7)
        .reason("it is \"fine\"")
        .number("ratio", Double.NaN)
        .build();
    return new Evaluation(
        START,
        1,
        Verdict.HEALTHY,
        List.of(new SignalResult("failure rate", true, 1, .25, assessment)),
        Double.NEGATIVE_INFINITY,
        4.6,
        3,
        2.9,
        .5,
        20,
        calls,
        calls,
        ArmCounts.NONE);
  }

  private static List<JournalRecord> records() {
    return List.of(
        record(
            1,
            new Input.Begun(
                new Command.Order("1", "alice", "new model", OptionalLong.empty()), "5 %, 100 %"),
            0,
            "it was started"),
        record(2, new Input.Assessed(evaluation()), 500, "healthy so far"),
        record(
            3,
            new Command.Pause(new Command.Order("2", "bob", "", OptionalLong.of(2))),
            500,
            "line\nend \u001b[31m"));
  }

  @BeforeEach
  void writeAJournal() throws IOException {
    append("fraud", records());
  }

  private void append(String endpoint, List<JournalRecord> records) throws StoreException {
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      Lease lease = store.acquire(endpoint, "a service").orElseThrow();
      for (JournalRecord record : records) {
        assertEquals(new AppendResult.Appended(), store.append(lease, record));
      }
    }
  }

  private Path segment() {
    return directory.resolve("endpoint-fraud/journal-0000000000000001.log");
  }

  /** Changes a byte of the last record but one. */
  private void damage() throws IOException {
    byte[] bytes = Files.readAllBytes(segment());
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("healthy so far")] = 'H';
    Files.write(segment(), bytes);
  }

  @Test
  void printsWhenWhoWhatWhyAndWhatWasSeen() {
    assertEquals(JournalTool.OK, run("print", directory.toString(), "fraud"));
    assertEquals("""
        fraud
             1  2026-01-01T12:00:01Z  fraud:8#1  PREPARING/0  canary
                what  begun: 5 %, 100 %
                who   alice (new model)
                split fraud:7 100 %, fraud:8 0 %
                why   it was started
             2  2026-01-01T12:00:02Z  fraud:8#1  EXPOSING/0  canary
                what  assessed: HEALTHY
                split fraud:7 100 %, fraud:8 0 % -> fraud:7 95 %, fraud:8 5 %
                why   healthy so far
                seen  HEALTHY; candidate 12 of 480 failed (2.50 %); stable 12 of 480 failed (2.50 %); against it -Infinity of 4.600, for it 3.000 of 2.900; failure rate HEALTHY: it is "fine"
             3  2026-01-01T12:00:03Z  fraud:8#1  EXPOSING/0  canary
                what  pause
                who   bob
                split fraud:7 95 %, fraud:8 5 %
                why   line / end ?[31m
        """, out().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void exportsARecordALine() throws StoreException {
    assertEquals(JournalTool.OK, run("export", directory.toString(), "fraud"));
    String[] lines = out().split("\n", -1);
    assertEquals(4, lines.length);
    List<AuditRecord> audit = Journals.read(directory, "fraud");
    assertEquals(records(), audit.stream().map(AuditRecord::record).toList());
    String state =
        "\"state\":{\"rollout\":\"fraud:8#1\",\"attempt\":1,\"phase\":\"EXPOSING\",\"stage\":0,"
            + "\"split\":{\"fraud:7\":9500,\"fraud:8\":500},\"startedAt\":\"2026-01-01T12:00:00Z\","
            + "\"since\":\"2026-01-01T12:00:00Z\",\"deadline\":\"2026-01-01T13:00:00Z\","
            + "\"holds\":[\"TARGET\"],\"approvedStage\":-1,\"ready\":true,\"proven\":false,"
            + "\"urged\":false}";
    String calls = "{\"random\":{\"requests\":480,\"failures\":12},"
        + "\"sticky\":{\"requests\":0,\"failures\":0}}";
    assertEquals(
        "{\"endpoint\":\"fraud\",\"sequence\":2,\"epoch\":1,\"hash\":\""
            + audit.get(1).hash()
            + "\",\"at\":\"2026-01-01T12:00:02Z\",\"strategy\":\"canary\",\"stable\":\"fraud:7\","
            + "\"candidate\":\"fraud:8\",\"input\":\"assessed\",\"detail\":\"HEALTHY\","
            + "\"evaluation\":{\"at\":\"2026-01-01T12:00:00Z\",\"attempt\":1,"
            + "\"verdict\":\"HEALTHY\",\"rollbackEvidence\":\"-Infinity\","
            + "\"rollbackThreshold\":4.6,\"promotionEvidence\":3.0,\"promotionThreshold\":2.9,"
            + "\"harm\":0.5,\"requestsPerSecond\":20.0,\"stable\":" + calls + ",\"candidate\":"
            + calls + ",\"candidateInStage\":" + calls.replace("480", "0").replace("12", "0")
            + ",\"shadow\":{\"pairs\":0,\"onlyCandidateFailed\":0,\"onlyStableFailed\":0,"
            + "\"bothFailed\":0,\"compared\":0,\"agreed\":0},\"signals\":[{\"signal\":\"failure"
            + " rate\",\"deciding\":true,\"weight\":1.0,\"attribution\":0.25,"
            + "\"verdict\":\"HEALTHY\",\"rollbackEvidence\":\"-Infinity\","
            + "\"promotionEvidence\":3.0,\"harm\":0.5,\"missingRequests\":7.0,"
            + "\"reason\":\"it is \\\"fine\\\"\",\"numbers\":{\"ratio\":\"NaN\"}}]}," + state
            + ",\"reason\":\"healthy so far\"}",
        lines[1]);
    assertTrue(
        lines[2].contains("\"order\":{\"id\":\"2\",\"actor\":\"bob\",\"reason\":\"\","
            + "\"expectedRevision\":2}"),
        lines[2]);
    assertTrue(lines[2].endsWith("\"reason\":\"line\\u000aend \\u001b[31m\"}"), lines[2]);
  }

  @Test
  void verifiesEveryJournal() throws IOException {
    append("Spam/eu", List.of());
    append("Spam/us", records().subList(0, 1));
    String longest = "X".repeat(128);
    append(longest, records());
    assertEquals(JournalTool.OK, run("verify", directory.toString()));
    String hash = Journals.read(directory, "fraud").get(2).hash();
    assertEquals(List.of("Spam/us", longest, "fraud"), Journals.endpoints(directory));
    assertEquals(3, Journals.read(directory, longest).size());
    assertTrue(
        out()
            .contains("fraud: 3 records, 2026-01-01T12:00:01Z to 2026-01-01T12:00:03Z, chain ok,"
                + " last hash " + hash),
        out());
    damage();
    assertEquals(JournalTool.FAILED, run("verify", directory.toString()));
    assertTrue(out().contains("Spam/us: 1 records"), out());
    assertTrue(out().contains("fraud: 1 records before the damage"), out());
    assertTrue(out().contains("damaged: " + segment() + ": record 2 at offset "), out());
    JournalDamagedException refused =
        assertThrows(JournalDamagedException.class, () -> Journals.read(directory, "fraud"));
    assertEquals(Optional.of(records().get(0)), refused.lastReadable());
    assertEquals(JournalTool.FAILED, run("print", directory.toString()));
    assertEquals(JournalTool.FAILED, run("export", directory.toString(), "fraud"));
    assertTrue(err().startsWith("damaged: "), err());
  }

  @Test
  void repairsByCuttingBeforeTheDamage() throws IOException {
    assertEquals(JournalTool.FAILED, run("repair", directory.toString(), "fraud"));
    assertEquals(
        "the journal of 'fraud' is not damaged: it has 3 records", err().strip());
    damage();
    byte[] damaged = Files.readAllBytes(segment());
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      Lease lease = store.acquire("other", "a service").orElseThrow();
      assertEquals(JournalTool.FAILED, run("repair", directory.toString(), "fraud"));
      assertTrue(
          err().contains("must not be in use, but is held by a service; end it first"), err());
      store.release(lease);
    }
    assertEquals(JournalTool.OK, run("repair", directory.toString(), "fraud"), err());
    assertTrue(out().contains("damage: " + segment() + ": record 2 at offset "), out());
    assertTrue(
        out()
            .contains("the journal of 'fraud' ends with record 1 (2026-01-01T12:00:01Z,"
                + " PREPARING, fraud:7 100 %, fraud:8 0 %) now"),
        out());
    assertTrue(
        out()
            .contains("lost: records 2 to 3 at least; the latest that can be read was record 3"
                + " (2026-01-01T12:00:03Z, EXPOSING, fraud:7 95 %, fraud:8 5 %)"),
        out());
    Path broken = segment().resolveSibling(segment().getFileName() + ".broken-1");
    assertEquals(List.of(), differences(damaged, Files.readAllBytes(broken)));
    assertEquals(JournalTool.OK, run("verify", directory.toString()));
    append("fraud", List.of(record(2, new Input.Tick(), 0, "it goes on")));
    assertEquals(2, Journals.read(directory, "fraud").size());
  }

  private static List<Integer> differences(byte[] first, byte[] second) {
    return first.length == second.length && java.util.Arrays.equals(first, second)
        ? List.of()
        : List.of(java.util.Arrays.mismatch(first, second));
  }

  @Test
  void leavesAJournalAloneThatIsWholeFromItsSnapshotOn() throws IOException {
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      Lease lease = store.acquire("fraud", "a service").orElseThrow();
      assertTrue(store.saveSnapshot(
          lease, new JournalSnapshot(records().get(2), Map.of(), Map.of(), Map.of(), 0)));
      assertEquals(
          new AppendResult.Appended(),
          store.append(lease, record(4, new Input.Tick(), 500, "after the snapshot")));
    }
    damage();
    assertEquals(JournalTool.FAILED, run("repair", directory.toString(), "fraud"));
    assertTrue(
        err().contains("is damaged in its past") && err().contains("to its end, record 4"), err());
  }

  @Test
  void explainsItselfToWhoeverAsksWrongly() {
    for (List<String> args : List.of(
        List.<String>of(),
        List.of("print"),
        List.of("verify", "a", "b"),
        List.of("export", "a"),
        List.of("frobnicate", "a", "b"))) {
      assertEquals(JournalTool.USAGE, run(args.toArray(String[]::new)));
      assertTrue(err().startsWith("usage:"), err());
      assertEquals("", out());
    }
    String missing = directory.resolve("missing").toString();
    assertEquals(JournalTool.USAGE, run("verify", missing));
    assertEquals(missing + " is no directory", err().strip());
    assertFalse(Files.exists(Path.of(missing)));
    assertEquals(JournalTool.FAILED, run("print", directory.toString(), "typo"));
    assertEquals(
        "there is no journal of 'typo' in " + directory + ", only of [fraud]",
        err().strip());
  }
}
