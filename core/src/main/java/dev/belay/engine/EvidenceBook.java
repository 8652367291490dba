package dev.belay.engine;

import dev.belay.ModelVersion;
import dev.belay.Route;
import dev.belay.evidence.ArmCounts;
import dev.belay.evidence.ArmEvidence;
import dev.belay.evidence.Assigned;
import dev.belay.evidence.BucketCounts;
import dev.belay.evidence.CallCounts;
import dev.belay.evidence.EvidenceIncrement;
import dev.belay.evidence.LatencyHistogram;
import dev.belay.evidence.PairCounts;
import dev.belay.recording.BucketRecorder;
import dev.belay.recording.CallRecorder;
import dev.belay.recording.InFlight;
import dev.belay.recording.VersionRecorder;
import dev.belay.routing.CreditedRoute;
import dev.belay.routing.RoutingTable;
import dev.belay.routing.Shadow;
import dev.belay.routing.Shield;
import dev.belay.routing.Tripwire;
import dev.belay.runtime.BelayRuntime;
import dev.belay.store.RolloutProgress;
import dev.belay.strategy.Hold;
import dev.belay.strategy.Phase;
import dev.belay.strategy.RolloutContext;
import dev.belay.strategy.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one attempt: makes the routes of each stage, and reads what they counted.
 *
 * <p>Recorders only grow. The book remembers what it has handed out and hands out the growth, so every completed call is in
 * exactly one increment, also when it completes long after its stage. Used by the control thread alone, but for what is
 * marked as safe from every thread.
 */
final class EvidenceBook {

  /** Longer than any token that a route has: such a text is not even looked up. */
  private static final int LONGEST_TOKEN = 1_000;

  private final RolloutContext context;
  private final Draws draws;
  private final Tripwire tripwire;
  private final @Nullable Shield shield;
  private final @Nullable Shadow shadow;
  private final Side stable;
  private final Side candidate;
  private final Map<String, Route> tokens = new ConcurrentHashMap<>();
  private final List<Assignment> assignments = new ArrayList<>();
  private final ReportedSplit reported;
  private int stages;
  private Instant readAt;
  private ArmCounts inStage;
  private ArmCounts stageBefore;
  private volatile PairCounts pairs;
  private final String tokenPrefix;
  private final boolean restarted;

  EvidenceBook(
      RolloutContext context,
      String salt,
      Tripwire tripwire,
      @Nullable Shield shield,
      BelayRuntime runtime,
      Gates gates,
      Beginning beginning,
      Instant now) {
    this.context = context;
    this.tokenPrefix = beginning.tokenPrefix();
    this.restarted = beginning.restarts() > 0;
    Optional<RolloutProgress> progress = beginning.progress();
    this.draws = new Draws(
        salt,
        context.policy().reassignEvery().isPresent(),
        progress.map(RolloutProgress::draw).orElse(Draws.NONE));
    this.pairs = progress.map(RolloutProgress::shadow).orElse(PairCounts.NONE);
    this.stageBefore = progress
        .filter(saved -> saved.phase() == beginning.state().phase()
            && saved.stage() == beginning.state().stage())
        .map(RolloutProgress::candidateInStage)
        .orElse(ArmCounts.NONE);
    this.inStage = stageBefore;
    this.reported = new ReportedSplit(context.policy().longestCall());
    this.tripwire = tripwire;
    this.shield = shield;
    this.shadow = context
        .policy()
        .shadow()
        .map(calls -> new Shadow(context.candidate(), calls, runtime, gates.candidate()))
        .orElse(null);
    this.stable = side(
        "stable",
        context.stable(),
        gates.stable(),
        progress.map(RolloutProgress::stable).orElse(ArmCounts.NONE));
    this.candidate = side(
        "candidate",
        context.candidate(),
        gates.candidate(),
        progress.map(RolloutProgress::candidate).orElse(ArmCounts.NONE));
    this.readAt = now;
  }

  /** How the random calls of one stage fell on the versions, as far as it has been read. */
  private static final class Assignment {

    private final int share;
    private long stable;
    private long candidate;

    Assignment(int share) {
      this.share = share;
    }

    Assigned grow(long stableNow, long candidateNow) {
      Assigned grown = new Assigned(share, stableNow - stable, candidateNow - candidate);
      stable = stableNow;
      candidate = candidateNow;
      return grown;
    }
  }

  /** One version's recorders, over all stages. */
  private static final class Side {

