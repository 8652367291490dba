package dev.belay.engine;

import java.time.Duration;

/** The recent rate of requests: an exponentially weighted mean over about ten seconds. */
final class TrafficRate {

  private static final double MEMORY_SECONDS = 10;

  private double perSecond;
  private double waiting;
  private boolean known;
  private Duration elapsed = Duration.ZERO;

  /** Very short intervals are collected, because a rate over a few microseconds says nothing. */
  void add(long requests, Duration interval) {
    waiting += requests;
    elapsed = elapsed.plus(interval);
    double seconds = elapsed.toNanos() / 1e9;
    if (seconds < .01) {
      return;
    }
    double rate = waiting / seconds;
    perSecond =
        known ? perSecond + (rate - perSecond) * -Math.expm1(-seconds / MEMORY_SECONDS) : rate;
    known = true;
    waiting = 0;
    elapsed = Duration.ZERO;
  }

  double perSecond() {
    return perSecond;
  }
}
