package dev.belay.testkit.contract;

import dev.belay.ModelVersion;
import dev.belay.target.TrafficTarget;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

// testing begins: target
class ProxyTargetTest extends TrafficTargetContract {

  private FakeProxy proxy = new FakeProxy(stable());

  @Override
  protected TrafficTarget open() {
    proxy = new FakeProxy(stable());
    return new ProxyTarget(proxy);
  }

  @Override
  protected Optional<TrafficTarget> openAnother() {
    return Optional.of(new ProxyTarget(proxy));
  }

  @Override
  protected Optional<ModelVersion> ask() {
    return Optional.of(proxy.answer());
  }

  private static final class FakeProxy implements ProxyTarget.Proxy {

    private final SplittableRandom chance = new SplittableRandom(1);
    private volatile Map<ModelVersion, Integer> percents;
    private volatile long lease;

    FakeProxy(ModelVersion stable) {
      percents = Map.of(stable, 100);
    }

    @Override
    public Map<ModelVersion, Integer> percents() {
      return percents;
    }

    @Override
    public long lease() {
      return lease;
    }

    @Override
    public void divide(Map<ModelVersion, Integer> wanted, long of) {
      percents = Map.copyOf(wanted);
      lease = of;
    }

    /** Who answers one request. */
    ModelVersion answer() {
      int point = chance.nextInt(100);
      for (Map.Entry<ModelVersion, Integer> part : percents.entrySet()) {
        point -= part.getValue();
        if (point < 0) {
          return part.getKey();
        }
      }
      throw new IllegalStateException("the percents do not sum to 100: " + percents);
    }
  }
}
// testing ends
