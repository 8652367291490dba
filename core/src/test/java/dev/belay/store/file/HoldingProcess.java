package dev.belay.store.file;

import dev.belay.store.Lease;
import dev.belay.store.RolloutStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that writes three records, says so, and holds its directory until it is killed. */
final class HoldingProcess {

  private HoldingProcess() {}

  /** Takes the directory. */
  public static void main(String[] args) throws IOException, InterruptedException {
    RolloutStore store = RolloutStore.onFile(Path.of(args[0]));
    Lease lease =
        store.acquire("fraud", "process " + ProcessHandle.current().pid()).orElseThrow();
    for (int sequence = 1; sequence <= 3; sequence++) {
      store.append(lease, Samples.plain(sequence));
    }
    System.out.println("holds");
    new CountDownLatch(1).await();
  }
}