    private final ModelVersion version;
    private final InFlight inFlight;
    private final VersionRecorder random = new VersionRecorder();
    private final VersionRecorder sticky = new VersionRecorder();
    private final CreditedRoute preview;
    private final List<RoutingTable.Arm> arms = new CopyOnWriteArrayList<>();
    private final ArmCounts before;
    private ArmCounts read;

    Side(ModelVersion version, InFlight inFlight, CreditedRoute preview, ArmCounts before) {
      this.version = version;
      this.inFlight = inFlight;
      this.preview = preview;
      this.before = before;
      this.read = before;
    }

    /** With what earlier processes have counted. */
    ArmCounts total() {
      CallCounts random = before.random();
      CallCounts sticky = before.sticky();
      for (RoutingTable.Arm arm : arms) {
        random = random.plus(randomCounts(arm));
        sticky = sticky.plus(arm.sticky().recorder().counts());
      }
      return new ArmCounts(random, sticky);
    }

    ArmEvidence take(BucketRecorder buckets) {
      ArmCounts total = total();
      ArmCounts growth = total.minus(read);
      read = total;
      return new ArmEvidence(
          random.take(growth.random()),
          sticky.take(growth.sticky()),
          growth.sticky().requests() == 0 ? BucketCounts.NONE : buckets.take(),
          inFlight.count());
    }

    LatencyHistogram latencies() {
      return random.latencies().plus(sticky.latencies());
    }
  }

  /** Requests that ask for a version by its name are counted apart from everything else, and trip nothing. */
  private Side side(String role, ModelVersion version, InFlight inFlight, ArmCounts before) {
    String token = tokenPrefix + "preview/" + role;
    CreditedRoute preview =
        new CreditedRoute(version, token, new CallRecorder(null), inFlight, null, null, null);
    tokens.put(token, preview);
    return new Side(version, inFlight, preview, before);
  }

  /** Makes the table of a new stage, with recorders of its own. */
  RoutingTable openStage(int share) {
    if (stages++ > 0) {
      stageBefore = ArmCounts.NONE;
    }
    reported.newStage();
    assignments.add(new Assignment(share));
    stable.arms.add(arm(stable, "stable", null, null, share == 0 ? shadow : null));
    candidate.arms.add(arm(candidate, "candidate", tripwire, shield, null));
    return table(share);
  }

  /** Makes another table of the current stage, with its routes, for a new draw of the sticky keys. */
  RoutingTable redraw(int share) {
    return table(share);
  }

  private RoutingTable table(int share) {
    Draws.Draw draw = draws.next(share);
    RoutingTable table = RoutingTable.during(
        counting(stable, draw.stable()),
        counting(candidate, draw.candidate()),
        share,
        draws.seed(draw),
        tripwire);
    draws.stage(draw, table);
    return table;
  }

  private static RoutingTable.Arm counting(Side side, BucketRecorder buckets) {
    RoutingTable.Arm arm = side.arms.get(side.arms.size() - 1);
    return new RoutingTable.Arm(arm.random(), arm.sticky(), arm.reported(), arm.preview(), buckets);
  }

  private RoutingTable.Arm arm(
      Side side,
      String role,
      @Nullable Tripwire wire,
      @Nullable Shield cover,
      @Nullable Shadow copies) {
    return new RoutingTable.Arm(
        route(side, side.random, role + "/random", wire, cover, copies),
        route(side, side.sticky, role + "/sticky", wire, cover, copies),
        route(side, side.random, role + "/reported", wire, cover, null),
        side.preview,
        null);
  }

  private CreditedRoute route(
      Side side,
      VersionRecorder recorder,
      String kind,
      @Nullable Tripwire wire,
      @Nullable Shield cover,
      @Nullable Shadow copies) {
    String token = tokenPrefix + stages + "/" + kind;
    CreditedRoute route = new CreditedRoute(
        side.version, token, new CallRecorder(recorder), side.inFlight, wire, cover, copies);
    tokens.put(token, route);
    return route;
  }

  /** Closes the interval that began with the last reading, and was gathered under a table. */
  EvidenceIncrement read(RoutingTable inForce, Instant now, boolean steady) {
    Draws.Draw draw = draws.current(inForce);
    // The part before the whole: a stage never has more calls than its version.
    inStage = liveInStage();
    EvidenceIncrement increment = new EvidenceIncrement(
        context.attempt(),
        inForce.split().basisPoints(context.candidate()),
        readAt,
        now,
        stable.take(draw.stable()),
        candidate.take(draw.candidate()),
        assigned(),
        draw.number(),
        steady);
    readAt = now;
    PairCounts grown = shadow == null ? PairCounts.NONE : shadow.take();
    pairs = pairs.plus(grown);
    return increment.withShadow(grown);
  }

