package dev.belay.testkit;

import dev.belay.ModelVersion;

/**
 * What a fake model answers.
 *
 * @param version the version that answered
 * @param score in [0, 1]
 * @param predictedClass in [0, 63]
 */
public record FakeAnswer(ModelVersion version, double score, int predictedClass) {}
