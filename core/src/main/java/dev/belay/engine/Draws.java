package dev.belay.engine;

import dev.belay.recording.BucketRecorder;
import dev.belay.routing.RoutingTable;
import dev.belay.routing.StickyHash;
import org.jspecify.annotations.Nullable;

/**
 * Which draw of the sticky keys is in force, and what its buckets counted. A bucket of one draw holds other keys than the same
 * bucket of another, so each draw has recorders of its own; calls that complete after their draw are in no bucket that is
 * read. Used by the control thread alone.
 */
final class Draws {

  /** No draw was made before this process. */
  static final int NONE = -1;

  private final String salt;
  private final boolean anew;
  private Draw current;
  private @Nullable Draw staged;
  private @Nullable RoutingTable table;
  private boolean exposed;
  private int drawn;

  /** One draw, counted from 0, and the recorders of either version's buckets. */
  record Draw(int number, BucketRecorder stable, BucketRecorder candidate) {}

  /** Begins with the first draw, or after the last one of an earlier process. */
  Draws(String salt, boolean anew, int before) {
    this.salt = salt;
    this.anew = anew;
    this.exposed = before != NONE;
    this.drawn = Math.max(before, 0);
    this.current = new Draw(drawn, new BucketRecorder(), new BucketRecorder());
  }

  /** The number of the draw in force. */
  int number() {
    return current.number();
  }

  /** The draw of the next table: a new one if the policy asks for it and any key was on the candidate before. */
  Draw next(int share) {
    if (!anew) {
      return current;
    }
    if (exposed) {
      drawn++;
    }
    exposed |= share > 0;
    return new Draw(drawn, new BucketRecorder(), new BucketRecorder());
  }

  /** The first draw has the plan's salt, each later one its number as well. */
  long seed(Draw draw) {
    return StickyHash.seed(draw.number() == 0 ? salt : salt + "/" + draw.number());
  }

  /** Prepares a draw: it is in force as soon as its table is. */
  void stage(Draw draw, RoutingTable next) {
    staged = draw;
    table = next;
  }

  /** The draw to read, given the table in force. */
  Draw current(RoutingTable inForce) {
    Draw next = staged;
    if (next != null && inForce == table) {
      current = next;
      staged = null;
      table = null;
    }
    return current;
  }
}
