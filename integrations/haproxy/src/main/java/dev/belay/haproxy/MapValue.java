package dev.belay.haproxy;

import dev.belay.BasisPoints;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The value that divides the traffic: {@code [fence.]revision|stable|candidate|share}. One value, so that one command changes all of it at
 * one instant: who is stable, who is the candidate, and the candidate's share in basis points. The candidate is {@code -}, and the
 * share 0, where one backend is alone.
 *
 * <p>The revision is {@value #FROM_FILE} in the map file, and a number that rises with each write in what a target has written. So
 * whoever reads the value knows whether HAProxy has begun anew from its file. The fence is the highest lease under which anything
 * was written, and is left out if there was none.
 *
 * @param fence the highest lease under which it was written, 0 if there was none
 * @param revision which value of that target it is
 * @param route how the traffic is divided
 */
record MapValue(long fence, String revision, Route route) {

  /** The key of the value in the map. */
  static final String KEY = "split";

  /** The revision of the map file. */
  static final String FROM_FILE = "file";

  /**
   * What HAProxy and the target take for a value; anything else sends everything to the default backend. A share is at most 10 000.
   */
  static final String FORM =
      "^([0-9]{1,18}[.])?[A-Za-z0-9]+[|][A-Za-z0-9][A-Za-z0-9_.:-]*[|](-[|]0|[A-Za-z0-9][A-Za-z0-9_.:-]*[|]([0-9]{1,4}|10000))$";

  private static final Pattern VALID = Pattern.compile(FORM);
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final int PARTS = 4;
  private static final String NONE = "-";

  /**
   * How the traffic is divided over backends.
   *
   * @param stable the backend that takes the rest
   * @param candidate the backend that takes the share, if there is one
   * @param share the candidate's share in basis points
   */
  record Route(String stable, Optional<String> candidate, int share) {

    /** What a backend gets, in basis points. */
    int share(String backend) {
      if (candidate.equals(Optional.of(backend))) {
        return share;
      }
      return stable.equals(backend) ? BasisPoints.WHOLE - share : 0;
    }

    static Route all(String backend) {
      return new Route(backend, Optional.empty(), 0);
    }
  }

  /** Reads a value, empty if it is in another form. */
  static Optional<MapValue> parse(String text) {
    if (!VALID.matcher(text).matches()) {
      return Optional.empty();
    }
    String[] parts = text.split("[|]", PARTS);
    int dot = parts[0].indexOf('.');
    Optional<String> candidate = Optional.of(parts[2]).filter(name -> !name.equals(NONE));
    return Optional.of(new MapValue(
        dot < 0 ? 0 : Long.parseLong(parts[0].substring(0, dot)),
        parts[0].substring(dot + 1),
        new Route(parts[1], candidate, Integer.parseInt(parts[3]))));
  }

  static MapValue ofFile(String backend) {
    return new MapValue(0, FROM_FILE, Route.all(backend));
  }

  boolean isFromFile() {
    return revision.equals(FROM_FILE);
  }

  /** Whether this is nobody's word against a claim: HAProxy's file, or a process whose lease was taken over. */
  boolean yieldsTo(MapValue claim) {
    return isFromFile() || (fence > 0 && fence < claim.fence());
  }

  /** What is written next under a lease, or under none, which is 0. */
  static MapValue after(Optional<MapValue> before, long highest, Route next) {
    long number = before
        .map(MapValue::revision)
        .filter(revision -> NUMBER.matcher(revision).matches())
        .map(Long::parseLong)
        .orElse(0L);
    return new MapValue(highest, Long.toString(number + 1), next);
  }

  String text() {
    return (fence > 0 ? fence + "." : "") + revision + "|" + route.stable() + "|"
        + route.candidate().orElse(NONE) + "|" + route.share();
  }
}
