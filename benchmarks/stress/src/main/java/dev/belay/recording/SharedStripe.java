package dev.belay.recording;

/**
 * Puts both actors of a test on the same stripe of every counter.
 *
 * <p>A stripe is chosen by thread id, and jcstress makes the threads of its actors one right after the other, so that they would
 * always be on different stripes. A thread that is made here uses up ids until the next one has the same stripe, whatever the
 * number of stripes.
 */
final class SharedStripe extends InheritableThreadLocal<Boolean> {

  private static final SharedStripe HERE = new SharedStripe();
  private static final int MOST_STRIPES = 32;

  private SharedStripe() {}

  /** Called by the constructor of a state, on the thread that makes the threads of the actors after it. */
  static void arrange() {
    if (HERE.get() == null) {
      HERE.set(true);
    }
  }

  @Override
  protected Boolean childValue(Boolean arranged) {
    for (int id = 1; id < MOST_STRIPES; id++) {
      // Never started; only its id counts.
      new Thread(null, null, "unused", 0, false);
    }
    return arranged;
  }
}
