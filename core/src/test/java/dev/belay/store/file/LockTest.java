package dev.belay.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.store.AppendResult;
import dev.belay.store.JournalRecord;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutStore;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One store at a time has a directory, in this process and among all. */
@Timeout(60)
class LockTest {

  @TempDir
  Path directory;

  @Test
  void refusesASecondStoreOfThisProcessUntilTheFirstIsClosed() throws IOException {
    RolloutStore first = RolloutStore.onFile(directory);
    RolloutStore second = RolloutStore.onFile(directory.resolve("../" + directory.getFileName()));
    Lease lease = first.acquire("fraud", "service 1").orElseThrow();
    first.release(lease);
    assertEquals(new LeaseResult.HeldBy("service 1"), second.acquire("spam", "service 2"));
    first.close();
    assertInstanceOf(LeaseResult.Granted.class, second.acquire("spam", "service 2"));
    second.close();
  }

  @Test
  void fencesALeaseOfAStoreThatDoesNotHoldTheDirectory() throws IOException {
    try (RolloutStore first = RolloutStore.onFile(directory);
        RolloutStore second = RolloutStore.onFile(directory)) {
      Lease lease = first.acquire("fraud", "service 1").orElseThrow();
      assertEquals(new AppendResult.Appended(), first.append(lease, Samples.plain(1)));
      assertInstanceOf(AppendResult.Fenced.class, second.append(lease, Samples.plain(2)));
      assertEquals(Samples.plainUpTo(1), second.read("fraud"));
    }
  }

  @Test
  void refusesAnotherProcessUntilThisOneIsKilled() throws Exception {
    Process other = other();
    try (BufferedReader says =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("holds", says.readLine());
      try (RolloutStore store = RolloutStore.onFile(directory)) {
        assertEquals(
            new LeaseResult.HeldBy("process " + other.pid()), store.acquire("fraud", "service 1"));
        assertEquals(Samples.plainUpTo(3), store.read("fraud"));
        assertEquals(Samples.plainUpTo(3), store.load("fraud").records());
        kill(other);
        Lease lease = store.acquire("fraud", "service 1").orElseThrow();
        assertEquals(2, lease.epoch());
        List<JournalRecord> records = store.load("fraud").records();
        assertEquals(Samples.plainUpTo(3), records);
        assertEquals(new AppendResult.Appended(), store.append(lease, Samples.plain(4)));
      }
    } finally {
      kill(other);
    }
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
  }

  private Process other() throws IOException {
    String java = Path.of(property("java.home"), "bin", "java").toString();
    String path = String.join(
        File.pathSeparator,
        property("java.class.path"),
        property("jdk.module.path"),
        property("surefire.test.class.path"),
        Path.of("target/classes").toAbsolutePath().toString(),
        Path.of("target/test-classes").toAbsolutePath().toString());
    return new ProcessBuilder(
            java, "-cp", path, HoldingProcess.class.getName(), directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String property(String name) {
    return Objects.toString(System.getProperty(name), "");
  }
}
