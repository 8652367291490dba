package dev.belay.testkit.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A suite, run as a build runs it. */
final class SuiteRun {

  private final EngineExecutionResults results;

  private SuiteRun(EngineExecutionResults results) {
    this.results = results;
  }

  static SuiteRun of(Class<?> suite) {
    return of(selectClass(suite));
  }

  /** One test of a suite alone. */
  static SuiteRun of(Class<?> suite, String test) {
    return of(selectMethod(suite, test));
  }

  private static SuiteRun of(DiscoverySelector selector) {
    return new SuiteRun(
        EngineTestKit.engine("junit-jupiter").selectors(selector).execute());
  }

  /** The tests that failed, with what they said. */
  Map<String, String> failures() {
    Map<String, String> failures = new TreeMap<>();
    results.testEvents().failed().stream()
        .forEach(
            event -> failures.put(nameOf(event), String.valueOf(thrown(event).orElse(null))));
    return failures;
  }

  /** What the suite as a whole failed with. */
  Optional<Throwable> failure() {
    return results.containerEvents().failed().stream().findFirst().flatMap(SuiteRun::thrown);
  }

  long tests() {
    return results.testEvents().started().count();
  }

  private static String nameOf(Event event) {
    return event
        .getTestDescriptor()
        .getSource()
        .map(source -> ((MethodSource) source).getMethodName())
        .orElseThrow();
  }

  private static Optional<Throwable> thrown(Event event) {
    return event.getPayload(TestExecutionResult.class).flatMap(TestExecutionResult::getThrowable);
  }
}
