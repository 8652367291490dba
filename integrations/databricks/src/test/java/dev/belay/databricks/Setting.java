package dev.belay.databricks;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.databricks.testkit.FakeDatabricks;
import dev.belay.testkit.VirtualRuntime;
import java.util.function.Consumer;

/** A fake platform in virtual time, and Belay's endpoint on it. */
final class Setting implements AutoCloseable {

  static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");
  static final String ENVIRONMENT_SECRET = "hunter2-environment";
  static final String EXTRA_SECRET = "hunter2-extra";
  static final ServedEntity STABLE_ENTITY = entity(STABLE).build();
  static final ServedEntity CANDIDATE_ENTITY = entity(CANDIDATE).build();

  final VirtualRuntime time = VirtualRuntime.seeded(1);
  final FakeDatabricks platform = FakeDatabricks.builder("fraud")
      .clock(time::nanoTime)
      .token("control-token")
      .token("query-token")
      .principal("principal", "client-secret")
      .serving(STABLE_ENTITY.name(), STABLE_ENTITY.specification().toString(), 100)
      .start();
  final DatabricksEndpoint databricks;
  final DatabricksTarget target;

  Setting() {
    this(builder -> {});
  }

  Setting(Consumer<DatabricksEndpoint.Builder> change) {
    DatabricksEndpoint.Builder builder = DatabricksEndpoint.builder(platform.uri(), "fraud")
        .token(() -> "control-token")
        .runtime(time)
        .serve(STABLE_ENTITY)
        .serve(CANDIDATE_ENTITY);
    change.accept(builder);
    databricks = builder.build();
    target = databricks.target();
  }

  /** Another process's endpoint on the same platform. */
  DatabricksEndpoint another() {
    return DatabricksEndpoint.builder(platform.uri(), "fraud")
        .token(() -> "control-token")
        .runtime(time)
        .serve(STABLE_ENTITY)
        .serve(CANDIDATE_ENTITY)
        .build();
  }

  /** With the candidate there already, without traffic. */
  Setting prepared() {
    platform.addByHand(CANDIDATE_ENTITY.name(), CANDIDATE_ENTITY.specification().toString());
    return this;
  }

  static ServedEntity.Builder entity(ModelVersion version) {
    return ServedEntity.builder(version, "main.ml.fraud", version.version())
        .workloadSize("Small")
        .environment("PASSWORD", ENVIRONMENT_SECRET)
        .extra("{\"instance_profile_arn\":\"" + EXTRA_SECRET + "\"}");
  }

  static TrafficSplit percent(int share) {
    return TrafficSplit.between(STABLE, CANDIDATE, share * 100);
  }

  @Override
  public void close() {
    databricks.close();
    platform.close();
  }
}
