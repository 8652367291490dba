package dev.belay.canary.crash;

import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.journal.Replay;
import dev.belay.store.JournalRecord;
import dev.belay.store.RolloutStore;
import dev.belay.strategy.Command;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Input;
import dev.belay.strategy.Phase;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed with SIGKILL, again and again, on one directory. When it dies is decided by the number of lines that it has
 * told, which a seed draws; the moment within a write is left to the machine.
 */
class CrashMatrixTest {

  private static final int ROUNDS = Integer.getInteger("belay.crashes", 30);

  /** In so many rounds everything happens; in fewer it may not. */
  private static final int ENOUGH = 30;

  private static final long SEED = 20_261_124;
  private static final int MOST_LINES = 120;

  @TempDir
  Path directory;

  private List<JournalRecord> before = List.of();
  private int applied;

  @Test
  void losesNothingThatWasAcknowledgedAndDoesNothingTwice() throws Exception {
    SplittableRandom chance = new SplittableRandom(SEED);
    Map<String, Integer> ends = new HashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      List<String> told = runAndKill(round, chance.nextInt(1, MOST_LINES));
      List<JournalRecord> journal = readJournal();
      check(round, told, journal);
      ends.merge(end(journal), 1, Integer::sum);
      before = journal;
    }
    System.out.printf(
        "%d processes killed, %d records, %d rollouts, %d restarts, %d commands acknowledged, last records %s%n",
        ROUNDS,
        before.size(),
        before.stream().filter(record -> record.input() instanceof Input.Begun).count(),
        before.stream()
            .filter(record -> record.input() instanceof Input.Restarted)
            .count(),
        applied,
        ends);
    if (ROUNDS < ENOUGH) {
      return;
    }
    assertTrue(
        before.stream().anyMatch(record -> record.input() instanceof Input.Restarted),
        "some rollouts must have gone on in another process");
    assertTrue(
        before.stream().anyMatch(record -> record.state().phase() == Phase.PROMOTED),
        "some rollouts must have come to their end");
  }

  private static String end(List<JournalRecord> journal) {
    return journal.isEmpty()
        ? "none"
        : journal.get(journal.size() - 1).state().phase().name();
  }

  private List<String> runAndKill(int round, int lines) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-cp",
            classPath(),
            CrashingProcess.class.getName(),
            directory.toString(),
            String.valueOf(round))
        .redirectErrorStream(true)
        .start();
    List<String> told = new ArrayList<>();
    try (BufferedReader out = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      @Nullable String line;
      while ((line = out.readLine()) != null) {
        if (line.startsWith("SLF4J")) {
          continue;
        }
        told.add(line);
        if (told.size() == lines) {
          // By its handle, which leaves what it has told to be read.
          process.toHandle().destroyForcibly();
        }
      }
    }
    int status = process.waitFor();
    assertTrue(told.size() >= lines, () -> "it ended by itself with " + status + ":\n" + told);
    return told;
  }

  /** With the module path, on which these tests run, and what the module of the tests is patched with. */
  private static String classPath() {
    return Stream.of(
            System.getProperty("jdk.module.path"),
            System.getProperty("java.class.path"),
            Path.of("target", "test-classes").toAbsolutePath().toString(),
            Path.of("target", "classes").toAbsolutePath().toString())
        .filter(part -> part != null && !part.isBlank())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private List<JournalRecord> readJournal() throws IOException {
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      return store.read(CrashingProcess.ENDPOINT);
    }
  }

  private void check(int round, List<String> told, List<JournalRecord> journal) {
    String which = "round " + round;
    told.forEach(line -> assertFalse(line.startsWith("violation"), () -> which + ": " + line));
    assertTrue(journal.size() >= before.size(), which);
    assertEquals(before, journal.subList(0, before.size()), which + ": what was there stays");
    if (!journal.isEmpty()) {
      assertThat(journal).isContiguous();
    }
    if (journal.stream().anyMatch(record -> record.input() instanceof Input.Begun)) {
      assertThat(journal).keepsTheInvariants(CrashingProcess.policy());
    }
    checkAcknowledged(which, told, journal);
    checkLive(which, told);
    Replay replay = Replay.of(
        journal,
        candidate -> Optional.of(CrashingProcess.plan(candidate.version())),
        Duration.ZERO);
    assertEquals(List.of(), replay.differences(), which);
  }

  private void checkAcknowledged(String which, List<String> told, List<JournalRecord> journal) {
    Map<String, Integer> effects = new HashMap<>();
    for (JournalRecord record : journal) {
      if (record.input() instanceof Command command) {
        effects.merge(command.order().id(), 1, Integer::sum);
      }
    }
    effects.forEach((id, times) -> assertEquals(1, times, () -> which + ": " + id));
    for (String line : told) {
      if (line.startsWith("applied ")) {
        applied++;
        assertNotNull(effects.get(line.substring(8)), () -> which + " has lost what was " + line);
      } else if (line.startsWith("appended ")) {
        long sequence = Long.parseLong(line.substring(9));
        assertTrue(sequence <= journal.size(), () -> which + " has lost what was " + line);
      }
    }
  }

  /** The process begins with what the journal of before said. */
  private void checkLive(String which, List<String> told) {
    String live = CrashingProcess.FIRST;
    if (!before.isEmpty()) {
      JournalRecord last = before.get(before.size() - 1);
      boolean decided = last.state().phase() == Phase.PROMOTED || last.state().holds(Hold.RELEASE);
      live = (decided ? last.candidate() : last.stable()).version();
    }
    assertEquals("live " + live, told.get(0), which);
  }
}
