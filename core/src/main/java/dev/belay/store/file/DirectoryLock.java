package dev.belay.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a directory for one store of one process.
 *
 * <p>The system forgets a lock as soon as the process closes any file that it has opened under the same name, however it did so.
 * So nobody opens the locked file, who holds it is written in another one, and a second store in this process is refused before it
 * comes near the file. Thread-safe.
 */
final class DirectoryLock {

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

  /** Who holds which directory in this process, by its real path. */
  private static final Map<String, String> HELD_HERE = new ConcurrentHashMap<>();

  private final Disk disk;
  private Disk.@Nullable Held held;
  private String path = "";

  DirectoryLock(Disk disk) {
    this.disk = disk;
  }

  /** Takes the directory, unless this store has it already; returns who has it instead. */
  synchronized Optional<String> take(String holder) throws IOException {
    if (held != null) {
      require();
      return Optional.empty();
    }
    disk.createRoot();
    String directory = disk.realPath();
    String here = HELD_HERE.putIfAbsent(directory, holder);
    if (here != null) {
      return Optional.of(here);
    }
    try {
      held = disk.lock(Names.LOCK);
    } finally {
      if (held == null) {
        HELD_HERE.remove(directory);
      }
    }
    if (held == null) {
      return Optional.of(holder());
    }
    path = directory;
    noteHolder(holder);
    return Optional.empty();
  }

  /** Who has locked a directory that this process could not lock. */
  private String holder() {
    try {
      String text = new String(disk.read(Names.HOLDER), StandardCharsets.UTF_8);
      return text.isBlank() ? "another process" : text.strip();
    } catch (IOException e) {
      return "another process";
    }
  }

  private void noteHolder(String name) {
    try {
      disk.put(Names.HOLDER, name.getBytes(StandardCharsets.UTF_8), false);
    } catch (IOException e) {
      LOG.debug("who holds {} could not be noted", path, e);
    }
  }

  /** Refuses a directory that is no longer the one that was locked. */
  synchronized void require() throws IOException {
    Disk.Held lock = held;
    if (lock == null) {
      throw new IOException(disk.path("") + " is not locked by this store");
    }
    if (!lock.inPlace()) {
      throw new IOException(disk.path(Names.LOCK)
          + " must be the file that this process has locked, but was deleted or replaced");
    }
  }

  /** Frees the directory. */
  synchronized void release() {
    Disk.Held lock = held;
    held = null;
    if (lock == null) {
      return;
    }
    try {
      if (lock.inPlace()) {
        disk.delete(Names.HOLDER);
      }
      lock.close();
    } catch (IOException e) {
      LOG.debug("{} could not be freed in order", path, e);
    } finally {
      HELD_HERE.remove(path);
    }
  }
}
