package dev.belay.simulation;

/** How share, traffic and stable's failure rate move in simulations of error probabilities, a minute for each look. */
enum Scenario {
  /** Nothing moves: 60 of 1,200 calls a minute on the candidate. */
  CONSTANT {
    @Override
    double share(double progress, int look) {
      return .05;
    }

    @Override
    double baseRate(double base, double highest, int look) {
      return base;
    }
  },

  /** A ramp of 1, 5, 25, 50 and 90 %, while the base rate swings by half and has ten times its height one minute in 50. */
  MOVING {
    @Override
    double share(double progress, int look) {
      return RAMP[(int) (progress * RAMP.length)];
    }

    @Override
    double baseRate(double base, double highest, int look) {
      double rate = base * (1 + .5 * Math.sin(look / 40.));
      return Math.min(highest, look % 50 == 37 ? 10 * rate : rate);
    }
  },

  /** Share and base rate jump together: 2 and 30 % of the calls, with the base rate and four times as much. */
  TOGETHER {
    @Override
    double share(double progress, int look) {
      return high(look) ? .3 : .02;
    }

    @Override
    double baseRate(double base, double highest, int look) {
      double raised = Math.min(4 * base, highest);
      return high(look) ? raised : raised / 4;
    }

    private boolean high(int look) {
      return look % 20 >= 10;
    }
  };

  private static final double[] RAMP = {.01, .05, .25, .5, .9};

  abstract double share(double progress, int look);

  abstract double baseRate(double base, double highest, int look);

  /**
   * A candidate that fails {@code ratio * base rate + allowance} of its calls, exactly: base rates are kept low enough.
   *
   * @param base the base rate
   * @param ratio the ratio
   * @param allowance added to the rate of the candidate
   * @param perMinute calls of both arms, on average
   * @param looks the length of a run
   */
  Traffic<Interval> traffic(
      double base, double ratio, double allowance, double perMinute, int looks) {
    double highest = (1 - allowance) / ratio;
    return (draws, look) -> {
      double share = share((double) look / looks, look);
      double rate = baseRate(base, highest, look);
      long calls = draws.poisson(perMinute * share);
      long stableCalls = draws.poisson(perMinute * (1 - share));
      return new Interval(
          60,
          calls,
          draws.binomial(calls, ratio * rate + allowance),
          stableCalls,
          draws.binomial(stableCalls, rate));
    };
  }
}
