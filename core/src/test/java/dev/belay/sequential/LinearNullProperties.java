package dev.belay.sequential;

import static dev.belay.sequential.VectorFile.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** What holds for every table of counts. Letters are those of the porting checklist in docs/evidence.md. */
class LinearNullProperties {

  /** The counts of one interval. */
  record Interval(int trials, int events, int baseTrials, int baseEvents) {

    void feedTo(LinearNullTest test) {
      test.update(trials, events, baseTrials, baseEvents);
    }
  }

  /** A side, a ratio and an allowance. */
  record Null(boolean above, double ratio, double allowance) {

    LinearNullTest open() {
      LinearNullTest test =
          above ? LinearNullTest.above(ratio, allowance) : LinearNullTest.below(ratio, allowance);
      test.start(1);
      return test;
    }
  }

  @Provide
  Arbitrary<Interval> intervals() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1_000_000),
            Arbitraries.integers().between(0, 1_000_000),
            Arbitraries.doubles().between(0, 1).ofScale(6),
            Arbitraries.doubles().between(0, 1).ofScale(6))
        .as((n, m, q, p) -> new Interval(n, (int) (n * q), m, (int) (m * p)));
  }

  @Provide
  Arbitrary<List<Interval>> runs() {
    return intervals().list().ofMinSize(1).ofMaxSize(8);
  }

  @Provide
  Arbitrary<Null> nulls() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.doubles().between(.05, 100).ofScale(6),
            Arbitraries.of(0.0, .0001, .001, .05))
        .as(Null::new);
  }

  @Property(tries = 300)
  @Label("(b) an interval with an empty arm, or none at all, changes nothing")
  void keepsItsEvidenceOverAnEmptyInterval(
      @ForAll("nulls") Null hypothesis,
      @ForAll("runs") List<Interval> run,
      @ForAll @IntRange(min = 0, max = 1000) int trials) {
    LinearNullTest test = hypothesis.open();
    run.forEach(interval -> interval.feedTo(test));
    double[] before = test.save();
    test.update(0, 0, 0, 0);
    test.update(trials, .5 * trials, 0, 0);
    test.update(0, 0, trials, trials);
    assertArrayEquals(before, test.save());
  }

  @Property(tries = 500)
  @Label(
      "(c) above: evidence grows with the arm's events and falls with the base's; below: the reverse")
  void isMonotoneInTheEvents(
      @ForAll boolean above,
      @ForAll @Scale(6) @DoubleRange(min = .05, max = 100) double ratio,
      @ForAll("runs") List<Interval> run,
      @ForAll("intervals") Interval last) {
    Assume.that(last.trials() > last.events() && last.baseTrials() > last.baseEvents());
    Null hypothesis = new Null(above, ratio, 0);
    double now = after(hypothesis, run, last);
    double moreEvents = after(
        hypothesis,
        run,
        new Interval(last.trials(), last.events() + 1, last.baseTrials(), last.baseEvents()));
    double moreBaseEvents = after(
        hypothesis,
        run,
        new Interval(last.trials(), last.events(), last.baseTrials(), last.baseEvents() + 1));
    double sign = above ? 1 : -1;
    double rounding = 1e-8 * (1 + Math.abs(now));
    assertTrue(sign * (moreEvents - now) >= -rounding, now + " -> " + moreEvents);
    assertTrue(sign * (now - moreBaseEvents) >= -rounding, now + " -> " + moreBaseEvents);
  }

  private static double after(Null hypothesis, List<Interval> run, Interval last) {
    LinearNullTest test = hypothesis.open();
    run.forEach(interval -> interval.feedTo(test));
    last.feedTo(test);
    return test.logEvidence();
  }

  @Property(tries = 300)
  @Label("(d) cutting an interval in the same proportion of the arms changes nothing")
  void addsUpOverAnIntervalThatIsCut(
      @ForAll("nulls") Null hypothesis,
      @ForAll @IntRange(min = 1, max = 1000) int trials,
      @ForAll @IntRange(min = 1, max = 1000) int baseTrials,
      @ForAll @IntRange(min = 1, max = 9) int first,
      @ForAll @IntRange(min = 1, max = 9) int second,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double rate) {
    Interval a = part(first, trials, baseTrials, rate);
    Interval b = part(second, trials, baseTrials, 1 - rate);
    LinearNullTest cut = hypothesis.open();
    a.feedTo(cut);
    b.feedTo(cut);
    LinearNullTest whole = hypothesis.open();
    new Interval(
            a.trials() + b.trials(),
            a.events() + b.events(),
            a.baseTrials() + b.baseTrials(),
            a.baseEvents() + b.baseEvents())
        .feedTo(whole);
    assertNear(whole.logEvidence(), cut.logEvidence(), 1e-9, "evidence");
  }

  private static Interval part(int times, int trials, int baseTrials, double rate) {
    int n = times * trials;
    int m = times * baseTrials;
    return new Interval(n, (int) (n * rate), m, (int) (m * rate * rate));
  }

  @Property(tries = 200)
  @Label("(g) a test that is saved and restored at any cut goes on as if nothing had happened")
  void goesOnWhereItWasSaved(@ForAll("nulls") Null hypothesis, @ForAll("runs") List<Interval> run) {
    LinearNullTest straight = hypothesis.open();
    run.forEach(interval -> interval.feedTo(straight));
    for (int cut = 0; cut <= run.size(); cut++) {
      LinearNullTest before = hypothesis.open();
      run.subList(0, cut).forEach(interval -> interval.feedTo(before));
      LinearNullTest after = hypothesis.above()
          ? LinearNullTest.above(hypothesis.ratio(), hypothesis.allowance())
          : LinearNullTest.below(hypothesis.ratio(), hypothesis.allowance());
      after.restore(before.save());
      run.subList(cut, run.size()).forEach(interval -> interval.feedTo(after));
      assertEquals(straight.logEvidence(), after.logEvidence());
    }
  }

  @Property(tries = 1000)
  @Label("evidence is a number for every table, up to a billion of trials and everything failing")
  void isNeverNaN(
      @ForAll("nulls") Null hypothesis,
      @ForAll @IntRange(min = 0, max = 9) int magnitude,
      @ForAll @IntRange(min = 0, max = 9) int baseMagnitude,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double rate,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double baseRate) {
    LinearNullTest test = hypothesis.open();
    double n = Math.pow(10, magnitude);
    double m = Math.pow(10, baseMagnitude);
    for (double q : new double[] {0, rate, 1}) {
      for (double p : new double[] {0, baseRate, 1}) {
        test.update(n, n * q, m, m * p);
        assertTrue(Double.isFinite(test.logEvidence()), "after " + q + " and " + p);
      }
    }
  }
}
