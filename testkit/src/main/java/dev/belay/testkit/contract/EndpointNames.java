package dev.belay.testkit.contract;

import java.util.List;

/** Names that an endpoint may have, and that are easily mistaken for each other or for something else. */
final class EndpointNames {

  private static final String LONG = "e".repeat(127);

  static final List<String> ALL = List.of(
      "fraud",
      "Fraud",
      "FRAUD",
      "fraud.",
      "fraud-",
      "fraud_",
      "fraud+",
      "fraud:",
      "fraud@",
      "fraud/",
      "fraud//",
      "fraud/.",
      "fraud/..",
      "fraud/../fraud",
      "a/../../../b",
      "a/b",
      "a.b",
      "a-b",
      "a_b",
      "a+b",
      "a:b",
      "a@b",
      "a2Fb",
      "0",
      "00",
      "1e3",
      "null",
      "con",
      "CON",
      "nul.log",
      "journal.log",
      "LOCK",
      LONG + "1",
      LONG + "2");

  private EndpointNames() {}
}
