package dev.belay.testkit.jqwik;

import dev.belay.BasisPoints;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.Assigned;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.PairCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** The evidence of a rollout, interval after interval, as the recorders would hand it out. */
final class Increments {

  private static final int MOST_INTERVALS = 20;
  private static final int BASIS_POINTS_PER_BUCKET = BasisPoints.WHOLE / BucketCounts.BUCKETS;

  private Increments() {}

  /** What becomes of the share at the beginning of an interval. */
  private enum Move {
    STAY,
    RISE,
    RETREAT
  }

  /**
   * The calls that complete in an interval.
   *
   * @param random calls of both versions that are assigned at random in it
   * @param strayed the part of them that falls on the candidate, empty if that is its share
   * @param late calls of both that were assigned at the share before
   * @param reported calls of both that were assigned elsewhere, and of which only the version is known
   * @param sticky calls of both that are assigned by a key
   * @param stickyLate the part of them that belongs to an earlier draw
   */
  private record Calls(
      long random,
      Optional<Double> strayed,
      long late,
      long reported,
      long sticky,
      double stickyLate) {}

  /** One interval, wherever in the rollout it comes. */
  private record Interval(
      Duration length,
      Move move,
      int rise,
      boolean cutShort,
      boolean redrawn,
      Calls calls,
      PairCounts pairs,
      Arms arms) {}

  /** How both versions behave. */
  private record Arms(ArmDraw stable, ArmDraw candidate) {}

  static Arbitrary<List<EvidenceIncrement>> sequences() {
    return Numbers.whole(Combinators.combine(
            Numbers.attempts(),
            Numbers.instants(),
            Numbers.either(),
            intervals().list().ofMaxSize(MOST_INTERVALS))
        .as((attempt, start, anew, intervals) -> {
          Book book = new Book(attempt, start, anew);
          return intervals.stream().map(book::next).toList();
        }));
  }

  /** The last of a few: so it may have a share, and calls from the one before. */
  static Arbitrary<EvidenceIncrement> all() {
    return Numbers.whole(Combinators.combine(
            Numbers.attempts(),
            Numbers.instants(),
            Numbers.either(),
            intervals().list().ofMinSize(1).ofMaxSize(4))
        .as((attempt, start, anew, intervals) -> {
          Book book = new Book(attempt, start, anew);
          intervals.subList(0, intervals.size() - 1).forEach(book::next);
          return book.next(intervals.get(intervals.size() - 1));
        }));
  }

  private static Arbitrary<Interval> intervals() {
    return Numbers.whole(Combinators.combine(
            Numbers.durations(Duration.ZERO, Numbers.HOUR),
            Arbitraries.frequency(
                Tuple.of(4, Move.STAY), Tuple.of(3, Move.RISE), Tuple.of(1, Move.RETREAT)),
            rises(),
            Numbers.either(),
            Numbers.either(),
            calls(),
            Counts.pairs(),
            Combinators.combine(ArmDraw.all(), ArmDraw.all()).as(Arms::new))
        .as(Interval::new));
  }

  private static Arbitrary<Integer> rises() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Numbers.basisPoints()), Tuple.of(1, Arbitraries.just(BasisPoints.WHOLE)));
  }

  private static Arbitrary<Calls> calls() {
    Arbitrary<Long> few = Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.just(0L)), Tuple.of(1, Arbitraries.longs().between(0, 100)));
    return Combinators.combine(
            Numbers.requests(),
            Numbers.parts().optional(.2),
            few,
            few,
            Numbers.requests(),
            Numbers.between(0, 1))
        .as(Calls::new);
  }

  /** Where the evidence stands. Used by one thread. */
  private static final class Book {

    private final int attempt;
    private final boolean anew;
    private Instant now;
    private int share;
    private int shareBefore;
    private boolean exposed;
    private boolean retreated;
    private int draw;

    Book(int attempt, Instant start, boolean anew) {
      this.attempt = attempt;
      this.now = start;
      this.anew = anew;
    }

    EvidenceIncrement next(Interval interval) {
      boolean wasExposed = exposed;
      boolean moved = move(interval);
      if (anew && wasExposed && (moved || interval.redrawn())) {
        draw++;
      }
      Calls calls = interval.calls();
      PairCounts pairs = exposed ? PairCounts.NONE : interval.pairs();
      long candidate = ofCandidate(calls);
      long late = shareBefore != share ? calls.late() : 0;
      long lateCandidate = part(late, shareBefore);
      long stickyCandidate = part(calls.sticky(), share);
      ArmEvidence ofStable = interval
          .arms()
          .stable()
          .of(
              calls.random() - candidate + late - lateCandidate + calls.reported(),
              pairs.stable(),
              calls.sticky() - stickyCandidate,
              late(calls, calls.sticky() - stickyCandidate),
              share / BASIS_POINTS_PER_BUCKET,
              BucketCounts.BUCKETS);
      ArmEvidence ofCandidate = interval
          .arms()
          .candidate()
          .of(
              candidate + lateCandidate + (exposed ? calls.reported() : 0),
              CallCounts.NONE,
              stickyCandidate,
              late(calls, stickyCandidate),
              0,
              (share + BASIS_POINTS_PER_BUCKET - 1) / BASIS_POINTS_PER_BUCKET);
      Instant from = now;
      now = now.plus(interval.length());
      return new EvidenceIncrement(
          attempt,
          share,
          from,
          now,
          ofStable,
          ofCandidate,
          assigned(
              new Assigned(share, calls.random() - candidate + pairs.pairs(), candidate),
              new Assigned(shareBefore, late - lateCandidate, lateCandidate)),
          draw,
          ofCandidate.counts().all().failures() == 0 || !interval.cutShort(),
          pairs);
    }

    /** The share rises until it falls to nothing, and never again in the attempt. */
    private boolean move(Interval interval) {
      int next = switch (interval.move()) {
        case STAY -> share;
        case RISE -> retreated ? share : Math.min(BasisPoints.WHOLE, share + interval.rise());
        case RETREAT -> exposed ? 0 : share;
      };
      if (next == share) {
        return false;
      }
      shareBefore = share;
      share = next;
      retreated |= next == 0;
      exposed = true;
      return true;
    }

    private long ofCandidate(Calls calls) {
      boolean divided = share > 0 && share < BasisPoints.WHOLE;
      return calls
          .strayed()
          .filter(strayed -> divided)
          .map(strayed -> Math.round(calls.random() * strayed))
          .orElse(part(calls.random(), share));
    }

    /** Rounded up, so that a failing example needs no more than one call of the candidate. */
    private static long part(long calls, int share) {
      return (calls * share + BasisPoints.WHOLE - 1) / BasisPoints.WHOLE;
    }

    /** How many sticky calls belong to the draw before. */
    private long late(Calls calls, long sticky) {
      return draw == 0 ? 0 : Math.round(sticky * calls.stickyLate());
    }

    private static List<Assigned> assigned(Assigned... parts) {
      List<Assigned> assigned = new ArrayList<>();
      for (Assigned part : parts) {
        if (part.stable() + part.candidate() > 0) {
          assigned.add(part);
        }
      }
      return assigned;
    }
  }

  /** Of one version by itself, of any buckets. */
  static Arbitrary<ArmEvidence> arms() {
    Arbitrary<Long> sticky =
        Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(0L)), Tuple.of(1, Numbers.requests()));
    return Combinators.combine(ArmDraw.all(), Numbers.requests(), sticky, Numbers.parts())
        .as((drawn, random, keyed, late) -> drawn.of(
            random, CallCounts.NONE, keyed, Math.round(keyed * late), 0, BucketCounts.BUCKETS));
  }
}
