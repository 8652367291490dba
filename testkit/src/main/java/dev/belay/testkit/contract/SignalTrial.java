package dev.belay.testkit.contract;

import dev.belay.evidence.EvidenceIncrement;
import dev.belay.health.Assessment;
import dev.belay.health.HealthSignal;
import dev.belay.health.MonitorState;
import dev.belay.health.SignalContext;
import dev.belay.health.SignalMonitor;
import dev.belay.health.Verdict;
import dev.belay.testkit.FakeEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A signal in one kind of rollout, with what its contract says about what its monitors do. */
final class SignalTrial {

  private static final int LENGTH = 80;
  private static final double ROUNDING = 1e-9;
  private static final MonitorState FOREIGN =
      new MonitorState("somebody-else/7", List.of(1.0, 2.0, 3.0));

  private final HealthSignal signal;
  private final SignalContext context;

  SignalTrial(HealthSignal signal, SignalContext context) {
    this.signal = signal;
    this.context = context;
  }

  /** Draws as much evidence as tells something. */
  List<EvidenceIncrement> draw(FakeEvidence.Builder builder, long seed) {
    FakeEvidence evidence = source(builder, seed);
    List<EvidenceIncrement> increments = new ArrayList<>();
    for (int i = 0; i < LENGTH; i++) {
      increments.add(evidence.next());
    }
    return increments;
  }

  /** Evidence that fits the rollout: keys are drawn anew only where they are. */
  FakeEvidence source(FakeEvidence.Builder builder, long seed) {
    return builder.redrawEvery(context.reassigned() ? 5 : 0).seeded(seed);
  }

  SignalContext context() {
    return context;
  }

  SignalMonitor open() {
    return Objects.requireNonNull(signal.open(context), "open must return a monitor");
  }

  static Assessment assess(SignalMonitor monitor, EvidenceIncrement increment) {
    return Objects.requireNonNull(
        monitor.assess(increment), "assess must return an assessment, but returned null");
  }

  void requireTheSame(List<EvidenceIncrement> increments) {
    SignalMonitor first = open();
    SignalMonitor second = open();
    for (int i = 0; i < increments.size(); i++) {
      EvidenceIncrement increment = increments.get(i);
      requireEqual(
          "two monitors of the same evidence must say the same",
          i,
          assess(first, increment),
          assess(second, increment));
    }
  }

  void requireApart(List<EvidenceIncrement> own, List<EvidenceIncrement> others) {
    List<Assessment> alone = new ArrayList<>();
    SignalMonitor undisturbed = open();
    own.forEach(increment -> alone.add(assess(undisturbed, increment)));
    SignalMonitor monitor = open();
    SignalMonitor neighbour = open();
    for (int i = 0; i < own.size(); i++) {
      Assessment unused = assess(neighbour, others.get(i));
      requireEqual(
          "a monitor must not learn what another rollout has shown",
          i,
          alone.get(i),
          assess(monitor, own.get(i)));
    }
  }

  void requireNothingWithoutEvidence() {
    SignalMonitor monitor = open();
    EvidenceIncrement increment = Increments.silent(0, Instant.EPOCH, Duration.ofSeconds(1));
    for (int i = 0; i < LENGTH; i++) {
      Assessment assessment = assess(monitor, increment);
      boolean says = assessment.verdict() == Verdict.HEALTHY
          || assessment.verdict() == Verdict.UNHEALTHY
          || assessment.rollbackEvidence() > ROUNDING
          || assessment.promotionEvidence() > ROUNDING
          || assessment.harm() < 1;
      if (says) {
        throw new AssertionError(
            "without evidence a signal must be INSUFFICIENT or UNAVAILABLE, with"
                + " no evidence and a harm of 1, but was " + all(assessment));
      }
      // From the shadow through a share to hours without anything.
      int share = i < LENGTH / 4 ? 0 : 1_000;
      Duration duration = Duration.ofSeconds(i < LENGTH / 2 ? 1 : 3_600);
      increment = Increments.silent(share, increment.to(), duration);
    }
  }

