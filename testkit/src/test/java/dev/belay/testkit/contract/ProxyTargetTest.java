package dev.belay.testkit.contract;

import dev.belay.ModelVersion;
import dev.belay.target.TrafficTarget;
import java.util.Map;

// testing begins: target
class ProxyTargetTest extends TrafficTargetContract {

  @Override
  protected TrafficTarget open() {
    return new ProxyTarget(new FakeProxy(stable()));
  }

  private static final class FakeProxy implements ProxyTarget.Proxy {

    private volatile Map<ModelVersion, Integer> percents;

    FakeProxy(ModelVersion stable) {
      percents = Map.of(stable, 100);
    }

    @Override
    public Map<ModelVersion, Integer> percents() {
      return percents;
    }

    @Override
    public void divide(Map<ModelVersion, Integer> wanted) {
      percents = Map.copyOf(wanted);
    }
  }
}
// testing ends
