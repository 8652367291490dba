package dev.belay.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.store.AppendResult;
import dev.belay.store.EndpointJournal;
import dev.belay.store.Lease;
import dev.belay.store.LeaseResult;
import dev.belay.store.RolloutStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that share a store do not get into each other's way, and cost next to nothing while they rest. */
class ManyEndpointsTest {

  @TempDir
  Path directory;

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void holdsNoFilesOpenForEndpointsThatRest() throws IOException {
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      Lease first = store.acquire("endpoint 0", "test").orElseThrow();
      Path open = Path.of("/proc/self/fd");
      long before = entries(open);
      for (int i = 1; i < 10_000; i++) {
        assertEquals(1, store.acquire("endpoint " + i, "test").orElseThrow().epoch());
        assertEquals(EndpointJournal.EMPTY, store.load("endpoint " + i));
      }
      assertEquals(new AppendResult.Appended(), store.append(first, Samples.plain(1)));
      assertEquals(3, entries(directory));
      long after = entries(open);
      assertTrue(after <= before + 20, before + " open files, then " + after);
    }
  }

  @Test
  void takesRecordsFromSeveralThreadsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (RolloutStore store = RolloutStore.onFile(directory)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String endpoint = "endpoint " + i % 4;
        all.add(threads.submit(() -> {
          for (long sequence = 1; sequence <= 20; sequence++) {
            Lease lease = new Lease(endpoint, 1, "test");
            LeaseResult unused = store.acquire(endpoint, "test");
            AppendResult result = store.append(lease, Samples.plain(sequence));
            assertTrue(
                result instanceof AppendResult.Appended || result instanceof AppendResult.Conflict);
            List<?> read = store.read(endpoint);
            assertEquals(Samples.plainUpTo(read.size()), read);
          }
          return true;
        }));
      }
      for (Future<?> each : all) {
        assertEquals(true, each.get());
      }
      for (int i = 0; i < 4; i++) {
        assertEquals(Samples.plainUpTo(20), store.read("endpoint " + i));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
