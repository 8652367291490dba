package dev.belay.testkit;

import dev.belay.strategy.Input;

/**
 * Something that can happen to a rollout.
 *
 * @param text what it is, in words
 * @param input what the strategy is told
 */
record Stimulus(String text, Input input) {}
