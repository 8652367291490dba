package dev.belay.advisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.CommandResult;
import dev.belay.EmergencySwitch;
import dev.belay.ExpectedTraffic;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.PlanCheck.Trap;
import dev.belay.PlanRefusedException;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.Route;
import dev.belay.advisor.Advice.Kind;
import dev.belay.bluegreen.BlueGreenStrategy;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.store.JournalRecord;
import dev.belay.strategy.Course;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/choosing.md: what a need leads to, and what a trap comes to. */
class QuestionsAndAnswersTest {

  private static final ExpectedTraffic TRAFFIC = ExpectedTraffic.perSecond(100).failing(.01);
  private static final ExpectedTraffic HIGH = ExpectedTraffic.perSecond(20_000).failing(.001);
  private static final Set<Kind> BLUE_GREENS =
      EnumSet.of(Kind.BLUE_GREEN, Kind.BLUE_GREEN_AFTER_SLICE);

  /** Words for what others do with models before a version has a name. */
  private static final Pattern NOT_OURS = Pattern.compile(
      ".*(train|finetun|hyperparam|leaderboard|(select|choose|best|rank|compare)models?).*");

  record Row(String need, String expected, Executable proof) {

    @Override
    public String toString() {
      return need + " -> " + expected;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
        new Row(
            "high traffic, low tolerance for a broad failure",
            "canary or blue-green, never a direct switch",
            QuestionsAndAnswersTest::neverADirectSwitch),
        new Row(
            "compare old and new safely before the full cutover",
            "staged: a slice or the shadow before everything",
            QuestionsAndAnswersTest::evidenceBeforeEverything),
        new Row(
            "recover quickly from a regression",
            "the return path is kept and one write away, in every phase",
            QuestionsAndAnswersTest::oneWriteBackFromEveryPhase),
        new Row(
            "a wide failure cannot be tolerated",
            "a canary with a small first stage, or a blue-green with evidence before the cutover",
            QuestionsAndAnswersTest::smallOrProvenFirst),
        new Row(
            "old and new must coexist briefly for a clean cutover",
            "blue-green, and the old version drained before it is released",
            QuestionsAndAnswersTest::drainedBeforeRelease),
        new Row(
            "the new version should see only a slice first",
            "canary",
            QuestionsAndAnswersTest::aSliceFirst),
        new Row(
            "the risk of a regression is high and the way back must be fast",
            "the fallback is kept ready until the bake ends",
            QuestionsAndAnswersTest::fallbackUntilTheBakeEnds),
        new Row(
            "partial exposure and a near-instant cutover",
            "blue-green after a canary slice",
            QuestionsAndAnswersTest::bothAtOnce),
        new Row(
            "a canary taken for a full cutover",
            "refused: partial exposure comes first",
            QuestionsAndAnswersTest::partialExposureComesFirst),
        new Row(
            "straight from a promising candidate to everything",
            "refused without staged control or a recorded emergency",
            QuestionsAndAnswersTest::noStraightWay),
        new Row(
            "a rollout mixed with retraining or model selection",
            "there is no API for it: a version is an opaque name",
            QuestionsAndAnswersTest::noModelSelection));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void answers(Row row) throws Throwable {
    row.proof().execute();
  }

  // --- what the rows prove

  private static void neverADirectSwitch() {
    for (Advice advice : AllNeeds.advised(HIGH, needs -> needs.broadFailure() != Tolerance.SOME)) {
      assertTrue(hasEvidenceBeforeEverything(advice), advice::toText);
      assertTrue(advice.plan("8").check().startable(), advice::toText);
    }
    assertEquals(
        Kind.CANARY,
        RolloutAdvisor.advise(RolloutNeeds.at(HIGH).broadFailure(Tolerance.NONE).build())
            .kind());
  }

  private static void evidenceBeforeEverything() {
    for (Advice advice : AllNeeds.advised(TRAFFIC, needs -> true)) {
      assertTrue(hasEvidenceBeforeEverything(advice), advice::toText);
    }
    World world = new World();
    Rollout rollout = world.endpoint.start(unrepeated(RolloutNeeds.at(TRAFFIC)), "alice");
    world.untilPhase(rollout, Phase.BAKING);
    assertTrue(rollout.state().proven(), "everything is taken by a proven candidate alone");
  }

