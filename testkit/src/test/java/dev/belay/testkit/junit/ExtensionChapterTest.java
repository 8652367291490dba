package dev.belay.testkit.junit;

import static dev.belay.testkit.BelayAssertions.assertThat;

import dev.belay.ModelEndpoint;
import dev.belay.Rollout;
import dev.belay.RolloutPlan;
import dev.belay.testkit.FakeEndpoint;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.FakeOutage;
import dev.belay.testkit.TwistedStrategy;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;

/** The short test that docs/testing.md shows. */
class ExtensionChapterTest {

  private static final RolloutPlan PLAN =
      RolloutPlan.to("8").strategy(TwistedStrategy.honest()).build();

  // testing begins: extension
  @BelayTest
  @Seed(7)
  void noCallerSeesThatTheCandidateDies(VirtualRuntime time, FakeEndpoint.Builder builder) {
    FakeEndpoint models = builder
        .version("7", FakeModel.healthy())
        .version(
            "8",
            FakeModel.builder().outage(FakeOutage.from(Duration.ofMinutes(1))).build())
        .build();
    try (ModelEndpoint fraud =
        ModelEndpoint.builder("fraud").live("7").runtime(time).build()) {
      Rollout rollout = fraud.start(PLAN, "alice");
      while (!rollout.state().phase().terminal()) {
        var unused = fraud.call(models::call);
        time.advance(Duration.ofMillis(20));
      }
      assertThat(rollout).isRolledBack().showedCallersNoFailure().askedCandidateAtLeast(1);
      assertThat(fraud).serves("7").sendsEverythingTo("7");
    }
  }
  // testing ends
}
