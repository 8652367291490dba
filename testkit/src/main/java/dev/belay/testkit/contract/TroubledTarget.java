package dev.belay.testkit.contract;

import dev.belay.TrafficSplit;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A target whose platform gets into one trouble, with what its contract says about each answer then. */
final class TroubledTarget {

  private static final int LOOKS = 20;

  private final OpenTarget target;
  private final Beginning beginning;
  private final Ending ending;

  /** Begins the trouble. */
  interface Beginning {

    void begin() throws Exception;
  }

  /** Ends the trouble. */
  interface Ending {

    void end() throws Exception;
  }

  TroubledTarget(OpenTarget target, Beginning beginning, Ending ending) {
    this.target = target;
    this.beginning = beginning;
    this.ending = ending;
  }

  OpenTarget target() {
    return target;
  }

  void begin() throws Exception {
    beginning.begin();
  }

  void end() throws Exception {
    ending.end();
  }

  /** What can be said of a change while nobody knows what became of it: busy, unknown, or an exception. */
  void requireDoubt(SplitIntent intent) {
    SubmitResult answer = answer(intent);
    boolean doubt = answer == null
        || answer instanceof SubmitResult.Unknown
        || answer instanceof SubmitResult.Busy;
    if (!doubt) {
      throw new AssertionError(
          intent.split() + " must be Unknown, or put off, while nobody knows what"
              + " became of it, but was " + answer);
    }
  }

  /** What must not be carried out now. */
  void requireNotTaken(SplitIntent intent) {
    SubmitResult answer = answer(intent);
    if (answer instanceof SubmitResult.Accepted || answer instanceof SubmitResult.AlreadyInForce) {
      throw new AssertionError(intent.split() + " must not be taken, but was " + answer);
    }
  }

  private @Nullable SubmitResult answer(SplitIntent intent) {
    try {
      return target.submit(intent);
    } catch (RuntimeException e) {
      // The engine takes an exception for Unknown.
      return null;
    }
  }

  private Optional<TrafficSplit> word() {
    try {
      return target.observe().effective();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** What was in force, or nothing, is told. */
  void requireNoOtherWord(TrafficSplit split) {
    Optional<TrafficSplit> word = word();
    if (word.isPresent() && !word.get().equals(split)) {
      throw new AssertionError(
          "nothing else than " + split + " may be told of, but was " + word.get());
    }
  }

  /** The split comes back in time, and nothing else is told of until then. */
  void requireBackWithoutAnotherWord(TrafficSplit split) throws Exception {
    for (int look = 0; look < LOOKS && word().isEmpty(); look++) {
      target.passOneOf(LOOKS);
    }
    requireNoOtherWord(split);
    target.requireInForce(split, "some time after the platform began anew");
  }

  void requireOnCandidate(String when) {
    TrafficSplit found = target.effective();
    if (!target.isAllOnCandidate(found)) {
      throw new AssertionError(when + ": everything must be on the candidate, but was " + found);
    }
  }

  /** Within the time that a split may take. */
  void requireReadiness(boolean ready) throws Exception {
    for (int look = 0; look < LOOKS && target.observe().candidateReady() != ready; look++) {
      target.passOneOf(LOOKS);
    }
    Observation found = target.observe();
    if (found.candidateReady() != ready) {
      throw new AssertionError("the candidate must be told to be " + (ready ? "ready" : "not ready")
          + ", but was told of as " + found);
    }
  }

  /** All texts that come out of the target while something is wanted, looked at, and taken back. */
  String everythingSaid() throws Exception {
    StringBuilder said = new StringBuilder(target.toString());
    for (int share : new int[] {target.half(), 0}) {
      say(said, () -> target.submit(target.split(share)));
      for (int look = 0; look < LOOKS; look++) {
        say(said, target::observe);
        target.passOneOf(LOOKS);
      }
    }
    return said.toString();
  }

  private static void say(StringBuilder said, Supplier<Object> question) {
    try {
      said.append('\n').append(question.get());
    } catch (RuntimeException e) {
      for (Throwable each = e; each != null; each = each.getCause()) {
        said.append('\n').append(each);
      }
    }
  }
}
