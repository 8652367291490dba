package dev.belay.testkit;

import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.runtime.BelayRuntime;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A target that carries nothing out but remembers it, and that gets into trouble when it is told to.
 *
 * <p>A split is in force when its delay is over; until then the one before is. A split that is submitted meanwhile takes the
 * place of the one that is on its way. Without trouble, it keeps what {@link TrafficTarget} says. Thread-safe, and every change
 * can be made at any moment.
 *
 * <pre>{@code
 * FakeTarget target = FakeTarget.builder(stable).delay(Duration.ofSeconds(5), time).build();
 * ...
 * target.fail(FakeTarget.Trouble.BUSY);
 * time.advance(Duration.ofMinutes(1));
 * target.heal();
 * }</pre>
 */
public final class FakeTarget implements TrafficTarget {

  private final Capabilities capabilities;
  private final LongSupplier nanoTime;
  private final long delayNanos;
  private final TrafficSplit first;
  private TrafficSplit before;
  private TrafficSplit current;
  private @Nullable TrafficSplit coming;

  /** It has begun anew, and what was in force is not back yet. */
  private boolean anew;

  private long due;
  private @Nullable Trouble trouble;
  private boolean ready = true;
  private long highestFence;
  private long submits;
  private long taken;
  private long observations;

  private FakeTarget(Builder builder) {
    delayNanos = builder.delay.toNanos();
    nanoTime = builder.nanoTime;
    capabilities =
        builder.capabilities == null ? capabilities(builder.delay) : builder.capabilities;
    first = builder.inForce;
    before = builder.inForce;
    current = builder.inForce;
  }

  private static Capabilities capabilities(Duration delay) {
    return delay.isZero()
        ? new Capabilities(1, 1, delay, Duration.ZERO)
        : new Capabilities(1, 1, delay);
  }

  /** How a target can misbehave. */
  public enum Trouble {
    /** Submitting and observing throw, and nothing is taken. */
    THROWS,
    /** What is submitted is answered with {@link SubmitResult.Busy}, and not taken. */
    BUSY,
    /** What is submitted is answered with {@link SubmitResult.Conflict}, and not taken. */
    CONFLICT,
    /** What is submitted is answered with {@link SubmitResult.Refused}, whatever it is. */
    REFUSES,
    /** What is submitted is taken, and answered with {@link SubmitResult.Unknown}. */
    UNKNOWN_BUT_TAKEN,
    /** What is submitted is not taken, and answered with {@link SubmitResult.Unknown}. */
    UNKNOWN_AND_NOT_TAKEN,
    /** What is submitted is taken, but an observation tells of no split. */
    CANNOT_TELL,
    /** What is submitted is taken, and dropped when it should come into force. */
    TAKES_BACK
  }

  /**
   * A target that takes every share at once.
   *
   * @param live the version that has the whole traffic
   * @return the target
   */
  public static FakeTarget serving(ModelVersion live) {
    return builder(live).build();
  }

  /**
   * Describes a target.
   *
   * @param live the version that has the whole traffic
   * @return a builder
   */
  public static Builder builder(ModelVersion live) {
    return new Builder(live);
  }

  /**
   * Begins to misbehave, in place of any other way.
   *
   * @param how in which way
   */
  public synchronized void fail(Trouble how) {
    trouble = how;
  }

  /** Ends all trouble. What was taken stays, what was not taken has to be submitted again. */
  public synchronized void heal() {
    trouble = null;
  }

  /** Lets somebody else put back the split that was in force before this one. What is on its way is dropped. */
  public synchronized void revert() {
    arrive();
    coming = null;
    put(before);
  }

  /**
   * Lets somebody else put a split in force, at once. What is on its way is dropped.
   *
   * @param split the split
   */
  public synchronized void changeByHand(TrafficSplit split) {
    arrive();
    coming = null;
    put(split);
  }

  /**
   * Lets the platform begin anew with everything on the version that was live at first. It is told again by itself: when the delay is
   * over, what was in force is in force again, unless something else was submitted; until then observations tell of no split.
   */
  public synchronized void restart() {
    arrive();
    anew = true;
    due = nanoTime.getAsLong() + delayNanos;
    coming = current;
    put(first);
    arrive();
  }

  /**
   * Sets what observations tell about the candidate. As long as it could not take traffic, it gets no more than it has, unless that is
   * urgent: what is submitted is answered with {@link SubmitResult.Busy}.
   *
   * @param value whether it could take traffic; true until it is set
   */
  public synchronized void candidateReady(boolean value) {
    ready = value;
  }

  /**
   * Returns the split in force, whatever observations tell.
   *
   * @return the split
   */
  public synchronized TrafficSplit inForce() {
    arrive();
    return current;
  }

