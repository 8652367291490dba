package dev.belay.sequential;

/**
 * How much more the event rates of clusters of trials differ than independent trials would: within an interval, and
 * persistently. A cluster always falls on the same arm; those given here are clusters of the base arm.
 *
 * <p>With {@code k, n} events and trials of a cluster in an interval and {@code P} the rate of all of them in it, and with
 * {@code K, N} events and trials of a cluster in all intervals and {@code R} the rate of all of them:
 *
 * <pre>
 *   phi   = max(1, sum of (k - P n)^2 / sum of k)                 over all intervals and clusters
 *   tau^2 = max(0, sum of (K - R N)^2 - phi sum of K) / (B - 1) / (mean(N) R)^2 * (1 / A + 1 / B)
 * </pre>
 *
 * <p>with {@code B} base clusters that ever had a trial, and {@code A} clusters of the arm.
 *
 * <p><strong>What it is for.</strong> Dividing the increments of a test by {@code phi} of the <em>past</em> intervals guards
 * against bursts: exactly, if no cluster has more than {@code phi} events in an interval. The persistent part does not
 * average out with time: the logarithm of the ratio of two arms that are equal has about the standard deviation
 * {@code tau}, so ratios below {@code exp(z tau)} cannot be told from chance.
 *
 * <p><strong>What it does not cover.</strong> Both are approximations, by second moments and a normal distribution, for
 * events that are many enough; {@code tau} needs about 30 clusters on each side. Derivation in {@code docs/evidence.md}.
 *
 * <p>An update passes twice over the clusters and allocates nothing. Not thread-safe.
 */
public final class ClusterNoise {

  /** Events before a dispersion is believed. */
  static final double FEWEST_EVENTS = 20;

  private static final int NUMBERS = 2;

  private final double[] trials;
  private final double[] events;
  private double squares;
  private double allEvents;

  /**
   * Nothing is known yet.
   *
   * @param clusters the number of clusters, at least 1
   * @throws IllegalArgumentException if there is none
   */
  public ClusterNoise(int clusters) {
    if (clusters < 1) {
      throw new IllegalArgumentException("clusters must be at least 1, but was " + clusters);
    }
    trials = new double[clusters];
    events = new double[clusters];
  }

  /**
   * Takes the counts of one interval. Clusters of other arms have no trials here.
   *
   * @param trials trials of each cluster, at least 0
   * @param events events of each cluster, in [0, trials]
   * @throws IllegalArgumentException if a length or a count is outside its range
   */
  public void update(long[] trials, long[] events) {
    double intervalTrials = Counts.total("trials", trials, this.trials.length);
    double intervalEvents = Counts.total("events", events, this.trials.length);
    for (int i = 0; i < trials.length; i++) {
      if (events[i] > trials[i]) {
        throw new IllegalArgumentException("events must be in [0, trials = " + trials[i]
            + "], but was " + events[i] + " at index " + i);
      }
    }
    if (intervalTrials == 0) {
      return;
    }
    double rate = intervalEvents / intervalTrials;
    for (int i = 0; i < trials.length; i++) {
      double off = events[i] - rate * trials[i];
      squares += off * off;
      this.trials[i] += trials[i];
      this.events[i] += events[i];
    }
    allEvents += intervalEvents;
  }

  /**
   * Returns the dispersion within intervals. It includes the last update: ask before it to divide its increment.
   *
   * @return {@code phi}, at least 1; 1 until there were 20 events
   */
  public double dispersion() {
    return allEvents < FEWEST_EVENTS ? 1 : Math.max(1, squares / allEvents);
  }

  /**
   * Returns the standard deviation that lasting differences between clusters give to the logarithm of the ratio of two arms.
   *
   * @param armClusters clusters of the arm, above 0
   * @return {@code tau}; 0 while there is no event, positive infinity with fewer than two base clusters
   * @throws IllegalArgumentException if there is no cluster
   */
  public double persistent(double armClusters) {
    Counts.aboveZero("armClusters", armClusters);
    return persistent(armClusters, dispersion());
  }

  double persistent(double armClusters, double dispersion) {
    int clusters = 0;
    double allTrials = 0;
    for (double count : trials) {
      clusters += count > 0 ? 1 : 0;
      allTrials += count;
    }
    if (clusters < 2) {
      return Double.POSITIVE_INFINITY;
    }
    if (allEvents == 0) {
      return 0;
    }
    double rate = allEvents / allTrials;
    double sum = 0;
    for (int i = 0; i < trials.length; i++) {
      double off = events[i] - rate * trials[i];
      sum += off * off;
    }
    double excess = Math.max(0, sum - dispersion * allEvents) / (clusters - 1);
    double perCluster = allEvents / clusters;
    return Math.sqrt(excess * (1 / armClusters + 1.0 / clusters)) / perCluster;
  }

  double squares() {
    return squares;
  }

  /**
   * Returns what has been accumulated, for {@link #restore}.
   *
   * @return a copy
   */
  public double[] save() {
    int clusters = trials.length;
    double[] saved = new double[2 * clusters + NUMBERS];
    System.arraycopy(trials, 0, saved, 0, clusters);
    System.arraycopy(events, 0, saved, clusters, clusters);
    saved[2 * clusters] = squares;
    saved[2 * clusters + 1] = allEvents;
    return saved;
  }

  /**
   * Goes on where the noise of as many clusters was saved.
   *
   * @param saved what {@link #save} returned
   * @throws IllegalArgumentException if it has another length
   */
  public void restore(double[] saved) {
    int clusters = trials.length;
    Counts.length("saved", saved.length, 2 * clusters + NUMBERS);
    System.arraycopy(saved, 0, trials, 0, clusters);
    System.arraycopy(saved, clusters, events, 0, clusters);
    squares = saved[2 * clusters];
    allEvents = saved[2 * clusters + 1];
  }
}