  private static boolean hasEvidenceBeforeEverything(Advice advice) {
    Course course = advice.strategy().orElseThrow().course();
    boolean slice = course.legs().stream().allMatch(leg -> leg.share() < BasisPoints.WHOLE)
        && !course.legs().isEmpty();
    return slice || advice.policy().flatMap(RolloutPolicy::shadow).isPresent();
  }

  private static void oneWriteBackFromEveryPhase() {
    List<RolloutNeeds.Builder> kinds =
        List.of(RolloutNeeds.at(TRAFFIC), RolloutNeeds.at(TRAFFIC).nearInstantCutover(true));
    for (RolloutNeeds.Builder needs : kinds) {
      for (Phase phase : List.of(Phase.PREPARING, Phase.EXPOSING, Phase.BAKING)) {
        World world = new World();
        Rollout rollout = world.endpoint.start(unrepeated(needs), "alice");
        world.untilPhase(rollout, phase);
        CompletionStage<CommandResult> unused = rollout.rollBack("alice", "complaints");
        for (int i = 0; i < 1_000; i++) {
          assertEquals(World.STABLE, world.endpoint.route().version(), "in " + phase);
        }
      }
    }
    for (Advice advice : AllNeeds.advised(TRAFFIC, needs -> true)) {
      assertTrue(
          advice.plan("8").check().findings().stream()
              .noneMatch(finding -> finding.trap() == Trap.NO_WAY_BACK),
          advice::toText);
    }
  }

  private static void smallOrProvenFirst() {
    for (Advice advice :
        AllNeeds.advised(TRAFFIC, needs -> needs.broadFailure() == Tolerance.NONE)) {
      List<Course.Leg> legs = advice.strategy().orElseThrow().course().legs();
      if (legs.isEmpty()) {
        assertTrue(advice.policy().flatMap(RolloutPolicy::shadow).isPresent(), advice::toText);
      } else {
        assertTrue(legs.get(0).share() <= BasisPoints.ofPercent(1), advice::toText);
      }
    }
  }

  private static void drainedBeforeRelease() {
    AllNeeds.advised(TRAFFIC, RolloutNeeds::mustCoexist)
        .forEach(advice -> assertTrue(BLUE_GREENS.contains(advice.kind()), advice::toText));

    World world = new World();
    Rollout rollout =
        world.endpoint.start(unrepeated(RolloutNeeds.at(TRAFFIC).mustCoexist(true)), "alice");
    Route slow = world.endpoint.route();
    assertEquals(World.STABLE, slow.version());
    assertTrue(slow.begin());
    world.until(() -> rollout.state().holds(Hold.DRAIN));
    assertEquals(Phase.BAKING, rollout.state().phase(), "the old version still has a call to end");
    assertEquals(1, world.endpoint.inFlight(World.STABLE));
    assertEquals(World.STABLE, world.endpoint.live());
    slow.end();
    world.untilPhase(rollout, Phase.PROMOTED);
    assertEquals(World.CANDIDATE, world.endpoint.live());
  }

  private static void aSliceFirst() {
    Advice advice = RolloutAdvisor.advise(
        RolloutNeeds.at(TRAFFIC).partialExposure(PartialExposure.NEEDED).build());
    assertEquals(Kind.CANARY, advice.kind());
    assertTrue(advice.strategy().orElseThrow() instanceof CanaryStrategy);
    for (Advice each :
        AllNeeds.advised(TRAFFIC, needs -> needs.partialExposure() == PartialExposure.NEEDED)) {
      List<Course.Leg> legs = each.strategy().orElseThrow().course().legs();
      assertTrue(legs.get(0).share() <= BasisPoints.ofPercent(10), each::toText);
    }
  }

  private static void fallbackUntilTheBakeEnds() {
    for (Advice advice : AllNeeds.advised(
        TRAFFIC, needs -> needs.returnWithin().compareTo(Duration.ofMinutes(1)) < 0)) {
      assertEquals(
          Duration.ofMinutes(30), advice.strategy().orElseThrow().course().bake(), advice::toText);
    }
    World world = new World();
    Rollout rollout = world.endpoint.start(
        unrepeated(RolloutNeeds.at(TRAFFIC).returnWithin(Duration.ofSeconds(1))), "alice");
    world.untilPhase(rollout, Phase.BAKING);
    assertEquals(World.STABLE, world.endpoint.live(), "until the bake is over");
    world.candidateFails(.5);
    world.until(() -> world.endpoint.split().basisPoints(World.STABLE) == BasisPoints.WHOLE);
    world.until(() -> rollout.state().phase().terminal());
    assertEquals(Phase.ROLLED_BACK, rollout.state().phase());
  }

