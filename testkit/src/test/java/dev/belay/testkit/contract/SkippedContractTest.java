package dev.belay.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.store.RolloutStore;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A contract that is kept in part is not kept. */
class SkippedContractTest {

  static class InMemory extends RolloutStoreContract {

    @Override
    protected RolloutStore open() {
      return RolloutStore.inMemory();
    }
  }

  static class OneIsAborted extends InMemory {

    @BeforeEach
    void leaveOut(TestInfo test) {
      Assumptions.assumeFalse(
          test.getTestMethod().orElseThrow().getName().equals("keepsOddTexts"), "not our texts");
    }
  }

  static class OneIsDisabled extends InMemory {

    @Test
    @Disabled("too slow")
    void somethingOfItsOwn() {}
  }

  static class AllAreAborted extends InMemory {

    @BeforeAll
    static void leaveOut() {
      Assumptions.abort("no database here");
    }
  }

  private static void assertFails(Class<?> suite, String message) {
    SuiteRun run = SuiteRun.of(suite);
    assertEquals(0, run.failures().size(), "what was run was right");
    String failure = String.valueOf(run.failure().orElseThrow());
    assertTrue(failure.contains(message), failure);
  }

  @Test
  void passesWhenEverythingIsRun() {
    SuiteRun run = SuiteRun.of(InMemory.class);
    assertEquals(21, run.tests());
    assertEquals(0, run.failures().size());
    assertTrue(run.failure().isEmpty());
  }

  @Test
  void failsWhenATestIsAborted() {
    assertFails(
        OneIsAborted.class,
        "must be kept as a whole, but was skipped in part: [keepsOddTexts(): Assumption failed:"
            + " not our texts]");
  }

  @Test
  void failsWhenATestIsDisabled() {
    assertFails(OneIsDisabled.class, "skipped in part: [somethingOfItsOwn(): too slow]");
  }

  @Test
  void failsWhenTheSuiteIsAborted() {
    assertFails(AllAreAborted.class, "skipped in part: [all tests: no database here]");
  }
}
