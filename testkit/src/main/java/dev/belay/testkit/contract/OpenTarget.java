package dev.belay.testkit.contract;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import dev.belay.target.Observation;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import dev.belay.target.TrafficTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** The target under test, told what the engine would tell it, with what its contract says about each answer. */
final class OpenTarget implements AutoCloseable {

  private static final int LOOKS = 20;
  private static final int OBSERVERS = 2;
  private static final int ROUNDS = 50;

  private final TrafficTarget target;
  private final Duration settleTime;
  private final Passing passing;
  private final ModelVersion stable;
  private final ModelVersion candidate;

  /** Lets time pass. */
  interface Passing {

    void pass(Duration time) throws Exception;
  }

  OpenTarget(
      TrafficTarget target,
      Duration settleTime,
      Passing passing,
      ModelVersion stable,
      ModelVersion candidate) {
    this.target = target;
    this.settleTime = settleTime;
    this.passing = passing;
    this.stable = stable;
    this.candidate = candidate;
  }

  TrafficSplit split(int share) {
    return TrafficSplit.between(stable, candidate, share);
  }

  TrafficTarget.Capabilities capabilities() {
    return Objects.requireNonNull(target.capabilities(), "capabilities must be told");
  }

  void requireCapabilities(TrafficTarget.Capabilities first) {
    if (!first.equals(capabilities())) {
      throw new AssertionError(
          "capabilities must always be " + first + ", but were then " + capabilities());
    }
  }

  /** Shares worth trying: the smallest two, about the half, the largest two. */
  List<Integer> shares() {
    Set<Integer> shares = new TreeSet<>();
    expressible().limit(2).forEach(shares::add);
    shares.add(half());
    expressible().filter(share -> share < BasisPoints.WHOLE).max().ifPresent(shares::add);
    shares.add(BasisPoints.WHOLE);
    return List.copyOf(shares);
  }

  /** The largest share up to the half, or the smallest one. */
  int half() {
    return expressible()
        .filter(share -> share <= BasisPoints.WHOLE / 2)
        .max()
        .orElse(expressible().min().orElse(BasisPoints.WHOLE));
  }

  private IntStream expressible() {
    return IntStream.rangeClosed(1, BasisPoints.WHOLE).filter(capabilities()::canExpress);
  }

  /** Shares right beside those that can be expressed. */
  List<Integer> inexpressible() {
    List<Integer> shares = new ArrayList<>();
    for (int share : shares()) {
      for (int beside : new int[] {share - 1, share + 1}) {
        if (beside > 0 && beside < BasisPoints.WHOLE && !capabilities().canExpress(beside)) {
          shares.add(beside);
        }
      }
    }
    return shares;
  }

  Observation observe() {
    Observation observation = Objects.requireNonNull(target.observe(), "observe must answer");
    Objects.requireNonNull(observation.effective(), "effective must be a split or empty");
    Objects.requireNonNull(observation.detail(), "detail must be a text");
    return observation;
  }

  /** What is in force, which a target must be able to tell while it is in no trouble. */
  TrafficSplit effective() {
    Observation observation = observe();
    return observation
        .effective()
        .orElseThrow(() -> new AssertionError(
            "a target in no trouble must tell what is in force, but told " + observation));
  }

  SubmitResult submit(TrafficSplit split) {
    return submit(SplitIntent.to(split));
  }

  SubmitResult submit(SplitIntent intent) {
    return Objects.requireNonNull(target.submit(intent), "submit must answer, of " + intent);
  }

  /** Submits what must be taken, or put off while the target is busy. */
  private boolean taken(SplitIntent intent) {
    TrafficSplit split = intent.split();
    SubmitResult answer = submit(intent);
    if (answer instanceof SubmitResult.AlreadyInForce) {
      requireInForce(split, "which it answered with AlreadyInForce");
    } else if (!(answer instanceof SubmitResult.Accepted || answer instanceof SubmitResult.Busy)) {
      throw new AssertionError(
          "a target in no trouble must take " + split + ", but answered " + answer);
    }
    return !(answer instanceof SubmitResult.Busy);
  }

  /** Submits what must be taken at once. */
  void requireTaken(TrafficSplit split) {
    if (!taken(SplitIntent.to(split))) {
      throw new AssertionError("what is in force, " + split
          + ", must be taken when it is submitted again, but the target was busy");
    }
  }

  /** Submits what may be put off, but must not be said to be in force if it is not. */
  void requireTrueAnswer(TrafficSplit split) {
    boolean unused = taken(SplitIntent.to(split));
  }

