package dev.belay;

import dev.belay.Forecast.Need;
import dev.belay.Forecast.Rollback;
import dev.belay.text.Estimates;
import java.util.Formatter;
import java.util.Locale;

/** A forecast as a person reads it. */
final class ForecastText {

  private final Forecast forecast;
  private final StringBuilder text = new StringBuilder();
  private final Formatter out = new Formatter(text, Locale.ROOT);

  private ForecastText(Forecast forecast) {
    this.forecast = forecast;
  }

  static String of(Forecast forecast) {
    ForecastText writer = new ForecastText(forecast);
    writer.traffic();
    if (forecast.decidable()) {
      writer.promotion();
    } else {
      writer.obstacles();
    }
    writer.notForecast();
    forecast.rollbacks().forEach(writer::rollback);
    writer.firstShare();
    return writer.text.toString();
  }

  private void traffic() {
    out.format(
        "%s requests/s, %s of them failing, a share of %s: ",
        Estimates.number(forecast.traffic().requestsPerSecond()),
        Estimates.percent(forecast.traffic().failureRate().orElseThrow()),
        BasisPoints.toPercent(forecast.share()));
  }

  private void promotion() {
    out.format(
        "the promotion of a candidate as good as stable needs %s%s, which %s the deadline of %s.",
        forecast.notForecast().isEmpty() ? "about " : "at least about ",
        need(forecast.promotion()),
        forecast.fitsDeadline() ? "fits" : "does not fit",
        Estimates.time(forecast.deadline().toNanos() / 1e9));
  }

  private void obstacles() {
    out.format(
        "cannot be decided with this policy, because %s.",
        String.join("; and ", forecast.obstacles()));
    if (forecast.promotion().finite()) {
      out.format(
          " The promotion of a candidate as good as stable needs about %s.",
          need(forecast.promotion()));
    }
  }

  private void notForecast() {
    if (!forecast.notForecast().isEmpty()) {
      out.format(
          " Nothing can be said beforehand about: %s.", String.join(", ", forecast.notForecast()));
    }
  }

  private void rollback(Rollback rollback) {
    String ratio = Estimates.number(rollback.ratio());
    if (rollback.need().finite()) {
      out.format(
          " One that fails %s times as often is rolled back after about %s requests, %s, with about"
              + " %s extra failures.",
          ratio,
          Estimates.count(rollback.need().requests()),
          Estimates.time(rollback.need().seconds()),
          Estimates.count(rollback.extraFailures()));
    } else {
      out.format(" One that fails %s times as often is not rolled back for it.", ratio);
    }
  }

  private void firstShare() {
    if (forecast.largestFirstShare() == 0) {
      text.append(" The blast radius allows no first share, however small.");
    } else {
      out.format(
          " The blast radius allows a first share of at most %s.",
          BasisPoints.toPercent(forecast.largestFirstShare()));
    }
  }

  private static String need(Need need) {
    return String.format(
        Locale.ROOT,
        "%s candidate requests, %s (%s in 95 of 100 rollouts)",
        Estimates.count(need.requests()),
        Estimates.time(need.seconds()),
        Estimates.time(need.p95Seconds()));
  }
}
