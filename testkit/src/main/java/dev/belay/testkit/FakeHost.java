package dev.belay.testkit;

import dev.belay.ModelVersion;
import dev.belay.runtime.BelayRuntime;
import dev.belay.target.SubmitResult;
import dev.belay.target.VersionHost;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A host that runs nothing but remembers what it would run, and that gets into trouble when it is told to.
 *
 * <p>A version is there when its delay is over, counted from the first time that it was asked for, and gone as long after the first
 * time that it was retired. Without trouble, it keeps what {@link VersionHost} says. Thread-safe, and every change can be made at any
 * moment.
 *
 * <pre>{@code
 * FakeHost host = FakeHost.slow(Duration.ofMinutes(5), time, stable);
 * ...
 * host.fail(FakeHost.Trouble.NEVER_READY);
 * }</pre>
 */
public final class FakeHost implements VersionHost {

  /** When each version is there; those that are not in it are not there, and not coming. */
  private final Map<ModelVersion, Long> there = new HashMap<>();

  /** When each version is gone that is going. */
  private final Map<ModelVersion, Long> gone = new HashMap<>();

  private final long delayNanos;
  private final LongSupplier nanoTime;
  private @Nullable Trouble trouble;
  private long prepares;
  private long retires;

  private FakeHost(long delayNanos, LongSupplier nanoTime, ModelVersion... versions) {
    this.delayNanos = delayNanos;
    this.nanoTime = nanoTime;
    long now = nanoTime.getAsLong();
    List.of(versions).forEach(version -> there.put(version, now));
  }

  /** How a host can misbehave. */
  public enum Trouble {
    /** Whatever it is asked throws, and nothing is done. */
    THROWS,
    /** Whatever it is asked is answered with {@link SubmitResult.Busy}, and not done. */
    BUSY,
    /** Whatever it is asked is answered with {@link SubmitResult.Refused}, and not done. */
    REFUSES,
    /** Whatever it is asked is done, and answered with {@link SubmitResult.Unknown}. */
    UNKNOWN_BUT_DONE,
    /** Whatever it is asked is accepted, and never done. */
    NEVER_READY
  }

  /**
   * A host that does everything at once.
   *
   * @param versions those that are there
   * @return the host
   */
  public static FakeHost running(ModelVersion... versions) {
    return new FakeHost(0, () -> 0, versions);
  }

  /**
   * A host that takes its time.
   *
   * @param delay how long it takes to bring a version up, and to take one down; at least zero, at most a day
   * @param runtime whose clock tells when it is over
   * @param versions those that are there
   * @return the host
   * @throws IllegalArgumentException if the delay is out of range
   */
  public static FakeHost slow(Duration delay, BelayRuntime runtime, ModelVersion... versions) {
    Duration checked = Require.atLeastZero("delay", delay, Require.DAY);
    return new FakeHost(checked.toNanos(), runtime::nanoTime, versions);
  }

  /**
   * Begins to misbehave, in place of any other way.
   *
   * @param how in which way
   */
  public synchronized void fail(Trouble how) {
    trouble = how;
  }

  /** Ends all trouble. */
  public synchronized void heal() {
    trouble = null;
  }

  /**
   * Lets a version die, as far as this host is concerned: it has to be asked for again.
   *
   * @param version the version
   */
  public synchronized void lose(ModelVersion version) {
    there.remove(version);
    gone.remove(version);
  }

  /**
   * Returns what is there, whatever the answers were.
   *
   * @return the versions, in the order of their names
   */
  public synchronized List<ModelVersion> running() {
    long now = nanoTime.getAsLong();
    Map<String, ModelVersion> byName = new TreeMap<>();
    there.forEach((version, at) -> {
      Long end = gone.get(version);
      if (now - at >= 0 && (end == null || now - end < 0)) {
        byName.put(version.toString(), version);
      }
    });
    return List.copyOf(byName.values());
  }

  /**
   * Counts what was asked for.
   *
   * @return calls of {@link #prepare}, whatever came of them
   */
  public synchronized long prepares() {
    return prepares;
  }

  /**
   * Counts what was to go.
   *
   * @return calls of {@link #retire}, whatever came of them
   */
  public synchronized long retires() {
    return retires;
  }

  @Override
  public synchronized SubmitResult prepare(ModelVersion version) {
    prepares++;
    return answer(() -> {
      gone.remove(version);
      long due = there.computeIfAbsent(version, unknown -> nanoTime.getAsLong() + delayNanos);
      return nanoTime.getAsLong() - due >= 0;
    });
  }

  @Override
  public synchronized SubmitResult retire(ModelVersion version) {
    retires++;
    return answer(() -> {
      if (!there.containsKey(version)) {
        return true;
      }
      long due = gone.computeIfAbsent(version, unknown -> nanoTime.getAsLong() + delayNanos);
      boolean over = nanoTime.getAsLong() - due >= 0;
      if (over) {
        lose(version);
      }
      return over;
    });
  }

  /** Something that is asked for. */
  private interface Wish {

    /** Works on it, and tells whether it has come true. */
    boolean fulfil();
  }

  private SubmitResult answer(Wish wish) {
    if (trouble == Trouble.THROWS) {
      throw new IllegalStateException("the fake host has no connection, as scripted");
    }
    if (trouble == Trouble.BUSY) {
      return new SubmitResult.Busy("scripted");
    }
    if (trouble == Trouble.REFUSES) {
      return new SubmitResult.Refused("scripted");
    }
    if (trouble == Trouble.NEVER_READY) {
      return new SubmitResult.Accepted();
    }
    boolean done = wish.fulfil();
    if (trouble == Trouble.UNKNOWN_BUT_DONE) {
      return new SubmitResult.Unknown("scripted");
    }
    return done ? new SubmitResult.AlreadyInForce() : new SubmitResult.Accepted();
  }
}
