package dev.belay.health;

import dev.belay.BasisPoints;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.sequential.ClusterNoise;
import dev.belay.sequential.LinearNullTest;
import dev.belay.sequential.NormalQuantile;
import java.util.Arrays;

/**
 * Compares the failures of sticky calls. All requests of a user go to one version, and users differ: that difference does not
 * average out with more requests, so a test that takes the requests for independent would roll healthy candidates back.
 *
 * <p>Two guards, both measured on the buckets of the stable version's own users. <em>Tempering</em>: counts are divided by the
 * dispersion of past intervals, so that one user's burst of failures does not count as many. The <em>noise floor</em>: with
 * {@code tau}, the standard deviation of the logarithm of the ratio between two equal sets of users, the candidate must be
 * shown to be worse than {@code (1 + tolerance) exp(z tau)} times stable, and better than {@code (1 + margin) exp(-z tau)}.
 * Either claim has half the error probability, the other half is that of {@code z}. An approximation of second order; a share
 * with fewer than {@value #FEWEST_BUCKETS} buckets of users is not judged, nor anything before stable has failed
 * {@value #FEWEST_FAILURES} times in {@value #FEWEST_INTERVALS} intervals. Intervals before that only teach how users differ.
 *
 * <p>If stable served everyone for a while before ({@link Calibration}), the past of the candidate's own users is a guard as
 * well: for each share, whichever asks for less when it begins. Evidence beyond either is then averaged, and both have a
 * quarter of the error probability. What speaks for the candidate needs the noise floor.
 */
final class StickyComparison implements StickyTest {

  private static final int FEWEST_BUCKETS = 30;

  /** From few intervals, bursts and lasting differences cannot be told apart. */
  private static final int FEWEST_INTERVALS = 20;

  private static final int FEWEST_FAILURES = 20;

  /** Failures that are reported by token fall into no bucket; too many of them, and the buckets say nothing. */
  private static final double LEAST_COUNTED = .9;

  /** The nulls are tried at steps of 15 %, up to a factor of 9.5 between users. */
  private static final int STEPS = 16;

  private static final double STEP = .15;

  private final double z;
  private final double strictZ;
  private final double promotionZ;
  private final Calibration calibration;
  private final LinearNullTest[] calibrated = new LinearNullTest[STEPS];
  private final IntervalPool calibratedCalls = new IntervalPool();
  private final LinearNullTest[] rollback = new LinearNullTest[STEPS];
  private final LinearNullTest[] promotion = new LinearNullTest[STEPS];
  private final ClusterNoise noise = new ClusterNoise(BucketCounts.BUCKETS);
  private final IntervalPool all = new IntervalPool();
  private final IntervalPool settled = new IntervalPool();
  private long learned;
  private double failures;
  private double reported;
  private double phi = 1;
  private boolean warm;
  private double tau = Double.POSITIVE_INFINITY;
  private int share;
  private boolean exposed;
  private boolean calibrates;
  private boolean shareIsCalibrated;
  private int bound;

