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

  /** The accounts, then the cash. */
  double[] save() {
    double[] saved = Arrays.copyOf(logAccounts, logAccounts.length + 1);
    saved[logAccounts.length] = cash;
    return saved;
  }

  void restore(double[] saved) {
    if (saved.length != logAccounts.length + 1) {
      throw new IllegalArgumentException(
          "saved must have length " + (logAccounts.length + 1) + ", but was " + saved.length);
    }
    System.arraycopy(saved, 0, logAccounts, 0, logAccounts.length);
    cash = saved[logAccounts.length];
  }
}
