package dev.belay.testkit;

import dev.belay.BasisPoints;
import dev.belay.evidence.Assigned;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.PairCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The evidence of a rollout that did not happen: what two fake models would have done, interval by interval, as the engine hands
 * it to a signal. For whoever writes a signal; a rollout of a thousand requests takes a millisecond.
 *
 * <pre>{@code
 * FakeEvidence evidence = FakeEvidence.of(stable, candidate).shares(60, 1_000, 5_000).seeded(1);
 * Assessment assessment = monitor.assess(evidence.next());
 * }</pre>
 *
 * <p>Each request is drawn by itself: whether it comes with a key, to which version it goes, and what comes of it. Users do not
 * differ from each other, calls end at once, and the models see a load of one call. While the candidate has no share, there may
 * be pairs. The same seed gives the same evidence. Not thread-safe.
 */
public final class FakeEvidence {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int ATTEMPT = 1;

  private final Builder script;
  private final SplittableRandom chance;
  private long interval;
  private int request;
  private Instant from = START;

  private FakeEvidence(Builder script, long seed) {
    this.script = script;
    this.chance = new SplittableRandom(seed);
  }

  /**
   * Describes the evidence of two models.
   *
   * @param stable how the stable version behaves
   * @param candidate how the candidate behaves
   * @return a builder
   */
  public static Builder of(FakeModel stable, FakeModel candidate) {
    return new Builder(stable, candidate);
  }

  /**
   * Draws what follows.
   *
   * @return the next increment: a whole interval, or the part of one up to a failure of the candidate if intervals are {@linkplain
   *     Builder#cutShort cut short}
   */
  public EvidenceIncrement next() {
    int share = script.share(interval);
    ArmTally stable = new ArmTally(script.scores);
    ArmTally candidate = new ArmTally(script.scores);
    boolean failed = false;
    while (request < script.requests && !(failed && script.cutShort)) {
      failed = call(share, stable, candidate);
      request++;
    }
    boolean steady = request == script.requests;
    PairCounts pairs = steady && share == 0 ? pairs() : PairCounts.NONE;
    EvidenceIncrement increment = increment(share, stable, candidate, steady).withShadow(pairs);
    if (steady) {
      request = 0;
      interval++;
    }
    from = increment.to();
    return increment;
  }

  private EvidenceIncrement increment(
      int share, ArmTally stable, ArmTally candidate, boolean steady) {
    long nanos = script.interval.toNanos();
    Instant to = START.plusNanos(
        steady ? (interval + 1) * nanos : interval * nanos + nanos / script.requests * request);
    return new EvidenceIncrement(
        ATTEMPT,
        share,
        from,
        to,
        stable.evidence(chance.nextInt(4)),
        candidate.evidence(share == 0 ? 0 : chance.nextInt(4)),
        stable.random() + candidate.random() == 0
            ? List.of()
            : List.of(new Assigned(share, stable.random(), candidate.random())),
        script.draw(interval),
        steady);
  }

  /** One live call; true if it is a failure of the candidate. */
  private boolean call(int share, ArmTally stable, ArmTally candidate) {
    boolean sticky = chance.nextDouble() < script.sticky;
    long draw = chance.nextLong() >>> Integer.SIZE;
    boolean toCandidate = (draw * BasisPoints.WHOLE) >>> Integer.SIZE < share;
    Outcome outcome = outcome(toCandidate ? script.candidate : script.stable);
    ArmTally arm = toCandidate ? candidate : stable;
    if (sticky) {
      arm.addSticky(outcome, BucketCounts.bucketOf(draw));
    } else {
      arm.addRandom(outcome);
    }
    return toCandidate && outcome.failure() != null;
  }

  private Outcome outcome(FakeModel model) {
    long elapsed = Duration.between(START, from).toNanos();
    return model.script().of(new Moment(elapsed, Long.MAX_VALUE, 1), draws(), "");
  }

  private Draws draws() {
    return new Draws(
        chance.nextDouble(),
        chance.nextDouble(),
        chance.nextDouble(),
        chance.nextDouble(),
        chance.nextDouble(),
        chance.nextDouble(),
        chance.nextDouble());
  }

  private PairCounts pairs() {
    PairCounts pairs = PairCounts.NONE;
    for (int i = 0; i < script.pairs; i++) {
      boolean stableFails = outcome(script.stable).failure() != null;
      boolean candidateFails = outcome(script.candidate).failure() != null;
      boolean compared = !stableFails && !candidateFails;
      boolean agree = compared && chance.nextDouble() < script.agreement;
      pairs = pairs.plus(new PairCounts(
          1,
          candidateFails && !stableFails ? 1 : 0,
          stableFails && !candidateFails ? 1 : 0,
          stableFails && candidateFails ? 1 : 0,
          compared ? 1 : 0,
          agree ? 1 : 0));
    }
    return pairs;
  }