  StickyComparison(
      double worstRollbackRatio,
      double rollbackAllowance,
      double leastPromotionRatio,
      double promotionAllowance,
      double falseRollback,
      double falsePromotion) {
    this.promotionZ = NormalQuantile.upper(falsePromotion / 2);
    this.z = NormalQuantile.upper(falseRollback / 2);
    this.strictZ = NormalQuantile.upper(falseRollback / 4);
    double[] factors = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      double factor = Math.exp(i * STEP);
      rollback[i] = LinearNullTest.above(worstRollbackRatio * factor, rollbackAllowance);
      promotion[i] = LinearNullTest.below(leastPromotionRatio / factor, promotionAllowance);
      promotion[i].start(1);
      calibrated[i] = LinearNullTest.above(worstRollbackRatio * factor, rollbackAllowance);
      factors[i] = factor;
    }
    this.calibration = new Calibration(falseRollback / 4, factors);
  }

  @Override
  public void start(double weight) {
    for (LinearNullTest test : rollback) {
      test.start(weight);
    }
    for (LinearNullTest test : calibrated) {
      test.start(weight);
    }
  }

  /** Feeds the test against the candidate, then learns from the interval how much users differ. */
  @Override
  public void against(EvidenceIncrement increment) {
    if (increment.share() != share) {
      share = increment.share();
      shareIsCalibrated = share > 0 && calibrate();
    }
    phi = noise.dispersion();
    warm = learned >= FEWEST_INTERVALS && failures >= FEWEST_FAILURES;
    feed(increment, all, rollback);
    if (shareIsCalibrated) {
      feed(increment, calibratedCalls, calibrated);
    }
    if (!exposed) {
      calibration.learn(increment.stable().buckets());
    }
    if (increment.stable().sticky().counts().requests() > 0) {
      BucketCounts buckets = increment.stable().buckets();
      noise.update(buckets.requests(), buckets.failures());
      learned++;
      failures += Arrays.stream(buckets.failures()).sum();
      reported += increment.stable().sticky().counts().failures();
    }
    tau = tauNow();
  }

  /** Chooses, before a share has shown anything, the guard that asks for less; tells whether it is the past of its users. */
  private boolean calibrate() {
    if (!exposed) {
      exposed = true;
      calibrates = calibration.possible();
    }
    if (!calibrates) {
      return false;
    }
    int ofShare = calibration.bound(share, noise.dispersion());
    if (ofShare >= stepOf(strictZ * tauNow())) {
      return false;
    }
    bound = Math.max(bound, ofShare);
    return true;
  }

  private double tauNow() {
    double candidateBuckets = (double) share * BucketCounts.BUCKETS / BasisPoints.WHOLE;
    return learned >= FEWEST_INTERVALS
            && failures >= FEWEST_FAILURES
            && failures >= LEAST_COUNTED * reported
            && candidateBuckets >= FEWEST_BUCKETS
            && candidateBuckets <= BucketCounts.BUCKETS - FEWEST_BUCKETS
        ? noise.persistent(candidateBuckets)
        : Double.POSITIVE_INFINITY;
  }

  @Override
  public void towards(EvidenceIncrement increment) {
    feed(increment, settled, promotion);
  }

  private void feed(EvidenceIncrement increment, IntervalPool pool, LinearNullTest[] tests) {
    CallCounts candidate = increment.candidate().sticky().counts();
    CallCounts stable = increment.stable().sticky().counts();
    if (!warm) {
      return;
    }
    pool.add(increment.share(), candidate, stable, (c, s) -> {
      for (LinearNullTest test : tests) {
        test.update(c.requests() / phi, c.failures() / phi, s.requests() / phi, s.failures() / phi);
      }
    });
  }

  /** Evidence beyond the noise floor; none where users differ too much to say. */
  @Override
  public double logAgainst() {
    int step = stepOf((calibrates ? strictZ : z) * tau);
    double beyondNoise = step < STEPS ? rollback[step].logEvidence() : 0;
    double against = calibrates ? mean(beyondNoise, calibrated[bound].logEvidence()) : beyondNoise;
    return step < STEPS || calibrates ? against - Math.log(2) : 0;
  }

  @Override
  public double logTowards() {
    int step = stepOf(promotionZ * tau);
    return step < STEPS ? promotion[step].logEvidence() - Math.log(2) : 0;
  }

  /** A mean of two e-values is one again. */
  private static double mean(double first, double second) {
    double larger = Math.max(first, second);
    return larger + Math.log1p(Math.exp(Math.min(first, second) - larger)) - Math.log(2);
  }

  private static int stepOf(double logFactor) {
    double steps = Math.ceil(logFactor / STEP);
    return steps < STEPS ? (int) steps : STEPS;
  }

  /** Ratios up to this are not told from a difference between users; infinite while nothing is known. */
  private double noiseFactor() {
    int step = stepOf(z * tau);
    if (shareIsCalibrated) {
      step = Math.min(step, bound);
    }
    return step < STEPS ? Math.exp(step * STEP) : Double.POSITIVE_INFINITY;
  }

  @Override
  public Users users() {
    return new Users(noiseFactor(), noise.dispersion(), false, 0);
  }

  @Override
  public void addStates(States states) {
    for (int i = 0; i < STEPS; i++) {
      states
          .add(rollback[i]::save, rollback[i]::restore)
          .add(promotion[i]::save, promotion[i]::restore)
          .add(calibrated[i]::save, calibrated[i]::restore);
    }
    states
        .add(noise::save, noise::restore)
        .add(all::save, all::restore)
        .add(settled::save, settled::restore)
        .add(calibratedCalls::save, calibratedCalls::restore)
        .add(
            () -> new double[] {
              share, exposed ? 1 : 0, calibrates ? 1 : 0, shareIsCalibrated ? 1 : 0, bound
            },
            saved -> {
              share = (int) saved[0];
              exposed = saved[1] > 0;
              calibrates = saved[2] > 0;
              shareIsCalibrated = saved[3] > 0;
              bound = (int) saved[4];
            })
        .add(() -> new double[] {tau, learned, failures, reported, phi, warm ? 1 : 0}, saved -> {
          tau = saved[0];
          learned = (long) saved[1];
          failures = saved[2];
          reported = saved[3];
          phi = saved[4];
          warm = saved[5] > 0;
        });
    calibration.addStates(states);
  }
}
