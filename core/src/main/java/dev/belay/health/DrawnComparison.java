package dev.belay.health;

import dev.belay.BasisPoints;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.sequential.LinearNullTest;
import java.util.Arrays;

/**
 * Compares the failures of sticky calls whose keys are drawn anew every so often. Within a draw the calls of a user all go to
 * one version; so a bucket of keys is one trial, whatever its calls have in common. Which buckets are the candidate's is
 * chance, anew for each draw, and the draw ends when its time is over, whatever it showed.
 *
 * <p>With {@code k} failures of a bucket in a draw, its outcome is {@code min(k, cap) / cap}; a draw is one interval of
 * {@link LinearNullTest}, whose promise covers outcomes in [0, 1] that were allotted at random: exactly, without a floor for
 * the differences between users. Trials are the buckets with any call; a bucket that the share cuts in two is left out, since
 * neither part is like the others. Caps follow from numbers of calls and from failures of earlier draws, never from the
 * failures of their own draw, and are at least {@value #LEAST_CAP}:
 *
 * <ul>
 *   <li>against the candidate {@value #CAP_OF_MEAN} times the failures that stable's past rate lets expect of a bucket, so
 *       that one user's burst counts little;
 *   <li>for it {@value #CAP_OF_MOST} times stable's worst bucket, since a cap that many buckets reach would hide how much worse
 *       the candidate is. The first draw only sets this cap.
 * </ul>
 *
 * <p>Absolute allowances are for one call: a bucket has as many times that as stable's buckets have calls in the draw, on
 * average.
 */
final class DrawnComparison implements StickyTest {

  static final int LEAST_CAP = 3;
  private static final int CAP_OF_MEAN = 3;
  private static final int CAP_OF_MOST = 2;
  private static final double LARGEST_ALLOWANCE = .5;
  private static final int NONE = -1;
  private static final int BUCKET = BasisPoints.WHOLE / BucketCounts.BUCKETS;

  private final double rollbackAllowance;
  private final double promotionAllowance;
  private final LinearNullTest rollback;
  private final LinearNullTest promotion;
  private final double[] calls = new double[BucketCounts.BUCKETS];
  private final double[] failures = new double[BucketCounts.BUCKETS];
  private int draw = NONE;
  private int share;
  private int compared;
  private double pastCalls;
  private double pastFailures;
  private double mostFailures = NONE;

  DrawnComparison(
      double worstRollbackRatio,
      double rollbackAllowance,
      double leastPromotionRatio,
      double promotionAllowance) {
    this.rollbackAllowance = rollbackAllowance;
    this.promotionAllowance = promotionAllowance;
    this.rollback = LinearNullTest.above(worstRollbackRatio, 0);
    this.promotion = LinearNullTest.below(leastPromotionRatio, 0);
    promotion.start(1);
  }

  @Override
  public void start(double weight) {
    rollback.start(weight);
  }

  @Override
  public void against(EvidenceIncrement increment) {
    if (increment.draw() != draw || increment.share() != share) {
      close();
      draw = increment.draw();
      share = increment.share();
    }
    add(increment.candidate().buckets(), 0, candidateEnd());
    add(increment.stable().buckets(), stableStart(), BucketCounts.BUCKETS);
  }

  /** Nothing: a draw has no fast calls without the slow ones but at its end, whenever it began. */
  @Override
  public void towards(EvidenceIncrement increment) {}

  /** Buckets below are wholly the candidate's. */
  private int candidateEnd() {
    return share / BUCKET;
  }

  /** Buckets from here on are wholly stable's. */
  private int stableStart() {
    return (share + BUCKET - 1) / BUCKET;
  }

  private void add(BucketCounts counts, int from, int to) {
    if (counts == BucketCounts.NONE) {
      return;
    }
    for (int bucket = from; bucket < to; bucket++) {
      calls[bucket] += counts.requests(bucket);
      failures[bucket] += counts.failures(bucket);
    }
  }

  /** Takes a complete draw as one interval, then learns from stable's part of it. */
  private void close() {
    int stableStart = stableStart();
    double trials = 0;
    double stableCalls = 0;
    double stableFailures = 0;
    double most = 0;
    for (int bucket = stableStart; bucket < BucketCounts.BUCKETS; bucket++) {
      trials += calls[bucket] > 0 ? 1 : 0;
      stableCalls += calls[bucket];
      stableFailures += failures[bucket];
      most = Math.max(most, failures[bucket]);
    }
    if (share > 0 && trials > 0) {
      compare(stableCalls / trials);
      mostFailures = Math.max(mostFailures, most);
    }
    pastCalls += stableCalls;
    pastFailures += stableFailures;
    Arrays.fill(calls, 0);
    Arrays.fill(failures, 0);
  }

  private void compare(double callsOfBucket) {
    if (pastCalls > 0) {
      double expected = (pastFailures + 1) / pastCalls * callsOfBucket;
      double cap = Math.max(LEAST_CAP, CAP_OF_MEAN * expected);
      update(rollback, cap, Math.min(1, rollbackAllowance * callsOfBucket / cap));
    }
    if (mostFailures != NONE) {
      double cap = Math.max(LEAST_CAP, CAP_OF_MOST * mostFailures);
      double allowance = promotionAllowance * callsOfBucket / cap;
      update(promotion, cap, Math.min(LARGEST_ALLOWANCE, allowance));
      compared++;
    }
  }

  private void update(LinearNullTest test, double cap, double allowance) {
    int candidateEnd = candidateEnd();
    int stableStart = stableStart();
    test.update(
        trials(0, candidateEnd),
        events(0, candidateEnd, cap),
        trials(stableStart, BucketCounts.BUCKETS),
        events(stableStart, BucketCounts.BUCKETS, cap),
        allowance);
  }

  private int trials(int from, int to) {
    int trials = 0;
    for (int bucket = from; bucket < to; bucket++) {
      trials += calls[bucket] > 0 ? 1 : 0;
    }
    return trials;
  }

  /** Never more than the trials: a failure is a call, and a bucket counts at most 1. */
  private double events(int from, int to, double cap) {
    double sum = 0;
    for (int bucket = from; bucket < to; bucket++) {
      sum += Math.min(failures[bucket], cap) / cap;
    }
    return Math.min(sum, trials(from, to));
  }

  @Override
  public double logAgainst() {
    return rollback.logEvidence();
  }

  @Override
  public double logTowards() {
    return promotion.logEvidence();
  }

  @Override
  public Users users() {
    return new Users(1, 1, true, compared);
  }

  @Override
  public void addStates(States states) {
    states
        .add(rollback::save, rollback::restore)
        .add(promotion::save, promotion::restore)
        .add(calls::clone, saved -> System.arraycopy(saved, 0, calls, 0, calls.length))
        .add(failures::clone, saved -> System.arraycopy(saved, 0, failures, 0, failures.length))
        .add(this::save, this::restore);
  }

  private double[] save() {
    return new double[] {draw, share, compared, pastCalls, pastFailures, mostFailures};
  }

  private void restore(double[] saved) {
    draw = (int) saved[0];
    share = (int) saved[1];
    compared = (int) saved[2];
    pastCalls = saved[3];
    pastFailures = saved[4];
    mostFailures = saved[5];
  }
}
