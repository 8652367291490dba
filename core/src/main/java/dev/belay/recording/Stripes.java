package dev.belay.recording;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counters that many threads increment and few read.
 *
 * <p>Each counter exists once per stripe; a thread works on the stripe of its id, a reader adds all stripes. Stripes lie
 * apart by two cache lines, so that threads on different stripes do not slow each other down, and the first stripe lies
 * apart from the array's own header for the same reason.
 *
 * <p>Rules of this class, which every request runs through:
 *
 * <ol>
 *   <li>One atomic add for one count: no lock, no loop, no allocation, no clock.
 *   <li>Of two counts, everything is read and computed before the first is added: a processor lets nothing overtake an atomic add.
 *   <li>A stripe is chosen by thread id, not by a {@code ThreadLocal}: nothing is left behind by a virtual thread.
 *   <li>Counters only grow. A reader takes differences of sums and needs no reset, so nothing is ever lost or counted twice.
 * </ol>
 *
 * <p>A sum is not one instant: it lies between the true value when reading began and the true value when it ended. The
 * atomic adds are sequentially consistent, which {@link InFlight} relies on.
 */
final class Stripes {

  /** Twice the processors, so that two busy threads rarely meet; bounded, because each histogram has as many. */
  private static final int COUNT =
      Math.min(32, 2 * Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

  private static final int LINE = 16;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] cells;
  private final int stride;

  Stripes(int counters) {
    stride = (counters + LINE - 1) / LINE * LINE;
    cells = new long[LINE + COUNT * stride];
  }

  void increment(int counter) {
    add(cells, at(stripe(), counter));
  }

  /** Increments a counter and one of others. */
  void increment(int counter, Stripes others, int other) {
    int stripe = stripe();
    long[] mine = cells;
    long[] theirs = others.cells;
    int first = at(stripe, counter);
    int second = others.at(stripe, other);
    add(mine, first);
    add(theirs, second);
  }

  private static int stripe() {
    return (int) Thread.currentThread().getId() & (COUNT - 1);
  }

  private int at(int stripe, int counter) {
    return LINE + stripe * stride + counter;
  }

  private static void add(long[] cells, int at) {
    long unused = (long) CELL.getAndAdd(cells, at, 1L);
  }

  long sum(int counter) {
    long sum = 0;
    for (int stripe = 0; stripe < COUNT; stripe++) {
      sum += (long) CELL.getVolatile(cells, at(stripe, counter));
    }
    return sum;
  }
}