  /** Describes evidence. Not thread-safe. */
  public static final class Builder {

    private final FakeModel stable;
    private final FakeModel candidate;
    private int requests = 100;
    private Duration interval = Duration.ofSeconds(1);
    private int intervalsPerShare = 1;
    private List<Integer> shares = List.of(1_000);
    private double sticky;
    private int redrawEvery;
    private int pairs;
    private double agreement = 1;
    private boolean cutShort;
    private boolean scores;

    private Builder(FakeModel stable, FakeModel candidate) {
      this.stable = stable;
      this.candidate = candidate;
    }

    /** A copy, so that what is drawn already does not change. */
    private Builder(Builder other) {
      this.stable = other.stable;
      this.candidate = other.candidate;
      this.requests = other.requests;
      this.interval = other.interval;
      this.intervalsPerShare = other.intervalsPerShare;
      this.shares = other.shares;
      this.sticky = other.sticky;
      this.redrawEvery = other.redrawEvery;
      this.pairs = other.pairs;
      this.agreement = other.agreement;
      this.cutShort = other.cutShort;
      this.scores = other.scores;
    }

    /**
     * Sets how many live requests come in an interval, to both versions together.
     *
     * @param perInterval in [1, 1000000]; default 100
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range
     */
    public Builder requests(int perInterval) {
      requests = (int) Require.between("requests", perInterval, 1, 1_000_000);
      return this;
    }

    /**
     * Sets how long an interval is.
     *
     * @param value above zero, at most a day; default a second
     * @return this builder
     * @throws IllegalArgumentException if the time is out of range
     */
    public Builder interval(Duration value) {
      interval = Require.aboveZero("interval", value, Require.DAY);
      return this;
    }

    /**
     * Sets the shares of the candidate, one after the other; the last one stays.
     *
     * @param intervals how long each of them stays, at least 1
     * @param basisPoints at least one, each in [0, 10000]; default 1000
     * @return this builder
     * @throws IllegalArgumentException if there are none or a number is out of range
     */
    public Builder shares(int intervals, int... basisPoints) {
      if (basisPoints.length == 0) {
        throw new IllegalArgumentException("shares must be at least one, but were none");
      }
      intervalsPerShare = (int) Require.between("intervals", intervals, 1, Integer.MAX_VALUE);
      List<Integer> all = new ArrayList<>();
      for (int share : basisPoints) {
        all.add((int) Require.between("share", share, 0, BasisPoints.WHOLE));
      }
      shares = List.copyOf(all);
      return this;
    }

    /**
     * Sets how many live requests come with a key.
     *
     * @param part in [0, 1]; default 0
     * @return this builder
     * @throws IllegalArgumentException if the part is out of range
     */
    public Builder sticky(double part) {
      sticky = Require.closed("sticky", part, 0, 1);
      return this;
    }

    /**
     * Sets how often sticky keys are drawn anew.
     *
     * @param intervals every so many, 0 for never, which is the default
     * @return this builder
     * @throws IllegalArgumentException if the number is below 0
     */
    public Builder redrawEvery(int intervals) {
      redrawEvery = (int) Require.between("redrawEvery", intervals, 0, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Sets what is seen in the shadow while the candidate has no share.
     *
     * @param perInterval how many pairs, in [0, 1000000]; default 0
     * @param agreeing how many of those in which both succeed agree, in [0, 1]
     * @return this builder
     * @throws IllegalArgumentException if a number is out of range
     */
    public Builder pairs(int perInterval, double agreeing) {
      pairs = (int) Require.between("pairs", perInterval, 0, 1_000_000);
      agreement = Require.closed("agreeing", agreeing, 0, 1);
      return this;
    }

    /**
     * Ends an increment with each failure of the candidate, as the engine does.
     *
     * @return this builder
     */
    public Builder cutShort() {
      cutShort = true;
      return this;
    }

    /**
     * Counts predicted scores by bin instead of predicted classes.
     *
     * @return this builder
     */
    public Builder predictingScores() {
      scores = true;
      return this;
    }

    /**
     * Begins to draw.
     *
     * @param seed decides all chance
     * @return the evidence, from the first interval on
     */
    public FakeEvidence seeded(long seed) {
      return new FakeEvidence(new Builder(this), seed);
    }

    private int share(long interval) {
      return shares.get((int) Math.min(shares.size() - 1L, interval / intervalsPerShare));
    }

    private int draw(long interval) {
      return redrawEvery == 0 ? 0 : (int) (interval / redrawEvery);
    }
  }
}
