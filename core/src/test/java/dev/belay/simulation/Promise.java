package dev.belay.simulation;

/** How many errors a kept promise may show. */
final class Promise {

  private Promise() {}

  /**
   * The smallest count that a binomial number exceeds with a probability of at most {@code chance}.
   *
   * @param runs number of runs
   * @param level the promised error probability
   * @param chance how often a promise that is used up exactly may look broken
   */
  static long mostErrors(int runs, double level, double chance) {
    double logMass = runs * Math.log1p(-level);
    double logOdds = Math.log(level / (1 - level));
    double beyond = 1;
    for (int k = 0; k < runs; k++) {
      beyond -= Math.exp(logMass);
      if (beyond <= chance) {
        return k;
      }
      logMass += logOdds + Math.log((double) (runs - k) / (k + 1));
    }
    return runs;
  }
}
