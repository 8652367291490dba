package dev.belay.sequential;

/**
 * The natural logarithm of the gamma function for positive numbers, to about 1e-14 relatively.
 *
 * <p>Stirling's series from {@value #LARGE} on; below it the recurrence {@code gamma(x + 1) = x gamma(x)}; and from 1/2 to
 * 5/2, where the logarithm has its zeros, its series around 2: {@code (1 - Euler) z + sum of (zeta(k) - 1)(-z)^k / k}.
 * (M. Abramowitz, I. Stegun 6.1.33 and 6.1.41.)
 */
final class LogGamma {

  private static final double LARGE = 16;
  private static final double HALF_LOG_TWO_PI = .9189385332046727;
  private static final double ONE_LESS_EULER = .42278433509846713;

  /** Coefficients of {@code x^-1, x^-3, ...}. */
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156
  };

  /** {@code zeta(k) - 1} from {@code k = 2}. */
  private static final double[] ZETA_LESS_ONE = {
    0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993,
    0.01734306198444914, 0.008349277381922827, 0.00407735619794434, 0.0020083928260822143,
    0.0009945751278180853, 0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915,
    6.124813505870483e-05, 3.058823630702049e-05, 1.528225940865187e-05, 7.637197637899763e-06,
    3.81729326499984e-06, 1.908212716553939e-06, 9.539620338727962e-07, 4.769329867878064e-07,
    2.38450502727733e-07, 1.1921992596531106e-07, 5.960818905125948e-08, 2.980350351465228e-08,
    1.4901554828365043e-08, 7.45071178983543e-09, 3.725334024788457e-09, 1.862659723513049e-09,
    9.313274324196682e-10, 4.656629065033784e-10
  };

  private LogGamma() {}

  static double of(double x) {
    if (x >= LARGE) {
      return stirling(x);
    }
    if (x < .5) {
      return aroundTwo(x) - Math.log(x) - Math.log1p(x);
    }
    if (x < 1.5) {
      return aroundTwo(x - 1) - Math.log(x);
    }
    if (x <= 2.5) {
      return aroundTwo(x - 2);
    }
    int steps = (int) Math.ceil(LARGE - x);
    double product = 1;
    for (int i = 0; i < steps; i++) {
      product *= x + i;
    }
    return stirling(x + steps) - Math.log(product);
  }

  private static double stirling(double x) {
    double square = 1 / (x * x);
    double series = 0;
    for (int i = STIRLING.length - 1; i >= 0; i--) {
      series = series * square + STIRLING[i];
    }
    return (x - .5) * (Math.log(x) - 1) - .5 + HALF_LOG_TWO_PI + series / x;
  }

  /** Returns {@code ln(gamma(2 + z))} for {@code |z| <= 1/2}. */
  private static double aroundTwo(double z) {
    double series = 0;
    for (int i = ZETA_LESS_ONE.length - 1; i >= 0; i--) {
      double coefficient = ZETA_LESS_ONE[i] / (i + 2);
      series = series * z + (i % 2 == 0 ? coefficient : -coefficient);
    }
    return z * (ONE_LESS_EULER + z * series);
  }
}