  /**
   * Counts what was submitted.
   *
   * @return calls of {@link #submit}, whatever came of them
   */
  public synchronized long submits() {
    return submits;
  }

  /**
   * Counts what was taken.
   *
   * @return splits that were submitted and came into force, or are on their way; not those that were there already
   */
  public synchronized long taken() {
    return taken;
  }

  /**
   * Counts observations.
   *
   * @return calls of {@link #observe}, whatever came of them
   */
  public synchronized long observations() {
    return observations;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public synchronized Observation observe() {
    observations++;
    requireConnection();
    arrive();
    Optional<TrafficSplit> effective =
        trouble == Trouble.CANNOT_TELL || anew ? Optional.empty() : Optional.of(current);
    return new Observation(effective, ready, "a fake");
  }

  @Override
  public synchronized SubmitResult submit(SplitIntent intent) {
    TrafficSplit split = intent.split();
    submits++;
    requireConnection();
    arrive();
    if (trouble == Trouble.REFUSES || !canExpress(split)) {
      return new SubmitResult.Refused("not " + split);
    }
    if (trouble == Trouble.BUSY) {
      return new SubmitResult.Busy("scripted");
    }
    if (trouble == Trouble.CONFLICT) {
      return new SubmitResult.Conflict("scripted");
    }
    if (trouble == Trouble.UNKNOWN_AND_NOT_TAKEN) {
      return new SubmitResult.Unknown("scripted");
    }
    Optional<SubmitResult> hindrance = intent.hindrance(
        anew ? Optional.empty() : Optional.of(split.equals(coming) ? split : current),
        highestFence);
    if (hindrance.isPresent()) {
      return hindrance.get();
    }
    highestFence = Math.max(highestFence, intent.fence().orElse(0));
    if (!ready && raises(split) && !intent.urgent()) {
      return new SubmitResult.Busy("the candidate is not ready");
    }
    SubmitResult result = take(split);
    return trouble == Trouble.UNKNOWN_BUT_TAKEN ? new SubmitResult.Unknown("scripted") : result;
  }

  private void requireConnection() {
    if (trouble == Trouble.THROWS) {
      throw new IllegalStateException("the fake target has no connection, as scripted");
    }
  }

  /** The first version of a split takes the rest. */
  private boolean canExpress(TrafficSplit split) {
    return split.parts().values().stream().skip(1).allMatch(capabilities::canExpress);
  }

  /** Whether a version other than the first one gets more than it has. */
  private boolean raises(TrafficSplit split) {
    return split.parts().entrySet().stream()
        .skip(1)
        .anyMatch(part -> part.getValue() > current.basisPoints(part.getKey()));
  }

  private SubmitResult take(TrafficSplit split) {
    if (split.equals(current)) {
      anew = false;
      coming = null;
      return new SubmitResult.AlreadyInForce();
    }
    if (!split.equals(coming)) {
      coming = split;
      due = nanoTime.getAsLong() + delayNanos;
      taken++;
      arrive();
    }
    return new SubmitResult.Accepted();
  }

  private void arrive() {
    TrafficSplit next = coming;
    if (next != null && nanoTime.getAsLong() - due >= 0) {
      coming = null;
      anew = false;
      if (trouble != Trouble.TAKES_BACK) {
        put(next);
      }
    }
  }

  private void put(TrafficSplit split) {
    before = current;
    current = split;
  }

  /** Describes a target. Not thread-safe. */
  public static final class Builder {

    private final TrafficSplit inForce;
    private @Nullable Capabilities capabilities;
    private Duration delay = Duration.ZERO;
    private LongSupplier nanoTime = () -> 0;

    private Builder(ModelVersion live) {
      inForce = TrafficSplit.all(live);
    }

    /**
     * Sets what can be expressed. The first version of a split takes the rest, the parts of all others must be such shares;
     * any other split is refused.
     *
     * @param value the capabilities; by default every share, a retreat that takes as long as the delay, and a look once a second, or
     *     at any time if there is no delay
     * @return this builder
     */
    public Builder capabilities(Capabilities value) {
      capabilities = value;
      return this;
    }

    /**
     * Sets how long it takes until a split that was taken is in force. The capabilities need not say the same.
     *
     * @param duration at least zero, at most a day; zero by default
     * @param runtime whose clock tells when it is over
     * @return this builder
     * @throws IllegalArgumentException if the duration is out of range
     */
    public Builder delay(Duration duration, BelayRuntime runtime) {
      delay = Require.atLeastZero("delay", duration, Require.DAY);
      nanoTime = runtime::nanoTime;
      return this;
    }

    /**
     * Makes the target.
     *
     * @return the target
     */
    public FakeTarget build() {
      return new FakeTarget(this);
    }
  }
}
