package dev.belay.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an exception of somebody else says, in a form that a logger can print. */
final class ToldFailure extends Exception {

  private static final long serialVersionUID = 1;

  private static final int MOST_CAUSES = 5;
  private static final int MOST_FRAMES = 200;

  private final String text;

  ToldFailure(Throwable failure, int depth) {
    super(null, causeOf(failure, depth), false, true);
    this.text = Printable.of(failure);
    setStackTrace(framesOf(failure));
  }

  /** What the exception says, with the name of its class. */
  @Override
  public String getMessage() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }

  private static @Nullable ToldFailure causeOf(Throwable failure, int depth) {
    try {
      Throwable cause = depth < MOST_CAUSES ? failure.getCause() : null;
      return cause == null ? null : new ToldFailure(cause, depth + 1);
    } catch (Throwable broken) {
      return null;
    }
  }

  private static StackTraceElement[] framesOf(Throwable failure) {
    List<StackTraceElement> frames = new ArrayList<>();
    try {
      for (StackTraceElement frame : failure.getStackTrace()) {
        String line = frame.toString();
        if (frames.size() < MOST_FRAMES
            && Printable.shortened(line, Printable.LONGEST).equals(line)) {
          frames.add(frame);
        }
      }
    } catch (Throwable broken) {
      // What was read so far is told.
    }
    return frames.toArray(StackTraceElement[]::new);
  }
}
