package com.example.fraud;

import dev.belay.ModelVersion;

/** Asks one version of the fraud model. */
public interface Scorer {

  /**
   * Asks.
   *
   * @param version which version
   * @param transaction what to score
   * @return from 0, harmless, to 1, fraud
   * @throws Exception if there was no answer
   */
  double score(ModelVersion version, String transaction) throws Exception;
}
