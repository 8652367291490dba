package dev.belay.haproxy;

import dev.belay.TrafficSplit;
import dev.belay.target.Observation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads what is in force, and whether the candidate could take traffic. Changes nothing. Thread-safe. */
final class Observer {

  private final RuntimeApi api;
  private final Backends backends;
  private final Submitter submitter;

  Observer(RuntimeApi api, Backends backends, Submitter submitter) {
    this.api = api;
    this.backends = backends;
    this.submitter = submitter;
  }

  Observation observe() {
    try {
      // The claim first: one that begins meanwhile cannot make an older value look lost.
      Optional<MapValue> claim = submitter.claim();
      RuntimeApi.Found found = api.read();
      Readiness candidate = readiness(found.value());
      return new Observation(
          effective(claim, found), candidate.ready(), story(claim, found) + candidate.detail());
    } catch (RejectedException | IOException e) {
      return new Observation(Optional.empty(), false, String.valueOf(e.getMessage()));
    }
  }

  private Optional<TrafficSplit> effective(Optional<MapValue> claim, RuntimeApi.Found found) {
    return isLost(claim, found) ? Optional.empty() : Optional.of(backends.effective(found));
  }

  /** HAProxy has begun anew from its file, or has heard a process that has no say any more, and will be told again. */
  private static boolean isLost(Optional<MapValue> claim, RuntimeApi.Found found) {
    return claim.isPresent()
        && !claim.equals(found.value())
        && found.value().map(value -> value.yieldsTo(claim.get())).orElse(false);
  }

  private static String story(Optional<MapValue> claim, RuntimeApi.Found found) {
    if (isLost(claim, found)) {
      boolean anew = found.value().map(MapValue::isFromFile).orElse(false);
      return "HAProxy has " + (anew ? "begun anew" : "heard a process that was taken over")
          + ": it has " + found.values() + " and is told "
          + claim.map(MapValue::text).orElse("nothing") + " again; ";
    }
    return "map " + found.values() + "; ";
  }

  private Readiness readiness(Optional<MapValue> value) throws IOException, RejectedException {
    Optional<String> candidate =
        value.flatMap(known -> known.route().candidate()).or(submitter::candidate);
    if (candidate.isPresent()) {
      return readiness(candidate.get());
    }
    String inForce = value.map(known -> known.route().stable()).orElse(backends.live());
    List<String> others =
        backends.names().stream().filter(name -> !name.equals(inForce)).toList();
    Readiness last = new Readiness(false, "there is no candidate beside " + inForce);
    for (String other : others) {
      last = readiness(other);
      if (last.ready()) {
        return last;
      }
    }
    return last;
  }

  private Readiness readiness(String backend) throws IOException {
    try {
      return Readiness.of(backend, api.servers(backend));
    } catch (RejectedException e) {
      return new Readiness(false, String.valueOf(e.getMessage()));
    }
  }
}
