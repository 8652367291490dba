package dev.belay.recording;

import dev.belay.evidence.PairCounts;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts pairs in complete sets: all pairs that began in one period are counted when the last of them has ended. A slow failure
 * is then never missing from a set in which the fast answers are counted already, so where a reading falls has no part in what
 * it shows. Thread-safe; one reader at a time.
 */
public final class PairRecorder {

  private volatile Batch open = new Batch();
  private @Nullable Batch closing;

  /** A recorder with nothing in it. */
  public PairRecorder() {}

  /** The pairs that began in one period. */
  public static final class Batch {

    private final InFlight running = new InFlight();
    private final LongAdder pairs = new LongAdder();
    private final LongAdder onlyCandidateFailed = new LongAdder();
    private final LongAdder onlyStableFailed = new LongAdder();
    private final LongAdder bothFailed = new LongAdder();
    private final LongAdder compared = new LongAdder();
    private final LongAdder agreed = new LongAdder();

    private Batch() {}

    /**
     * Ends a pair with what came of it. The call on the candidate may still be running, if it is late.
     *
     * @param stableFailed whether stable failed
     * @param candidateFailed whether the candidate failed
     */
    public void end(boolean stableFailed, boolean candidateFailed) {
      pairs.increment();
      if (stableFailed && candidateFailed) {
        bothFailed.increment();
      } else if (stableFailed) {
        onlyStableFailed.increment();
      } else if (candidateFailed) {
        onlyCandidateFailed.increment();
      }
      running.end();
    }

    /**
     * Ends a pair of which both answers were compared.
     *
     * @param same whether they agree
     */
    public void endCompared(boolean same) {
      compared.increment();
      if (same) {
        agreed.increment();
      }
      end(false, false);
    }

    /** Ends a pair that says nothing: the candidate was never asked. */
    public void abandon() {
      running.end();
    }

    private PairCounts counts() {
      return new PairCounts(
          pairs.sum(),
          onlyCandidateFailed.sum(),
          onlyStableFailed.sum(),
          bothFailed.sum(),
          compared.sum(),
          agreed.sum());
    }
  }

  /**
   * Begins a pair.
   *
   * @return where it is to end, once
   */
  public Batch begin() {
    while (true) {
      Batch batch = open;
      if (batch.running.begin()) {
        return batch;
      }
      Thread.onSpinWait();
    }
  }

  /**
   * Reads the next complete set and closes the one after it.
   *
   * @return the pairs of the set, none if it is not complete yet
   */
  public PairCounts take() {
    Batch batch = closing;
    if (batch == null) {
      batch = open;
      // The new one first: whoever finds the old one closed finds the new one open.
      open = new Batch();
      batch.running.close();
      closing = batch;
    }
    if (batch.running.count() > 0) {
      return PairCounts.NONE;
    }
    closing = null;
    return batch.counts();
  }
}
