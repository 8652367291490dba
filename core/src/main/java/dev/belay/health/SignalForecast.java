package dev.belay.health;

import dev.belay.sequential.RequiredTrials;

/**
 * What a signal will need in a {@link Scenario}, in candidate requests. Immutable.
 *
 * @param rollback requests until it condemns the candidate by itself, infinite if it never will
 * @param promotion requests until it passes the candidate, infinite if it never will
 * @param claim what it shows to pass a candidate, as the end of a sentence: "it fails less than 1.50 times as often"
 */
public record SignalForecast(RequiredTrials rollback, RequiredTrials promotion, String claim) {}
