package dev.belay.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.belay.ModelVersion;
import dev.belay.store.RolloutStore;
import dev.belay.testkit.FakeEndpoint;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.VirtualRuntime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The extension as JUnit runs it. */
class BelayExtensionTest {

  private static final List<Object> SEEN = new ArrayList<>();

  @BeforeEach
  void nothingWasSeen() {
    SEEN.clear();
  }

  private static EngineExecutionResults run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  private static EngineExecutionResults run(Class<?> tests, String method, Class<?>... parameters) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(tests, method, parameters))
        .execute();
  }

  private static void assertAllPass(EngineExecutionResults results, int tests) {
    results.containerEvents().assertStatistics(containers -> containers.failed(0));
    results.testEvents().assertStatistics(all -> all.started(tests).succeeded(tests));
  }

  private static Throwable failure(EngineExecutionResults results) {
    Event failed = results.testEvents().failed().list().get(0);
    return failed
        .getPayload(TestExecutionResult.class)
        .orElseThrow()
        .getThrowable()
        .orElseThrow();
  }

  private static List<Map<String, String>> entries(EngineExecutionResults results) {
    return results.allEvents().reportingEntryPublished().stream()
        .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
        .toList();
  }

  // --- what is handed out

  static class OneClock {

    @BelayTest
    void everythingIsOnTheSameClock(
        VirtualRuntime time, FakeEndpoint.Builder models, RolloutStore store) throws Exception {
      FakeEndpoint fake = models.version("8", FakeModel.healthy()).build();
      long before = time.nanoTime();
      var unused = fake.call(ModelVersion.of("fraud", "8"));
      assertTrue(time.nanoTime() > before, "the call moved the clock that the test was handed");
      assertEquals(List.of(), store.read("fraud"));
    }
  }

  @Test
  void handsATestEverythingOnTheSameClock() {
    assertAllPass(run(OneClock.class), 1);
  }

  static class Everywhere {

    private final VirtualRuntime ofConstructor;
    private VirtualRuntime ofBeforeEach = VirtualRuntime.seeded(0);

    Everywhere(VirtualRuntime time) {
      ofConstructor = time;
    }

    @BeforeEach
    void before(VirtualRuntime time, FakeEndpoint.Builder models) {
      ofBeforeEach = time;
      models.version("8", FakeModel.healthy());
    }

    @BelayTest
    void first(VirtualRuntime time, FakeEndpoint.Builder models) {
      assertSame(ofConstructor, time);
      assertSame(ofBeforeEach, time);
      assertEquals(1, models.build().versions().size());
      SEEN.add(time);
    }

    @BelayTest
    void second(VirtualRuntime time) {
      assertSame(ofConstructor, time);
      SEEN.add(time);
    }

    @AfterEach
    void after(VirtualRuntime time) {
      assertSame(ofConstructor, time);
    }
  }

  @Test
  void aTestIsHandedTheSameOnesEverywhereAndEachTestItsOwn() {
    assertAllPass(run(Everywhere.class), 2);
    assertNotSame(SEEN.get(0), SEEN.get(1));
  }

  @ExtendWith(BelayExtension.class)
  static class Repeated {

    @RepeatedTest(2)
    void again(VirtualRuntime time) {
      SEEN.add(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void withArguments(String argument, VirtualRuntime time) {
      SEEN.add(time);
    }
  }

  @Test
  void everyRepetitionIsHandedItsOwn() {
    assertAllPass(run(Repeated.class), 4);
    assertEquals(4, SEEN.stream().distinct().count());
  }

  @ExtendWith(BelayExtension.class)
  static class ForAllTests {

    @BeforeAll
    static void before(VirtualRuntime time) {
      SEEN.add(time);
    }

    @Test
    void one() {
      SEEN.add("ran");
    }
  }

  @ExtendWith(BelayExtension.class)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {

    OneInstance(VirtualRuntime time) {
      SEEN.add(time);
    }

    @Test
    void one() {
      SEEN.add("ran");
    }
  }

  @Test
  void nothingIsSharedByTests() {
    for (Class<?> sharing : List.of(ForAllTests.class, OneInstance.class)) {
      EngineExecutionResults results = run(sharing);
      results.testEvents().assertStatistics(tests -> tests.started(0));
      assertEquals(List.of(), SEEN);
      Throwable failure = results
          .containerEvents()
          .failed()
          .list()
          .get(0)
          .getRequiredPayload(TestExecutionResult.class)
          .getThrowable()
          .orElseThrow();
      assertTrue(
          String.valueOf(failure.getMessage())
              .contains("VirtualRuntime must be asked for by one test, but was asked for by "),
          failure::getMessage);
    }
  }

  // --- seeds

  private static int chance(long seed) {
    return VirtualRuntime.seeded(seed).randomBits();
  }

  static class NoSeed {

    @BelayTest
    void seeded(VirtualRuntime time) {
      SEEN.add(time.randomBits());
    }
  }

  @Seed(7)
  static class Seeded {

    @BelayTest
    void byItsClass(VirtualRuntime time) {
      SEEN.add(time.randomBits());
    }

    @BelayTest
    @Seed(8)
    void byItself(VirtualRuntime time) {
      SEEN.add(time.randomBits());
    }

    @Nested
    class Inner {

      @BelayTest
      void byTheClassAround(VirtualRuntime time) {
        SEEN.add(time.randomBits());
      }
    }
  }

  static class Inherits extends Seeded {}

  @Test
  void theSeedIsThatOfTheTestOrOfItsClassOrOne() {
    assertAllPass(run(NoSeed.class), 1);
    assertEquals(List.of(chance(1)), SEEN);
    assertNotEquals(chance(1), chance(7));

    assertAllPass(run(Seeded.class), 3);
    assertTrue(SEEN.containsAll(List.of(chance(7), chance(8))));
    for (Class<?> tests : List.of(Seeded.Inner.class, Inherits.class)) {
      SEEN.clear();
      run(tests).testEvents().assertStatistics(all -> all.failed(0));
      assertTrue(SEEN.contains(chance(7)), tests::getName);
    }
    SEEN.clear();
    assertAllPass(run(Seeded.class, "byItself", VirtualRuntime.class), 1);
    assertEquals(List.of(chance(8)), SEEN);
  }

  static class SeededModels {

    private static List<Boolean> answered(FakeEndpoint.Builder models) {
      FakeEndpoint fake =
          models.version("8", FakeModel.builder().failureRate(.5).build()).build();
      List<Boolean> answered = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        var unused = fake.callAsync(ModelVersion.of("fraud", "8"), "")
            .whenComplete((answer, failure) -> answered.add(failure == null));
      }
      return answered;
    }

    @BelayTest
    @Seed(5)
    void playTheSeed(VirtualRuntime time, FakeEndpoint.Builder models) {
      List<Boolean> here = answered(models);
      time.advance(Duration.ofMinutes(1));
      VirtualRuntime clock = VirtualRuntime.seeded(0);
      List<Boolean> there = answered(FakeEndpoint.seeded(5, clock));
      clock.advance(Duration.ofMinutes(1));
      assertEquals(50, here.size());
      assertEquals(there, here);
    }
  }

  @Test
  void theModelsPlayTheSeed() {
    assertAllPass(run(SeededModels.class), 1);
  }

  // --- failures

  @Seed(42)
  static class Failing {

    @BelayTest
    void late(VirtualRuntime time) {
      time.advance(Duration.ofSeconds(62));
      fail("it broke");
    }

    @BelayTest
    void withAStoreAlone(RolloutStore store) {
      fail("it broke");
    }

    @BelayTest
    void withNothing() {
      fail("it broke");
    }

    @BelayTest
    void assuming(VirtualRuntime time) {
      Assumptions.assumeTrue(time.nanoTime() > 0);
    }
  }

  private static String printed(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void aFailureTellsItsSeedAndTheVirtualTime() {
    EngineExecutionResults results = run(Failing.class, "late", VirtualRuntime.class);
    Throwable failure = failure(results);
    assertEquals("it broke", failure.getMessage());
    assertTrue(
        printed(failure)
            .contains(
                "\tSuppressed: dev.belay.testkit.junit.HowToRepeat: seed 42; virtual time 2026-01-01T00:01:02Z, PT1M2S after the"
                    + " start; repeat it with @Seed(42)"),
        () -> printed(failure));
    assertEquals(
        List.of(
            Map.of("seed", "42", "virtual time", "2026-01-01T00:01:02Z, PT1M2S after the start")),
        entries(results));
  }

  @Test
  void aFailureWithoutAClockTellsItsSeed() {
    EngineExecutionResults results = run(Failing.class, "withAStoreAlone", RolloutStore.class);
    assertEquals(List.of(Map.of("seed", "42")), entries(results));
    assertEquals(
        "seed 42; repeat it with @Seed(42)", failure(results).getSuppressed()[0].getMessage());
  }

  @Test
  void aTestThatWasHandedNothingHasNothingToTell() {
    EngineExecutionResults results = run(Failing.class, "withNothing");
    assertEquals(0, failure(results).getSuppressed().length);
    assertEquals(List.of(), entries(results));
  }

  @Test
  void anAssumptionThatDoesNotHoldIsNoFailure() {
    EngineExecutionResults results = run(Failing.class, "assuming", VirtualRuntime.class);
    results.testEvents().assertStatistics(tests -> tests.aborted(1).failed(0));
    assertEquals(List.of(), entries(results));
  }

  @ExtendWith(BelayExtension.class)
  static class FailingBefore {

    @BeforeEach
    void before(VirtualRuntime time) {
      time.advance(Duration.ofSeconds(1));
      fail("it broke before");
    }

    @Test
    void never() {}
  }

  @ExtendWith(BelayExtension.class)
  static class FailingAfter {

    @Test
    void passes() {}

    @AfterEach
    void after(VirtualRuntime time) {
      time.advance(Duration.ofSeconds(1));
      fail("it broke after");
    }
  }

  @Test
  void whatFailsAroundATestTellsItAsWell() {
    for (Class<?> tests : List.of(FailingBefore.class, FailingAfter.class)) {
      EngineExecutionResults results = run(tests);
      assertEquals(
          List.of(
              Map.of("seed", "1", "virtual time", "2026-01-01T00:00:01Z, PT1S after the start")),
          entries(results));
      assertEquals(1, failure(results).getSuppressed().length);
    }
  }

  // --- closing

  /** Something that has to be closed. */
  record Door(String name) implements AutoCloseable {

    @Override
    public void close() {
      SEEN.add("closed " + name);
      if (name.equals("stuck")) {
        throw new IllegalStateException("stuck");
      }
    }
  }

  /** Another one, so that there are two types. */
  record Gate(Door door) implements AutoCloseable {

    @Override
    public void close() {
      SEEN.add("closed the gate");
      if (door.name().equals("stuck")) {
        throw new IllegalStateException("stuck too");
      }
    }
  }

  private static BelayExtension doors(String name) {
    Map<Class<?>, Function<Handout, Object>> kinds = Map.of(
        VirtualRuntime.class,
        Handout::time,
        Door.class,
        handout -> new Door(name),
        Gate.class,
        handout -> new Gate(new Door(name)));
    return new BelayExtension(kinds);
  }

  static class Doors {

    @RegisterExtension
    static final BelayExtension EXTENSION = doors("open");

    @Test
    void one(Door door, Gate gate, VirtualRuntime time) {
      SEEN.add("ran");
    }

    @AfterEach
    void after() {
      SEEN.add("ran after");
    }
  }

  static class Stuck {

    @RegisterExtension
    static final BelayExtension EXTENSION = doors("stuck");

    @Test
    void one(Door door, Gate gate) {
      SEEN.add("ran");
    }
  }

  @Test
  void closesWhatItHandedOutTheLastOneFirst() {
    assertAllPass(run(Doors.class), 1);
    assertEquals(List.of("ran", "ran after", "closed the gate", "closed open"), SEEN);
  }

  @Test
  void whatDoesNotCloseFailsTheTestAndKeepsNothingElseOpen() {
    Throwable failure = failure(run(Stuck.class));
    assertEquals(List.of("ran", "closed the gate", "closed stuck"), SEEN);
    assertEquals("stuck too", failure.getMessage());
    assertEquals("stuck", failure.getSuppressed()[0].getMessage());
  }
}
