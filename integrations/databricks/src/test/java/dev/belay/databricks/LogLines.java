package dev.belay.databricks;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Keeps what is logged while a test asks for it, as a plain file would show it: the message, then the stack trace. Exceptions
 * that cannot be printed throw out of the logger, as they do with common ones. Chosen by the system property {@code slf4j.provider}.
 */
@SuppressWarnings("exports") // Only slf4j looks at it.
public final class LogLines implements SLF4JServiceProvider {

  private static final List<String> WRITTEN = new ArrayList<>();
  private static volatile boolean on;

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();

  /** For slf4j. */
  public LogLines() {}

  /** What is logged from now on, at every level, until it is {@linkplain #end ended}. */
  static void begin() {
    if (!(LoggerFactory.getILoggerFactory() instanceof Factory)) {
      throw new AssertionError("the tests need -Dslf4j.provider=" + LogLines.class.getName());
    }
    synchronized (WRITTEN) {
      WRITTEN.clear();
    }
    on = true;
  }

  /** The lines so far, those of stack traces included. */
  static List<String> lines() {
    synchronized (WRITTEN) {
      return List.copyOf(WRITTEN);
    }
  }

  static void end() {
    on = false;
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return new Factory();
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private static final class Factory implements ILoggerFactory {

    @Override
    public org.slf4j.Logger getLogger(String name) {
      return new Keeper();
    }
  }

  private static final class Keeper extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1;

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable failure) {
      StringWriter text = new StringWriter();
      PrintWriter printer = new PrintWriter(text);
      printer.print(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments) + "\n");
      if (failure != null) {
        failure.printStackTrace(printer);
      }
      printer.flush();
      synchronized (WRITTEN) {
        text.toString().replace(System.lineSeparator(), "\n").lines().forEach(WRITTEN::add);
      }
    }

    @Override
    public boolean isTraceEnabled() {
      return on;
    }

    @Override
    public boolean isDebugEnabled() {
      return on;
    }

    @Override
    public boolean isInfoEnabled() {
      return on;
    }

    @Override
    public boolean isWarnEnabled() {
      return on;
    }

    @Override
    public boolean isErrorEnabled() {
      return on;
    }
  }
}
