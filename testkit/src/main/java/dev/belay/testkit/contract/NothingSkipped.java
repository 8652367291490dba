package dev.belay.testkit.contract;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Fails a suite of which a test was disabled or aborted: a contract that is kept in part is not kept. Thread-safe. */
final class NothingSkipped implements TestWatcher, AfterAllCallback {

  private final SortedSet<String> skipped = new ConcurrentSkipListSet<>();

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    skipped.add(context.getDisplayName() + ": " + reason.orElse("disabled"));
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    skipped.add(context.getDisplayName() + ": " + cause.getMessage());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    context
        .getExecutionException()
        .ifPresent(cause -> skipped.add("all tests: " + cause.getMessage()));
    if (!skipped.isEmpty()) {
      throw new AssertionError("the contract of " + context.getDisplayName()
          + " must be kept as a whole, but was skipped in part: " + new TreeSet<>(skipped));
    }
  }
}
