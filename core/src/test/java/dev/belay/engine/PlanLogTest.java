package dev.belay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.CourseOnly;
import dev.belay.ExpectedTraffic;
import dev.belay.PlanRefusedException;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.strategy.RolloutStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class PlanLogTest {

  private final Lines lines = new Lines();

  private String written(RolloutStrategy strategy, RolloutPolicy.Builder policy) {
    RolloutPlan plan =
        RolloutPlan.to("8").strategy(strategy).policy(policy.build()).build();
    PlanLog.write(lines, "fraud", plan.check());
    return String.join("\n", lines.written);
  }

  private static RolloutPolicy.Builder expecting() {
    return RolloutPolicy.builder()
        .longestCall(Duration.ofSeconds(1))
        .expectedTraffic(ExpectedTraffic.perSecond(20).failing(.01));
  }

  @Test
  void tellsWhatTheProofNeeds() {
    String text = written(CourseOnly.through(100, 500, 9_500), expecting());
    assertTrue(
        text.startsWith("INFO fraud: 20 requests/s, 1 % of them failing, a share of 5 %: the "
            + "promotion of a candidate as good as stable needs about "),
        text);
    assertEquals(1, lines.written.size(), text);
  }

  @Test
  void warnsOfEachRiskOnce() {
    written(CourseOnly.through(500), expecting().deadline(Duration.ofMinutes(30)));
    assertEquals(2, lines.written.size(), lines.written::toString);
    String warning = lines.written.get(1);
    assertTrue(warning.startsWith("WARN fraud: UNDECIDABLE: the proof of a candidate"), warning);
  }

  @Test
  void saysNothingWithoutTrafficToExpect() {
    assertEquals(
        "",
        written(
            CourseOnly.through(500), RolloutPolicy.builder().longestCall(Duration.ofSeconds(1))));
  }

  @Test
  void refusesWhatHasErrors() {
    PlanRefusedException refused = assertThrows(
        PlanRefusedException.class, () -> written(CourseOnly.through(10_000), expecting()));
    assertFalse(refused.check().startable());
    assertEquals(List.of(), lines.written);
  }

  /** Keeps what is logged. */
  private static final class Lines extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1;

    private final transient List<String> written = new ArrayList<>();

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable failure) {
      written.add(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments)
          + (failure == null ? "" : ": " + failure));
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }
}
