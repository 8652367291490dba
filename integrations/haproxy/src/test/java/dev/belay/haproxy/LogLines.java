package dev.belay.haproxy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the target logs, at every level: the level, and the message. */
final class LogLines extends Handler implements AutoCloseable {

  /** Kept, because the logging system forgets the levels of loggers that nobody holds. */
  private final Logger haproxy = Logger.getLogger("dev.belay.haproxy");

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  /** Begins to listen. */
  LogLines() {
    setLevel(Level.ALL);
    haproxy.setLevel(Level.ALL);
    haproxy.setUseParentHandlers(false);
    haproxy.addHandler(this);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(@Nullable LogRecord entry) {
    if (entry != null) {
      lines.add(entry.getLevel() + " " + entry.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    haproxy.removeHandler(this);
    haproxy.setUseParentHandlers(true);
    haproxy.setLevel(null);
  }
}
