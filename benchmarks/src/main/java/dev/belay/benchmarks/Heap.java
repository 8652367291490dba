package dev.belay.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** The heap of this process. */
final class Heap {

  private Heap() {}

  /** Used heap, when collecting garbage makes it no smaller any more. */
  static long usedBytes() {
    long smallest = Long.MAX_VALUE;
    for (int same = 0; same < 3; ) {
      System.gc();
      LockSupport.parkNanos(50_000_000);
      long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      same = used < smallest ? 0 : same + 1;
      smallest = Math.min(smallest, used);
    }
    return smallest;
  }
}
