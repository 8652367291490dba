package dev.belay.databricks;

import java.util.Collection;
import java.util.List;

/** Takes secrets out of what the platform says, which may quote what it was sent. */
final class Redaction {

  private static final String INSTEAD = "***";

  private final List<String> secrets;

  Redaction(Collection<String> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  String clean(String text, String token) {
    String clean = token.isEmpty() ? text : text.replace(token, INSTEAD);
    for (String secret : secrets) {
      clean = clean.replace(secret, INSTEAD);
    }
    return clean;
  }
}
