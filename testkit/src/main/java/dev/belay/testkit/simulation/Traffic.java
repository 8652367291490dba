package dev.belay.testkit.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The requests of a simulation: how many come, and from whom. They come by chance, one independent of the other, unless
 * {@link #evenly} says otherwise, and none waits for another one's answer.
 *
 * <pre>{@code
 * Traffic.perSecond(50).daily(.2).fromUsers(20_000)
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Traffic {

  private static final double MOST_PER_SECOND = 1_000_000;
  private static final int MOST_USERS = 10_000_000;
  private static final double LARGEST_BURST = 1_000;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_DAY = Duration.ofDays(1).toNanos();

  private final double perSecond;
  private final double lowest;
  private final int users;
  private final boolean even;
  private final long burstFrom;
  private final long burstUntil;
  private final double burst;

  private Traffic(
      double perSecond,
      double lowest,
      int users,
      boolean even,
      long burstFrom,
      long burstUntil,
      double burst) {
    this.perSecond = perSecond;
    this.lowest = lowest;
    this.users = users;
    this.even = even;
    this.burstFrom = burstFrom;
    this.burstUntil = burstUntil;
    this.burst = burst;
  }

  /**
   * Traffic that neither grows nor shrinks, of which each request is assigned at random.
   *
   * @param requests per second of the endpoint, both versions together, in (0, 1000000]
   * @return the traffic
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Traffic perSecond(double requests) {
    if (!(requests > 0 && requests <= MOST_PER_SECOND)) {
      throw new IllegalArgumentException(
          "requests must be in (0, " + MOST_PER_SECOND + "], but was " + requests);
    }
    return new Traffic(requests, 1, 0, false, 0, 0, 1);
  }

  /**
   * Lets the traffic swing over each day, as a wave: it is highest at the beginning and lowest half a day later.
   *
   * @param part the lowest traffic as a part of the highest, in (0, 1]; 1 until it is set
   * @return a changed copy
   * @throws IllegalArgumentException if the part is out of range
   */
  public Traffic daily(double part) {
    if (!(part > 0 && part <= 1)) {
      throw new IllegalArgumentException("part must be in (0, 1], but was " + part);
    }
    return new Traffic(perSecond, part, users, even, burstFrom, burstUntil, burst);
  }

  /**
   * Lets the traffic be larger or smaller for a while, in place of an earlier burst.
   *
   * @param from when it begins, at least zero
   * @param lasting how long it lasts, at least zero
   * @param factor what the traffic is multiplied by, in (0, 1000]
   * @return a changed copy
   * @throws IllegalArgumentException if a value is out of range
   */
  public Traffic burst(Duration from, Duration lasting, double factor) {
    if (!(factor > 0 && factor <= LARGEST_BURST)) {
      throw new IllegalArgumentException(
          "factor must be in (0, " + LARGEST_BURST + "], but was " + factor);
    }
    long begin = Require.atLeastZero("from", from).toNanos();
    long end = begin + Require.atLeastZero("lasting", lasting).toNanos();
    return new Traffic(perSecond, lowest, users, even, begin, end, factor);
  }

  /**
   * Lets each request come from one of so many users, all equally active, and be assigned by the user: sticky.
   *
   * @param number how many, in [1, 10000000]
   * @return a changed copy
   * @throws IllegalArgumentException if the number is out of range
   */
  public Traffic fromUsers(int number) {
    if (number < 1 || number > MOST_USERS) {
      throw new IllegalArgumentException(
          "number must be in [1, " + MOST_USERS + "], but was " + number);
    }
    return new Traffic(perSecond, lowest, number, even, burstFrom, burstUntil, burst);
  }

  /**
   * Lets the requests come at equal distances instead of by chance.
   *
   * @return a changed copy
   */
  public Traffic evenly() {
    return new Traffic(perSecond, lowest, users, true, burstFrom, burstUntil, burst);
  }

  /** The number of users, 0 if requests come from nobody in particular. */
  int users() {
    return users;
  }

  /** The time from a request to the next one. */
  long gapNanos(long elapsedNanos, SplittableRandom chance) {
    double mean = NANOS_PER_SECOND / rate(elapsedNanos);
    double gap = even ? mean : -mean * StrictMath.log(1 - chance.nextDouble());
    return Math.max(1, Math.round(gap));
  }

  private double rate(long elapsedNanos) {
    double rate = perSecond;
    if (lowest < 1) {
      double wave = (1 + StrictMath.cos(2 * Math.PI * elapsedNanos / NANOS_PER_DAY)) / 2;
      rate *= lowest + (1 - lowest) * wave;
    }
    return elapsedNanos >= burstFrom && elapsedNanos < burstUntil ? rate * burst : rate;
  }

  /** Returns for example {@code 50.0 requests/s from 20000 users}. */
  @Override
  public String toString() {
    return perSecond + " requests/s"
        + (lowest < 1 ? ", at the lowest " + lowest + " times that" : "")
        + (users > 0 ? " from " + users + " users" : "");
  }
}