  void requireNoHealthOfStableAlone(List<EvidenceIncrement> increments) {
    SignalMonitor monitor = open();
    for (EvidenceIncrement increment : increments) {
      Assessment assessment = assess(monitor, Increments.ofStableAlone(increment));
      if (assessment.verdict() == Verdict.HEALTHY) {
        throw new AssertionError(
            "without any call of the candidate it must not be healthy, but was " + all(assessment));
      }
    }
  }

  void requireNothingFromSilence(List<EvidenceIncrement> increments) {
    SignalMonitor monitor = open();
    for (EvidenceIncrement increment : increments) {
      Assessment before = assess(monitor, increment);
      if (increment.steady()) {
        Assessment after = assess(monitor, Increments.silent(increment));
        boolean same = near(before.rollbackEvidence(), after.rollbackEvidence())
            && near(before.promotionEvidence(), after.promotionEvidence());
        if (!same) {
          throw new AssertionError(
              "an interval in which nothing happened must change no evidence, but" + " "
                  + all(before) + " became " + all(after));
        }
      }
    }
  }

  private static boolean near(double one, double other) {
    return one == other || Math.abs(one - other) <= ROUNDING * (1 + Math.abs(one));
  }

  void requireLastingExplanations(List<EvidenceIncrement> increments) throws Exception {
    SignalMonitor read = open();
    SignalMonitor unread = open();
    List<String> atOnce = new ArrayList<>();
    List<Assessment> later = new ArrayList<>();
    for (EvidenceIncrement increment : increments) {
      Assessment assessment = assess(read, increment);
      if (assessment.reason().isBlank()) {
        throw new AssertionError(
            "reason must say something, but was '" + assessment.reason() + "'");
      }
      atOnce.add(explanation(assessment));
      later.add(assess(unread, increment));
    }
    List<String> elsewhere = Threads.<List<String>>all(
            List.of(() -> later.stream().map(SignalTrial::explanation).toList()))
        .get(0);
    for (int i = 0; i < atOnce.size(); i++) {
      if (!atOnce.get(i).equals(elsewhere.get(i))) {
        throw new AssertionError("an explanation that is read later must be that of its assessment,"
            + " but of increment " + (i + 1) + " "
            + Difference.between(atOnce.get(i), elsewhere.get(i)));
      }
    }
  }

  private static String explanation(Assessment assessment) {
    return assessment.reason() + " " + assessment.numbers();
  }

  void requireGoingOn(List<EvidenceIncrement> increments) {
    for (int at = 0; at < increments.size(); at += at < 6 ? 1 : 11) {
      SignalMonitor saved = open();
      increments.subList(0, at).forEach(increment -> {
        Assessment unused = assess(saved, increment);
      });
      SignalMonitor restored = open();
      restored.restore(throughText(saved.save()));
      for (int i = at; i < increments.size(); i++) {
        requireEqual(
            "a monitor that was saved and restored after " + at
                + " increments must go on as the one that was saved",
            i,
            assess(saved, increments.get(i)),
            assess(restored, increments.get(i)));
      }
    }
  }

  /** As a store may keep it. */
  private static MonitorState throughText(MonitorState state) {
    return new MonitorState(
        String.valueOf(state.format()),
        state.values().stream().map(value -> Double.valueOf(value.toString())).toList());
  }

  void requireUnchangedBySaving(List<EvidenceIncrement> increments) {
    SignalMonitor never = open();
    SignalMonitor often = open();
    for (int i = 0; i < increments.size(); i++) {
      EvidenceIncrement increment = increments.get(i);
      requireEqual(
          "saving after a whole interval must change nothing",
          i,
          assess(never, increment),
          assess(often, increment));
      if (increment.steady() && !often.save().equals(often.save())) {
        throw new AssertionError(
            "what is saved twice must be the same, but after increment " + (i + 1) + " it was not");
      }
    }
  }

  void requireKeepable(List<EvidenceIncrement> increments) {
    SignalMonitor monitor = open();
    String format = monitor.save().format();
    for (EvidenceIncrement increment : increments) {
      Assessment unused = assess(monitor, increment);
      MonitorState state = monitor.save();
      if (state.format().isBlank() || !state.format().equals(format)) {
        throw new AssertionError("format must say what the values mean and stay '" + format
            + "', but was '" + state.format() + "'");
      }
      if (state.values().stream().anyMatch(value -> value.isNaN())) {
        throw new AssertionError("values must be numbers, but were " + state);
      }
    }
  }

