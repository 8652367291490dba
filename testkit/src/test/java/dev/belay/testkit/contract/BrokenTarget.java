package dev.belay.testkit.contract;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import dev.belay.testkit.FakeTarget;
import dev.belay.testkit.VirtualRuntime;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** A right target, in whole percents from five on, that takes ten seconds; each fault changes one thing. */
class BrokenTarget implements TrafficTarget {

  static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  private final VirtualRuntime time;
  private final FakeTarget right;
  private boolean unknownWords;
  private final SplittableRandom chance = new SplittableRandom(1);

  BrokenTarget(VirtualRuntime time) {
    this.time = time;
    this.right = FakeTarget.builder(STABLE)
        .capabilities(new Capabilities(100, 500, Duration.ofSeconds(10)))
        .delay(Duration.ofSeconds(10), time)
        .build();
  }

  static TrafficSplit split(int share) {
    return TrafficSplit.between(STABLE, CANDIDATE, share);
  }

  final FakeTarget right() {
    return right;
  }

  final VirtualRuntime time() {
    return time;
  }

  /** Whether the platform speaks words now that nobody knows. */
  final boolean inUnknownWords() {
    return unknownWords;
  }

  final void speakUnknownWords(boolean value) {
    unknownWords = value;
  }

  /** One request, answered as the split in force says. */
  ModelVersion ask() {
    return draw(right.inForce());
  }

  final ModelVersion draw(TrafficSplit split) {
    return chance.nextInt(BasisPoints.WHOLE) < split.basisPoints(CANDIDATE) ? CANDIDATE : STABLE;
  }

  /** An observation of another split. */
  static Observation observed(TrafficSplit split) {
    return new Observation(Optional.of(split), true, "broken");
  }

  @Override
  public Capabilities capabilities() {
    return right.capabilities();
  }

  @Override
  public Observation observe() {
    return right.observe();
  }

  @Override
  public SubmitResult submit(SplitIntent intent) {
    return right.submit(intent);
  }
}