  private static void bothAtOnce() {
    Advice advice = RolloutAdvisor.advise(RolloutNeeds.at(TRAFFIC)
        .partialExposure(PartialExposure.NEEDED)
        .nearInstantCutover(true)
        .build());
    assertEquals(Kind.BLUE_GREEN_AFTER_SLICE, advice.kind());
    Course course = advice.strategy().orElseThrow().course();
    assertEquals(1, course.legs().size(), "one slice, and then everything");
    assertEquals(BasisPoints.WHOLE, course.cutover());
  }

  private static void partialExposureComesFirst() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CanaryStage.percent(100));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.endsWith("partial exposure comes first"), message);
  }

  private static void noStraightWay() {
    RolloutPlan plan =
        RolloutPlan.to("8").strategy(BlueGreenStrategy.atOnce().build()).build();
    World world = new World();
    PlanRefusedException refused =
        assertThrows(PlanRefusedException.class, () -> world.endpoint.start(plan, "alice"));
    assertEquals(Trap.NO_EVIDENCE, refused.check().errors().get(0).trap());
    assertEquals(World.STABLE, world.endpoint.live());
    assertTrue(world.endpoint.rollout().isEmpty());

    assertThrows(
        IllegalArgumentException.class,
        () -> world.endpoint.emergencySwitch("8", "alice", " "),
        "an emergency without a reason");
    EmergencySwitch emergency = world.endpoint.emergencySwitch("8", "alice", "7 leaks memory");
    world.time.settle();
    assertEquals(World.CANDIDATE, world.endpoint.live());
    JournalRecord record = world.lastRecord();
    assertEquals("emergency switch", record.strategy());
    assertEquals("set live without a rollout by alice (7 leaks memory)", record.reason());
    emergency.undo("alice");
    assertEquals(World.STABLE, world.endpoint.live());
  }

  private static void noModelSelection() throws IOException, ClassNotFoundException {
    List<String> names = new ArrayList<>();
    for (Class<?> type : publicTypes()) {
      names.add(type.getSimpleName());
      Stream.of(type.getMethods()).map(Method::getName).forEach(names::add);
    }
    assertTrue(names.size() > 300, "the public API was not found");
    assertEquals(
        List.of(),
        names.stream()
            .filter(name -> NOT_OURS.matcher(name.toLowerCase(Locale.ROOT)).matches())
            .filter(name -> !name.toLowerCase(Locale.ROOT).contains("constrain"))
            .toList());
    assertEquals(
        List.of("model", "version"),
        Stream.of(Objects.requireNonNull(ModelVersion.class.getRecordComponents()))
            .map(RecordComponent::getName)
            .toList());
  }

  private static List<Class<?>> publicTypes() throws IOException, ClassNotFoundException {
    Module core = ModelEndpoint.class.getModule();
    ModuleDescriptor descriptor =
        Objects.requireNonNull(core.getDescriptor(), "the tests do not run on the module path");
    Set<String> exported = descriptor.exports().stream()
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toSet());
    ModuleLayer layer = Objects.requireNonNull(core.getLayer());
    List<Class<?>> types = new ArrayList<>();
    try (ModuleReader reader = layer
            .configuration()
            .findModule(descriptor.name())
            .orElseThrow()
            .reference()
            .open();
        Stream<String> files = reader.list()) {
      for (String file : files.filter(name -> name.endsWith(".class")).toList()) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        int dot = name.lastIndexOf('.');
        if (dot > 0 && exported.contains(name.substring(0, dot))) {
          types.add(Class.forName(name, false, ModelEndpoint.class.getClassLoader()));
        }
      }
    }
    return types.stream()
        .filter(type -> Modifier.isPublic(type.getModifiers()))
        .collect(Collectors.toList());
  }

  /** A plan for calls that may not be repeated, which learns from live traffic alone. */
  private static RolloutPlan unrepeated(RolloutNeeds.Builder needs) {
    return RolloutAdvisor.advise(needs.callsMayBeRepeated(false).build()).plan("8");
  }
}
