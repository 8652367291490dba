package dev.belay.target;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a target is told: the split that is wanted, in place of which one, by whose word, and whether it can wait.
 *
 * @param split the split that is wanted
 * @param over the split that it is to take the place of. Where neither of the two is in force or on its way, somebody else has
 *     changed the target, and the answer is {@link SubmitResult.Conflict}. Empty to carry the split out whatever is in force
 * @param fence the epoch of the {@linkplain dev.belay.store.Lease lease} under which this was decided. A target that has been told
 *     something under a higher one answers {@link SubmitResult.Refused}. Empty for what a person has set live, and for what was
 *     decided without a lease of a {@linkplain dev.belay.store.RolloutStore#isDurable durable} store: that is taken, and leaves the
 *     highest epoch as it is
 * @param urgent whether it is a retreat, or what a person has set live: it goes before everything else, and also to a version that is
 *     not known to be ready. Nothing else raises the share of a version that is not ready
 */
public record SplitIntent(
    TrafficSplit split, Optional<TrafficSplit> over, OptionalLong fence, boolean urgent) {

  /**
   * Checks the fence.
   *
   * @param split the split that is wanted
   * @param over the split that it is to take the place of
   * @param fence the epoch under which this was decided
   * @param urgent whether it goes before everything else
   * @throws IllegalArgumentException if the fence is below 1
   */
  public SplitIntent {
    if (fence.isPresent() && fence.getAsLong() < 1) {
      throw new IllegalArgumentException("fence must be at least 1, but was " + fence.getAsLong());
    }
  }

  /**
   * Wants a split, whatever is in force, by nobody's lease, if it can wait.
   *
   * @param split the split that is wanted
   * @return the intent
   */
  public static SplitIntent to(TrafficSplit split) {
    return new SplitIntent(split, Optional.empty(), OptionalLong.empty(), false);
  }

  /**
   * Wants the same in place of one split alone.
   *
   * @param before the split that it is to take the place of
   * @return the intent
   */
  public SplitIntent over(TrafficSplit before) {
    return new SplitIntent(split, Optional.of(before), fence, urgent);
  }

  /**
   * Wants the same under a lease.
   *
   * @param epoch the lease's epoch, at least 1
   * @return the intent
   * @throws IllegalArgumentException if the epoch is out of range
   */
  public SplitIntent fencedBy(long epoch) {
    return new SplitIntent(split, over, OptionalLong.of(epoch), urgent);
  }

  /**
   * Wants the same before everything else.
   *
   * @return the intent
   */
  public SplitIntent now() {
    return new SplitIntent(split, over, fence, true);
  }

  /**
   * Tells what keeps a target from taking this, for implementations of {@link TrafficTarget#submit}. To be asked before anything is
   * changed. Splits are compared by the traffic of each version; one that has none need not be named.
   *
   * @param effective the split in force, empty if it is not known, or is not to be taken for anybody's word
   * @param highest the highest fence under which the target was told anything, 0 if there was none
   * @return what to answer, empty if nothing is in the way
   */
  public Optional<SubmitResult> hindrance(Optional<TrafficSplit> effective, long highest) {
    if (fence.isPresent() && fence.getAsLong() < highest) {
      return Optional.of(new SubmitResult.Refused("another process has taken over: it has lease "
          + highest + ", and this was decided under " + fence.getAsLong()));
    }
    boolean overruled = over.isPresent()
        && effective.isPresent()
        && !sameTraffic(effective.get(), over.get())
        && !sameTraffic(effective.get(), split);
    return overruled
        ? Optional.of(
            new SubmitResult.Conflict(effective.get() + " is in force, and not " + over.get()))
        : Optional.empty();
  }

  private static boolean sameTraffic(TrafficSplit one, TrafficSplit other) {
    return traffic(one).equals(traffic(other));
  }

  private static Map<ModelVersion, Integer> traffic(TrafficSplit split) {
    Map<ModelVersion, Integer> traffic = new HashMap<>(split.parts());
    traffic.values().removeIf(part -> part == 0);
    return traffic;
  }
}
