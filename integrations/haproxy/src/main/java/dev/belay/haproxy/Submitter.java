package dev.belay.haproxy;

import dev.belay.TrafficSplit;
import dev.belay.target.SplitIntent;
import dev.belay.target.SubmitResult;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the map, one after the other, and knows its claim: the value that HAProxy was told last, and that it has had ever since as far
 * as anybody has seen. The claim is what a restart may put back, and nothing else is; it decides nothing about what is in force.
 *
 * <p>A claim ends when another one begins, and when somebody else's value is found. So a person's word is never overruled, and no
 * old split comes back after a newer one. Thread-safe.
 */
final class Submitter {

  private final RuntimeApi api;
  private final Backends backends;
  private @Nullable MapValue claim;
  private volatile Optional<MapValue> published = Optional.empty();
  private volatile Optional<String> candidate = Optional.empty();

  Submitter(RuntimeApi api, Backends backends) {
    this.api = api;
    this.backends = backends;
  }

  /** What a restart may put back. */
  Optional<MapValue> claim() {
    return published;
  }

  /** Who was the candidate in what was submitted last. */
  Optional<String> candidate() {
    return candidate;
  }

  synchronized SubmitResult submit(SplitIntent intent) {
    MapValue.Route route = backends.route(intent.split());
    MapValue before = claim;
    claim(null);
    candidate = route.candidate();
    RuntimeApi.Found found;
    long highest;
    try {
      found = api.read();
      Optional<MapValue> value = found.value();
      highest = Math.max(fence(value), fence(Optional.ofNullable(before)));
      Optional<SubmitResult> hindrance = hindrance(intent, found, before, highest);
      if (hindrance.isPresent()) {
        claim(before);
        return hindrance.get();
      }
      highest = Math.max(highest, intent.fence().orElse(0));
      boolean there = value.isPresent() && value.get().route().equals(route);
      if (there && highest == fence(value)) {
        // What the file says needs nobody to put it back.
        claim(value.get().isFromFile() ? null : value.get());
        return new SubmitResult.AlreadyInForce();
      }
      Optional<String> notReady = notReady(value, route, intent);
      if (notReady.isPresent()) {
        claim(before);
        return new SubmitResult.Busy(notReady.get());
      }
    } catch (RejectedException e) {
      // What is in force stays, and stays ours.
      claim(before);
      return new SubmitResult.Refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new SubmitResult.Busy("nothing was changed: " + e.getMessage());
    }
    return write(found, MapValue.after(found.value(), highest, route));
  }

  private static long fence(Optional<MapValue> value) {
    return value.map(MapValue::fence).orElse(0L);
  }

  /** Why the candidate cannot have more than it has. */
  private Optional<String> notReady(
      Optional<MapValue> before, MapValue.Route route, SplitIntent intent)
      throws IOException, RejectedException {
    Optional<String> story = Optional.empty();
    for (String backend : Backends.serving(route)) {
      // HAProxy says so if it has no such backend.
      Readiness readiness = Readiness.of(backend, api.servers(backend));
      int has = before.map(value -> value.route().share(backend)).orElse(0);
      boolean raised = route.candidate().equals(Optional.of(backend)) && route.share() > has;
      if (raised && !intent.urgent() && !readiness.ready()) {
        story = Optional.of("nothing was changed: " + readiness.detail());
      }
    }
    return story;
  }

  /** What HAProxy has from its file is nobody's word, and neither is what will be put right. */
  private Optional<SubmitResult> hindrance(
      SplitIntent intent, RuntimeApi.Found found, @Nullable MapValue claimed, long highest) {
    boolean nobodys = found
        .value()
        .map(value -> value.isFromFile() || (claimed != null && value.yieldsTo(claimed)))
        .orElse(false);
    Optional<TrafficSplit> word =
        nobodys ? Optional.empty() : Optional.of(backends.effective(found));
    return intent.hindrance(word, highest);
  }

  /**
   * Tells HAProxy again what it has forgotten, if it has forgotten it and nobody has said anything else.
   *
   * @param lost the claim that was found to be lost
   * @return what came of it, empty if there was nothing to tell
   */
  synchronized Optional<SubmitResult> tellAgain(MapValue lost) {
    if (!lost.equals(claim)) {
      return Optional.empty();
    }
    try {
      RuntimeApi.Found found = api.read();
      if (!found.value().map(value -> value.yieldsTo(lost)).orElse(false)) {
        return Optional.empty();
      }
      for (String backend : Backends.serving(lost.route())) {
        String unused = api.servers(backend);
      }
      return Optional.of(write(found, lost));
    } catch (RejectedException e) {
      claim(null);
      return Optional.of(new SubmitResult.Refused(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return Optional.of(new SubmitResult.Busy(String.valueOf(e.getMessage())));
    }
  }

  /** Ends a claim, since somebody else's value was found. */
  synchronized boolean giveUp(MapValue lost) {
    boolean ours = lost.equals(claim);
    if (ours) {
      claim(null);
    }
    return ours;
  }

  private SubmitResult write(RuntimeApi.Found found, MapValue value) {
    try {
      api.write(value, found.isAbsent());
    } catch (NotSentException e) {
      return new SubmitResult.Busy("nothing was changed: " + e.getMessage());
    } catch (RejectedException e) {
      return new SubmitResult.Refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // It may have arrived: if it has, it is ours.
      claim(value);
      return new SubmitResult.Unknown(String.valueOf(e.getMessage()));
    }
    claim(value);
    try {
      RuntimeApi.Found now = api.read();
      if (now.value().equals(Optional.of(value))) {
        return new SubmitResult.Accepted();
      }
      // A process that has no say any more was faster: it will be told again.
      claim(now.value().filter(other -> other.yieldsTo(value)).isPresent() ? value : null);
      return new SubmitResult.Conflict(
          "the map has " + now.values() + " right after it was set to " + value.text());
    } catch (RejectedException | IOException e) {
      return new SubmitResult.Unknown("it was told, but not read back: " + e.getMessage());
    }
  }

  private void claim(@Nullable MapValue value) {
    claim = value;
    published = Optional.ofNullable(value);
  }
}
