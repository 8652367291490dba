package dev.belay.testkit.contract;

import dev.belay.store.RolloutStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The journal on file keeps what every store has to keep. */
class FileStoreTest extends RolloutStoreContract {

  @TempDir
  Path directory;

  private int opened;

  @Override
  protected RolloutStore open() {
    opened++;
    return RolloutStore.onFile(current());
  }

  @Override
  protected RolloutStore reopen(RolloutStore store) {
    store.close();
    return RolloutStore.onFile(current());
  }

  private Path current() {
    return directory.resolve("journals-" + opened);
  }
}
