package dev.belay.examples;

import dev.belay.ModelEndpoint;
import dev.belay.haproxy.HaproxyTarget;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands between the service and the models: nothing, or a proxy with the target that drives it. */
final class Front implements AutoCloseable {

  private final @Nullable Proxy proxy;
  private final @Nullable HaproxyTarget target;

  private Front(@Nullable Proxy proxy, @Nullable HaproxyTarget target) {
    this.proxy = proxy;
    this.target = target;
  }

  static Front none() {
    return new Front(null, null);
  }

  /** HAProxy, with everything on the first of these. */
  static Front haproxy(String model, List<ModelServer> servers) throws IOException {
    Proxy proxy = Proxy.start(model, servers);
    return new Front(proxy, proxy.target());
  }

  /** Has an endpoint drive it. */
  ModelEndpoint.Builder on(ModelEndpoint.Builder endpoint) {
    return target == null ? endpoint : endpoint.target(target);
  }

  /** Starts the service that asks the models through it. */
  PredictionService service(ModelEndpoint endpoint, ModelClient models) {
    return proxy == null
        ? PredictionService.start(endpoint, models)
        : PredictionService.behind(proxy, endpoint, models);
  }

  @Override
  public void close() {
    if (target != null) {
      target.close();
    }
    if (proxy != null) {
      proxy.close();
    }
  }
}
