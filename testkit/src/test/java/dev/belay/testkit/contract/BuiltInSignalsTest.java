package dev.belay.testkit.contract;

import dev.belay.health.Agreement;
import dev.belay.health.FailureRate;
import dev.belay.health.HealthSignal;
import dev.belay.health.Latency;
import dev.belay.health.Predictions;
import dev.belay.health.Quality;
import dev.belay.testkit.FakeEvidence;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Belay's own signals keep the contract that it asks others to keep. */
@Tag("exhaustive")
class BuiltInSignalsTest {

  @Nested
  class FailureRateAgainstStable extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return FailureRate.againstStable().build();
    }
  }

  @Nested
  class FailureRateAtMost extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return FailureRate.atMost(.025);
    }
  }

  @Nested
  class LatencyAgainstStable extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return Latency.againstStable().build();
    }
  }

  @Nested
  class LatencyAtMost extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return Latency.atMost(Duration.ofMillis(22), .99);
    }
  }

  @Nested
  class QualityAgainstStable extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return Quality.againstStable().build();
    }
  }

  @Nested
  class PredictedClasses extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return Predictions.ofClasses(3).build();
    }
  }

  @Nested
  class PredictedScores extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return Predictions.ofScores().build();
    }

    @Override
    protected FakeEvidence.Builder alike() {
      return super.alike().predictingScores();
    }

    @Override
    protected Optional<FakeEvidence.Builder> bad() {
      return super.bad().map(FakeEvidence.Builder::predictingScores);
    }
  }

  @Nested
  class AgreementAtLeast extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return Agreement.atLeast(.95);
    }
  }

  @Nested
  class SampleRatio extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return HealthSignal.sampleRatio();
    }

    @Override
    protected boolean readsNothingElse() {
      return true;
    }
  }

  @Nested
  class Gauge extends HealthSignalContract {

    @Override
    protected HealthSignal signal() {
      return HealthSignal.gauge("queue", () -> 12, 100);
    }
  }
}
