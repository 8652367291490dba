package dev.belay.benchmarks.page;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places for what is measured: <code>{{directive argument}}</code>. */
final class Template {

  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)\\s*([^}]*)}}");

  private final String text;

  Template(String text) {
    this.text = text;
  }

  String fill(Directives directives) {
    return PLACE.matcher(text).replaceAll(place -> filled(place, directives));
  }

  private static String filled(MatchResult place, Directives directives) {
    return Matcher.quoteReplacement(
        directives.apply(place.group(1), place.group(2).replaceAll("\\s+", " ").strip()));
  }
}