  /** Submits what must not be taken, since a process with a higher lease has been here. */
  void requireFenced(SplitIntent intent) {
    SubmitResult answer = submit(intent);
    if (!(answer instanceof SubmitResult.Refused)) {
      throw new AssertionError(
          intent + " must be Refused under a lease that was taken over, but was " + answer);
    }
  }

  /** Submits what must not be taken, since something else is in force than it is to take the place of. */
  void requireConflict(SplitIntent intent) {
    SubmitResult answer = submit(intent);
    if (!(answer instanceof SubmitResult.Conflict)) {
      throw new AssertionError(
          intent + " must be in Conflict with what is in force, but was " + answer);
    }
  }

  void requireRefused(TrafficSplit split) {
    SubmitResult answer = submit(split);
    if (!(answer instanceof SubmitResult.Refused refused)) {
      throw new AssertionError(split + " must be Refused, since it cannot be expressed by "
          + capabilities() + ", but was " + answer);
    }
    Objects.requireNonNull(refused.reason(), "a refusal must have a reason");
  }

  void requireInForce(TrafficSplit split, String when) {
    Optional<TrafficSplit> found = observe().effective();
    if (!found.equals(Optional.of(split))) {
      throw new AssertionError(when + ": " + split + " must be in force, but was "
          + found.map(TrafficSplit::toString).orElse("not told"));
    }
  }

  /** Brings a split into force as the engine does: submits it, and looks until it is there. */
  void bring(TrafficSplit split) throws Exception {
    bring(SplitIntent.to(split));
  }

  /** The same, by somebody's word, or in place of something. */
  void bring(SplitIntent intent) throws Exception {
    bring(intent, settleTime, false);
  }

  /** The same, but submits it again each time. */
  void bringInsisting(TrafficSplit split) throws Exception {
    bringInsisting(SplitIntent.to(split));
  }

  void bringInsisting(SplitIntent intent) throws Exception {
    bring(intent, settleTime, true);
  }

  /** Sends everything back to stable, in the time that the target has promised. */
  void retreat() throws Exception {
    bring(SplitIntent.to(split(0)).now(), capabilities().retreatTime(), false);
  }

  private void bring(SplitIntent intent, Duration limit, boolean insisting) throws Exception {
    TrafficSplit split = intent.split();
    Duration step = limit.dividedBy(LOOKS);
    boolean taken = taken(intent);
    for (int look = 0; !(taken && isInForce(split)); look++) {
      if (look == LOOKS) {
        throw new AssertionError(split + " must be in force within " + limit + ", but then "
            + (taken
                ? observe().effective().map(TrafficSplit::toString).orElse("nothing that is told")
                    + " was"
                : "it was not even taken"));
      }
      passing.pass(step);
      if (insisting || !taken) {
        taken |= taken(intent);
      }
    }
  }

  private boolean isInForce(TrafficSplit split) {
    return observe().effective().equals(Optional.of(split));
  }

  boolean isAllOnCandidate(TrafficSplit split) {
    return split.basisPoints(candidate) == BasisPoints.WHOLE;
  }

  /** Lets pass one of so many parts of the time that a split may take. */
  void passOneOf(int parts) throws Exception {
    passing.pass(settleTime.dividedBy(parts));
  }

  /** Closes the target in the middle, twice, and leaves it to another one to tell what is in force. */
  void closeTwice() {
    close();
    close();
  }

  @Override
  public String toString() {
    return target.toString();
  }

  /** Lets pass what anything may take that is still on its way. */
  void settle() throws Exception {
    passing.pass(settleTime);
  }

  /** Returns what was submitted last. */
  TrafficSplit submitWhileOthersObserve() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Threads.Task> tasks = new ArrayList<>();
    List<Integer> shares = shares();
    tasks.add(() -> {
      try {
        for (int round = 0; round < ROUNDS; round++) {
          requireTrueAnswer(split(shares.get(round % shares.size())));
        }
      } finally {
        over.set(true);
      }
    });
    for (int i = 0; i < OBSERVERS; i++) {
      tasks.add(() -> {
        while (!over.get()) {
          observe().effective().ifPresent(this::requireOfTheTwo);
        }
      });
    }
    Threads.run(tasks);
    return split(shares.get((ROUNDS - 1) % shares.size()));
  }

  private void requireOfTheTwo(TrafficSplit split) {
    int sum = split.basisPoints(stable) + split.basisPoints(candidate);
    if (sum != BasisPoints.WHOLE) {
      throw new AssertionError("what is in force must be a split of " + stable + " and " + candidate
          + ", but was " + split);
    }
  }

  @Override
  public void close() {
    Closing.close(target);
  }
}
