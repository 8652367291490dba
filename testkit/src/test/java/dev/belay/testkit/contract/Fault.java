package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Something that is wrong with an implementation, alone.
 *
 * @param name what is wrong
 * @param broken makes the implementation
 * @param test the test that must fail
 * @param message a part of what it must say
 */
record Fault<T>(String name, T broken, String test, String message) {

  /** The test of the suite over the broken implementation fails, and says why. */
  void requireFoundBy(Class<?> suite) {
    SuiteRun run = SuiteRun.of(suite, test);
    assertEquals(1, run.tests(), "there must be a test " + test);
    String said = run.failures().getOrDefault(test, "nothing");
    assertTrue(
        said.contains(message),
        () -> name + " must fail " + test + " with '" + message + "', but it said: " + said);
  }

  @Override
  public String toString() {
    return name;
  }
}
