package dev.belay.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SECURITY.md names tests that there are. */
class SecurityPageTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new TreeMap<>();
    for (String module : List.of("core", "testkit", "strategies/canary", "strategies/blue-green")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = String.valueOf(file.getFileName()).replace(".java", "");
          tests.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return tests;
  }

  @Test
  void everyTestThatThePageNamesExists() throws IOException {
    Map<String, String> tests = tests();
    List<MatchResult> named =
        NAMED.matcher(Files.readString(ROOT.resolve("SECURITY.md"))).results().toList();
    assertTrue(named.size() > 30, () -> named.size() + " are named");
    List<String> missing = new ArrayList<>();
    for (MatchResult test : named) {
      String source = tests.getOrDefault(test.group(1), "");
      Pattern method = Pattern.compile("void " + test.group(2) + "\\(");
      if (!method.matcher(source).find()) {
        missing.add(test.group());
      }
    }
    assertEquals(List.of(), missing);
  }

  /** A test that shows what a hostile world comes to, and that nobody finds, is not on the page. */
  @Test
  void thePageNamesEveryTestOfHostileThings() throws IOException {
    String page = Files.readString(ROOT.resolve("SECURITY.md"));
    Pattern method = Pattern.compile("@Test\\b[^}]*?void (\\w+)\\(");
    List<String> missing = new ArrayList<>();
    tests().forEach((name, source) -> {
      if (name.startsWith("Hostile") && !name.equals("HostileWorldTest")) {
        method
            .matcher(source)
            .results()
            .map(found -> name + "#" + found.group(1))
            .filter(test -> !page.contains("`" + test + "`"))
            .forEach(missing::add);
      }
    });
    assertEquals(List.of(), missing);
  }
}
