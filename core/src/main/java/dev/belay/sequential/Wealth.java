package dev.belay.sequential;

import java.util.Arrays;

/**
 * The wealth of a mixture of bets: one account per alternative, and the cash that is not bet yet.
 *
 * <p>Evidence is {@code sum of accounts + cash}. Cash that is bet only later starts a new e-process at that time, so an
 * effect that begins late is not held against everything that went well before. Weights are chosen from the past and
 * sum to at most 1, therefore the mixture is an e-process again.
 */
final class Wealth {

  /** Below this the cash is what rounding left over. */
  private static final double NO_CASH = 1e-12;

  private final double[] logAccounts;
  private double cash = 1;

  Wealth(int alternatives) {
    logAccounts = new double[alternatives];
    Arrays.fill(logAccounts, Double.NEGATIVE_INFINITY);
  }

  /** Bets {@code weight} of the initial wealth, evenly over the alternatives. */
  void bet(double weight) {
    if (!(weight > 0 && weight <= cash + NO_CASH)) {
      throw new IllegalArgumentException("weight must be in (0, " + cash + "], but was " + weight);
    }
    double logShare = Math.log(weight / logAccounts.length);
    for (int i = 0; i < logAccounts.length; i++) {
      logAccounts[i] = LogSpace.add(logAccounts[i], logShare);
    }
    cash -= weight;
    if (cash < NO_CASH) {
      cash = 0;
    }
  }

  void multiply(int alternative, double logFactor) {
    logAccounts[alternative] += logFactor;
  }

  double log() {
    return LogSpace.add(LogSpace.sum(logAccounts), Math.log(cash));
  }

  double logAccount(int alternative) {
    return logAccounts[alternative];
  }

  /** How many numbers {@link #save()} returns. */
  int saveLength() {
    return logAccounts.length + 1;
  }

  /** The accounts, then the cash. */
  double[] save() {
    return save(0);
  }

  /** The same, and room for {@code more} numbers after it. */
  double[] save(int more) {
    double[] saved = Arrays.copyOf(logAccounts, saveLength() + more);
    saved[logAccounts.length] = cash;
    return saved;
  }

  void restore(double[] saved) {
    restore(saved, 0);
  }

  /** Restores from the beginning of {@code saved}, which has {@code more} numbers after it. */
  void restore(double[] saved, int more) {
    Counts.length("saved", saved.length, saveLength() + more);
    System.arraycopy(saved, 0, logAccounts, 0, logAccounts.length);
    cash = saved[logAccounts.length];
  }
}
