package dev.belay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BlastRadius;
import dev.belay.RolloutPlan;
import dev.belay.RolloutPolicy;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Scenario;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalForecast;
import dev.belay.health.SignalMonitor;
import dev.belay.strategy.Input;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import dev.belay.strategy.RolloutStrategy;
import dev.belay.strategy.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class ForecastLogTest {

  private final Lines lines = new Lines();

  private String written(Set<Integer> shares, UnaryOperator<RolloutPolicy.Builder> set) {
    RolloutPlan plan = RolloutPlan.to("8")
        .strategy(new Shares(shares))
        .policy(set.apply(RolloutPolicy.builder()).build())
        .build();
    ForecastLog.write(lines, "fraud", plan, BlastRadius.REACTION);
    return String.join("\n", lines.written);
  }

  private static RolloutPolicy.Builder expecting(RolloutPolicy.Builder builder) {
    return builder.expectedRequestsPerSecond(20).expectedFailureRate(.01);
  }

  @Test
  void tellsWhatTheLargestShareBeforeTheProofNeeds() {
    String text = written(Set.of(100, 500, 9_500, 10_000), ForecastLogTest::expecting);
    assertTrue(
        text.startsWith("INFO fraud: 20 requests/s, 1 % of them failing, a share of 5 %: the "
            + "promotion of a candidate as good as stable needs about "),
        text);
  }

  @Test
  void staysBelowTheLargestShareOfTheBlastRadius() {
    String text = written(
        Set.of(100, 500, 2_000, 10_000),
        builder -> expecting(builder)
            .blastRadius(BlastRadius.builder().maxSharePercent(10).build()));
    assertTrue(text.contains("a share of 5 %:"), text);
  }

  @Test
  void warnsOfWhatCannotBeDecided() {
    String text =
        written(Set.of(500), builder -> expecting(builder).signal(FailureRate.atMost(.01)));
    assertTrue(text.startsWith("WARN fraud: "), text);
    assertTrue(text.contains("cannot be decided with this policy"), text);
  }

  @Test
  void warnsOfADeadlineThatIsTooShort() {
    String text =
        written(Set.of(500), builder -> expecting(builder).deadline(Duration.ofMinutes(30)));
    assertTrue(text.startsWith("WARN fraud: "), text);
    assertTrue(text.contains("does not fit the deadline of 30 minutes"), text);
  }

  @Test
  void saysNothingWithoutTrafficToExpectOrAShareToCompare() {
    assertEquals("", written(Set.of(500), builder -> builder));
    assertEquals("", written(Set.of(500), builder -> builder.expectedFailureRate(.01)));
    assertEquals("", written(Set.of(500), builder -> builder.expectedRequestsPerSecond(20)));
    assertEquals("", written(Set.of(0, 10_000), ForecastLogTest::expecting));
  }

  @Test
  void survivesASignalThatCannotForecast() {
    assertEquals(
        "WARN fraud: a signal cannot forecast: java.lang.IllegalStateException: no",
        written(Set.of(500), builder -> expecting(builder).signal(new Broken())));
  }

  private record Broken() implements HealthSignal {

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public SignalMonitor open(SignalContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<SignalForecast> forecast(Scenario scenario) {
      throw new IllegalStateException("no");
    }
  }

  private record Shares(Set<Integer> shares) implements RolloutStrategy {

    @Override
    public String name() {
      return "shares";
    }

    @Override
    public RolloutState begin(RolloutContext context, Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Transition decide(RolloutContext context, RolloutState state, Input input, Instant now) {
      throw new UnsupportedOperationException();
    }
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
