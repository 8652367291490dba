package dev.belay.databricks;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Everything that Belay logs, at every level, with the traces of its exceptions. */
final class LogLines extends Handler implements AutoCloseable {

  /** Kept, because the logging system forgets the levels of loggers that nobody holds. */
  private final Logger belay = Logger.getLogger("dev.belay");

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  /** Begins to listen. */
  LogLines() {
    setLevel(Level.ALL);
    belay.setLevel(Level.ALL);
    belay.setUseParentHandlers(false);
    belay.addHandler(this);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(@Nullable LogRecord entry) {
    if (entry == null) {
      return;
    }
    StringWriter text = new StringWriter();
    PrintWriter printer = new PrintWriter(text);
    printer.println(entry.getMessage());
    Throwable failure = entry.getThrown();
    if (failure != null) {
      failure.printStackTrace(printer);
    }
    printer.flush();
    text.toString().lines().forEach(lines::add);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    belay.removeHandler(this);
    belay.setUseParentHandlers(true);
    belay.setLevel(null);
  }
}