  void requireRefusalOfAnotherFormat(List<EvidenceIncrement> increments) {
    SignalMonitor monitor = open();
    increments.forEach(increment -> {
      Assessment unused = assess(monitor, increment);
    });
    if (monitor.save().equals(MonitorState.NONE)) {
      return;
    }
    try {
      open().restore(FOREIGN);
    } catch (IllegalArgumentException expected) {
      return;
    }
    throw new AssertionError("restore must refuse " + FOREIGN
        + " with an IllegalArgumentException, but took it for its own "
        + monitor.save().format());
  }

  void requireNoWaiting(List<EvidenceIncrement> increments) {
    SignalMonitor monitor = open();
    for (EvidenceIncrement increment : increments) {
      Thread.currentThread().interrupt();
      boolean noticed;
      try {
        Assessment unused = assess(monitor, increment);
      } finally {
        noticed = !Thread.interrupted();
      }
      if (noticed) {
        throw new AssertionError(
            "a signal that is not blocking must not wait, but it noticed that its"
                + " thread was interrupted");
      }
    }
  }

  void requireSomethingToSay(List<EvidenceIncrement> increments) {
    SignalMonitor monitor = open();
    for (int i = 0; i < increments.size(); i++) {
      try {
        Assessment assessment = assess(monitor, increments.get(i));
        if (assessment.reason().isBlank()) {
          throw new AssertionError("there must be a reason for " + assessment.verdict());
        }
        MonitorState unused = monitor.save();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "a signal must have something to say about whatever may come, but of "
                + increments.get(i) + " it threw " + e,
            e);
      }
    }
  }

  void requireTeachers(List<EvidenceIncrement> increments) {
    List<EvidenceIncrement> traffic =
        increments.stream().map(Increments::ofTrafficAlone).toList();
    List<EvidenceIncrement> shadow =
        increments.stream().map(Increments::ofShadowAlone).toList();
    requireTeacher("learnsFromTraffic", "live calls", signal.learnsFromTraffic(), traffic);
    requireTeacher("learnsFromShadow", "calls in the shadow", signal.learnsFromShadow(), shadow);
  }

  private void requireTeacher(
      String name, String calls, boolean claimed, List<EvidenceIncrement> increments) {
    SignalMonitor monitor = open();
    SignalMonitor untaught = open();
    boolean learns = false;
    for (EvidenceIncrement increment : increments) {
      Assessment taught = assess(monitor, increment);
      Assessment nothing = assess(
          untaught,
          Increments.silent(
              increment.share(),
              increment.from(),
              Duration.between(increment.from(), increment.to())));
      learns |= taught.verdict() != nothing.verdict()
          || taught.rollbackEvidence() != nothing.rollbackEvidence()
          || taught.promotionEvidence() != nothing.promotionEvidence()
          || taught.harm() != nothing.harm();
    }
    if (learns != claimed) {
      throw new AssertionError(name + " must be " + learns + ", since " + calls + " alone "
          + (learns ? "changed" : "did not change") + " what it says, but was " + claimed);
    }
  }

  void requireFewFalseAlarms(FakeEvidence.Builder alike, int runs) {
    new SignalRuns(this).requireFewFalseAlarms(alike, runs);
  }

  void requireCondemnation(FakeEvidence.Builder bad) {
    new SignalRuns(this).requireCondemnation(bad);
  }

  void requireFewFalsePasses(FakeEvidence.Builder bad, int runs) {
    new SignalRuns(this).requireFewFalsePasses(bad, runs);
  }

  private static void requireEqual(String rule, int index, Assessment expected, Assessment found) {
    if (!expected.equals(found)) {
      throw new AssertionError(
          rule + ", but at increment " + (index + 1) + ", " + Difference.between(expected, found));
    }
  }

  /** An assessment with its numbers. */
  static String all(Assessment assessment) {
    return assessment.verdict() + " (evidence " + assessment.rollbackEvidence() + " against and "
        + assessment.promotionEvidence() + " for the candidate, harm " + assessment.harm() + "): "
        + assessment.reason();
  }
}
