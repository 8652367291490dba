package dev.belay.databricks;

import static dev.belay.testkit.BelayAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.ModelEndpoint;
import dev.belay.ModelVersion;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.canary.CanaryStrategy;
import dev.belay.databricks.testkit.FakeDatabricks;
import dev.belay.databricks.testkit.Fault;
import dev.belay.testkit.VirtualRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The test of a rollout that docs/targets.md shows. */
class TargetsChapterTest {

  private static final Path SOURCE =
      Path.of("src/test/java/dev/belay/databricks/TargetsChapterTest.java");
  private static final Path DOCUMENT = Path.of("../../docs/targets.md");
  private static final Pattern SHOWN =
      Pattern.compile("\n *// targets begins\n([\\s\\S]*?)\n *// targets ends");

  private static final RolloutPlan PLAN = RolloutPlan.to("8")
      .strategy(CanaryStrategy.stagesOfPercent(5, 50).build())
      .policy(RolloutPolicy.builder()
          .blastRadius(BlastRadius.builder().failuresPerStep(100).build())
          .build())
      .build();

  // targets begins
  @Test
  void aBadVersionIsBackAtZeroThoughAnAnswerGetsLost() throws Exception {
    VirtualRuntime time = VirtualRuntime.seeded(1);
    try (FakeDatabricks platform = FakeDatabricks.builder("fraud")
            .clock(time::nanoTime)
            .serving("fraud-7", "main.ml.fraud", "7", 100)
            .start();
        DatabricksEndpoint databricks = DatabricksEndpoint.builder(platform.uri(), "fraud")
            .token(() -> "any")
            .queryToken(() -> "any")
            .runtime(time)
            .serve(entity("7"))
            .serve(entity("8"))
            .build();
        ModelEndpoint fraud = ModelEndpoint.builder("fraud")
            .live("7")
            .target(databricks.target())
            .runtime(time)
            .build()) {
      platform.takes(Duration.ofSeconds(30), Duration.ofMinutes(5));
      platform.failUpdates(Fault.LOST_AFTER, 1);
      platform.model("fraud-8", body -> {
        throw new IllegalStateException("out of memory");
      });
      Rollout rollout = fraud.start(PLAN, "alice");
      while (!rollout.state().phase().terminal()) {
        score(fraud, databricks.invoker());
        time.advance(Duration.ofMillis(200));
      }
      assertThat(rollout).isRolledBack();
      assertEquals(0, platform.percent("fraud-8"));
    }
  }

  private static ServedEntity entity(String version) {
    return ServedEntity.builder(ModelVersion.of("fraud", version), "main.ml.fraud", version)
        .build();
  }

  /** What the service does: it lets the platform choose, and credits who has answered. */
  private static void score(ModelEndpoint fraud, ModelInvoker invoker) {
    long start = System.nanoTime();
    try {
      Invocation answer = invoker.invoke("{\"inputs\":[1]}");
      answer
          .version()
          .ifPresent(version -> fraud.routeOf(version).succeeded(System.nanoTime() - start));
    } catch (InvocationFailedException e) {
      e.version().ifPresent(version -> fraud.routeOf(version).failed(System.nanoTime() - start));
    }
  }
  // targets ends

  @Test
  void theDocumentShowsWhatIsCompiledHere() throws IOException {
    Matcher shown = SHOWN.matcher(Files.readString(SOURCE));
    assertTrue(shown.find());
    String block = "```java\n" + String.valueOf(shown.group(1)).stripIndent() + "\n```";
    assertTrue(Files.readString(DOCUMENT).contains(block), block);
  }
}