  /** Samples requests for the shadow while the candidate is ready and takes no traffic yet. */
  void shadowDuring(RolloutState state) {
    if (shadow == null) {
      return;
    }
    if (state.phase() == Phase.PREPARING && state.ready() && !state.holds(Hold.TARGET)) {
      shadow.open();
    } else {
      shadow.close();
    }
  }

  /** Calls of stable that have been read. */
  ArmCounts stable() {
    return stable.read;
  }

  /** Calls of the candidate that have been read. */
  ArmCounts candidate() {
    return candidate.read;
  }

  /** Calls of the candidate that were routed in the current stage and have been read. */
  ArmCounts candidateInStage() {
    return inStage;
  }

  /** How the random calls that completed since the last reading had been assigned, stage by stage. */
  private List<Assigned> assigned() {
    List<Assigned> grown = new ArrayList<>();
    for (int stage = 0; stage < assignments.size(); stage++) {
      Assigned assigned = assignments
          .get(stage)
          .grow(requests(stable.arms.get(stage)), requests(candidate.arms.get(stage)));
      if (assigned.stable() + assigned.candidate() > 0) {
        grown.add(assigned);
      }
    }
    if (!assignments.isEmpty()) {
      reported.read(readAt, reports(stable), reports(candidate));
      reported.take().ifPresent(grown::add);
    }
    return grown;
  }

  /** Calls of the current stage that were assigned elsewhere. */
  private static long reports(Side side) {
    return side.arms.get(side.arms.size() - 1).reported().recorder().counts().requests();
  }

  /** How the calls fell on the versions that a target elsewhere has assigned. */
  ReportedSplit reported() {
    return reported;
  }

  /** All calls that were assigned at random, here or elsewhere. */
  private static CallCounts randomCounts(RoutingTable.Arm arm) {
    return arm.random().recorder().counts().plus(arm.reported().recorder().counts());
  }

  /** Those that were assigned at random here. */
  private static long requests(RoutingTable.Arm arm) {
    return arm.random().recorder().counts().requests();
  }

  private ArmCounts liveInStage() {
    if (candidate.arms.isEmpty()) {
      return stageBefore;
    }
    RoutingTable.Arm arm = candidate.arms.get(candidate.arms.size() - 1);
    return stageBefore.plus(
        new ArmCounts(randomCounts(arm), arm.sticky().recorder().counts()));
  }

  /** All calls of stable up to now; safe from every thread. */
  ArmCounts stableNow() {
    return stable.total();
  }

  /** All calls of the candidate up to now; safe from every thread. */
  ArmCounts candidateNow() {
    return candidate.total();
  }

  /** Calls of the candidate that were asked for by its name; safe from every thread. */
  CallCounts previews() {
    return candidate.preview.recorder().counts();
  }

  /** The pairs that have been read; safe from every thread. */
  PairCounts pairs() {
    return pairs;
  }

  /** Sampled requests whose copy was never made; safe from every thread. */
  long droppedShadowCalls() {
    return shadow == null ? 0 : shadow.droppedCount();
  }

  /** Safe from every thread. */
  LatencyHistogram stableLatency() {
    return stable.latencies();
  }

  /** Safe from every thread. */
  LatencyHistogram candidateLatency() {
    return candidate.latencies();
  }

  /** The number of the draw of sticky keys in force. */
  int draw() {
    return draws.number();
  }

  /** Finds a route by its token; safe from every thread. */
  @Nullable
  Route find(String token) {
    if (token.length() > LONGEST_TOKEN) {
      return null;
    }
    Route route = tokens.get(token);
    return route == null && restarted && token.startsWith(context.rollout() + "/")
        ? ofEarlierProcess(token)
        : route;
  }

  /** A call that an earlier process routed at random counts as one that was routed elsewhere; one with a key is left out. */
  private @Nullable Route ofEarlierProcess(String token) {
    for (Side side : List.of(stable, candidate)) {
      String role = side == stable ? "/stable/" : "/candidate/";
      if (token.endsWith(role + "random") || token.endsWith(role + "reported")) {
        return side.arms.isEmpty() ? null : side.arms.get(0).reported();
      }
    }
    return null;
  }
}
