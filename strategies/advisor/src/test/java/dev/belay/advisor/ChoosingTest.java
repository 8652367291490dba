package dev.belay.advisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.BlastRadius;
import dev.belay.ExpectedTraffic;
import dev.belay.PlanCheck;
import dev.belay.PlanCheck.Finding;
import dev.belay.PlanCheck.Trap;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.ShadowCalls;
import dev.belay.bluegreen.BlueGreenStrategy;
import dev.belay.canary.CanaryStage;
import dev.belay.canary.CanaryStrategy;
import dev.belay.health.Latency;
import dev.belay.strategy.Course;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import dev.belay.target.TrafficTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The document says what the code says. */
class ChoosingTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ExpectedTraffic QUIET = ExpectedTraffic.perSecond(2);
  private static final ExpectedTraffic BUSY = ExpectedTraffic.perSecond(500).failing(.01);

  private static String document() throws IOException {
    return Files.readString(Path.of("../../docs/choosing.md"));
  }

  /** Without the line breaks and the marks of a quotation. */
  private static String flowing() throws IOException {
    return document().replace("\n> ", " ").replaceAll("\\s+", " ");
  }

  @Test
  void showsTheSampleThatIsCompiledHere() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/belay/advisor/ChoosingSample.java"));
    assertEquals(
        between(source, "// choosing begins\n", "    // choosing ends")
            .stripTrailing()
            .stripIndent()
            .strip(),
        between(document(), "```java\n", "```").strip());
  }

  @Test
  void showsWhatTheSampleSays() throws IOException {
    for (String line : ChoosingSample.run().lines().toList()) {
      assertTrue(flowing().contains(line.strip()), line);
    }
  }

  @Test
  void holdsTheTableOfQuestionsAndAnswers() throws IOException {
    String text = document();
    QuestionsAndAnswersTest.rows().forEach(row -> {
      String line = "| " + row.need() + " | " + row.expected() + " |";
      assertTrue(text.contains(line), line);
    });
  }

  @Test
  void explainsEachTrapWithTheMessagesOfItsFindings() throws IOException {
    Set<Trap> explained = EnumSet.noneOf(Trap.class);
    for (PlanCheck check : trapped()) {
      Finding finding = check.findings().get(0);
      explained.add(finding.trap());
      assertTrue(flowing().contains(finding.message()), finding::toString);
      assertTrue(document().contains("### " + finding.trap()), finding::toString);
    }
    assertEquals(EnumSet.allOf(Trap.class), explained);
  }

  private static List<PlanCheck> trapped() {
    CanaryStrategy canary = CanaryStrategy.stagesOfPercent(1, 10, 33).build();
    RolloutPolicy.Builder latency = policy()
        .signal(Latency.againstStable().build())
        .shadow(ShadowCalls.ofPercent(10).build());
    return List.of(
        check(new Everything(), policy()),
        check(BlueGreenStrategy.atOnce().build(), policy()),
        check(BlueGreenStrategy.atOnce().build(), latency),
        check(CanaryStrategy.stagesOfPercent(5).bake(Duration.ZERO).build(), policy()),
        check(
            CanaryStrategy.stages(CanaryStage.percent(.1).withRequests(1_000)).build(),
            policy().expectedTraffic(QUIET)),
        check(
            CanaryStrategy.stagesOfPercent(1).build(),
            policy().expectedTraffic(QUIET.failing(.01))),
        check(canary, RolloutPolicy.builder()),
        check(CanaryStrategy.stagesOfPercent(20).build(), policy().expectedTraffic(BUSY)),
        check(
            canary,
            policy()
                .expectedTraffic(BUSY)
                .blastRadius(BlastRadius.builder().maxFailures(200).build())),
        PlanCheck.of(
            plan(CanaryStrategy.stagesOfPercent(.5, 10).build(), policy()),
            new TrafficTarget.Capabilities(100, 100, Duration.ZERO)));
  }

  private static RolloutPolicy.Builder policy() {
    return RolloutPolicy.builder().longestCall(SECOND);
  }

  private static PlanCheck check(RolloutStrategy strategy, RolloutPolicy.Builder policy) {
    return plan(strategy, policy).check();
  }

  private static RolloutPlan plan(RolloutStrategy strategy, RolloutPolicy.Builder policy) {
    return RolloutPlan.to("8").strategy(strategy).policy(policy.build()).build();
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }

  /** What calls itself a canary and is none. */
  private record Everything() implements RolloutStrategy {

    @Override
    public String name() {
      return "canary of everything";
    }

    @Override
    public Course course() {
      Course.Leg everything = new Course.Leg(BasisPoints.WHOLE, Duration.ZERO, 0, false);
      return new Course(List.of(everything), false, BasisPoints.WHOLE, Duration.ofMinutes(10));
    }

    @Override
    public RolloutState begin(RolloutContext context, Instant now) {
      return RolloutState.first(context, now);
    }

    @Override
    public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
      return Transition.stay(state, "never");
    }
  }
}
