package dev.belay.testkit;

import java.util.SplittableRandom;

/**
 * All chance of one call, each number uniform in [0, 1).
 *
 * <p>It is a function of the seed, the version's name and the number of the call, and nothing else. So no version, thread or
 * behaviour takes chance away from another one: a script that is changed in one respect draws the same in all others.
 */
record Draws(
    double failure,
    double kind,
    double latency,
    double latencyAngle,
    double score,
    double scoreAngle,
    double predictedClass) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** The seed of a version's own stream. */
  static long streamSeed(long seed, String version) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < version.length(); i++) {
      hash = (hash ^ version.charAt(i)) * FNV_PRIME;
    }
    return new SplittableRandom(seed ^ hash).nextLong();
  }

  /** The chance of a call, the first one being number 1. */
  static Draws ofCall(long streamSeed, long number) {
    // The output of that number of the version's stream seeds a stream of the call's own.
    long callSeed = new SplittableRandom(streamSeed + (number - 1) * GOLDEN_GAMMA).nextLong();
    SplittableRandom chance = new SplittableRandom(callSeed);
    return new Draws(
        chance.nextDouble(),
        chance.nextDouble(),
        chance.nextDouble(),
        chance.nextDouble(),
        chance.nextDouble(),
        chance.nextDouble(),
        chance.nextDouble());
  }

  /**
   * A standard normal value out of two uniform ones, by Box and Muller. StrictMath, because it must be the same to the bit on
   * every machine.
   */
  static double normal(double radius, double angle) {
    return StrictMath.sqrt(-2 * StrictMath.log(1 - radius)) * StrictMath.cos(2 * Math.PI * angle);
  }

  /** The index into a list of equally likely values. */
  static int index(double uniform, int size) {
    return (int) (uniform * size);
  }

  /** The index into a list of weights that sum to 1. What rounding leaves over goes to the last weight above zero. */
  static int weighted(double uniform, double... weights) {
    double left = uniform;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last;
  }
}
