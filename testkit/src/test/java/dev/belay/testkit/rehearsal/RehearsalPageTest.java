package dev.belay.testkit.rehearsal;

import static dev.belay.testkit.rehearsal.Rehearsed.neverEnded;
import static dev.belay.testkit.rehearsal.Rehearsed.point;
import static dev.belay.testkit.rehearsal.Rehearsed.promoted;
import static dev.belay.testkit.rehearsal.Rehearsed.rolledBack;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.strategy.Phase;
import dev.belay.testkit.FakeModel;
import dev.belay.testkit.simulation.Traffic;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class RehearsalPageTest {

  private static final Pattern COORDINATES = Pattern.compile("[MLHV]([-0-9. ]+)");

  private static final RehearsalResult MIXED = Rehearsed.result(
      List.of(promoted(840, 34_000, 340, 4), promoted(900, 36_000, 350, 6)),
      "fails 3 times as often",
      List.of(
          rolledBack(90, 1_500, 46, "unhealthy: failure rate"),
          rolledBack(120, 2_100, 52, "unhealthy: failure rate"),
          neverEnded(3_000, List.of(point(1, 0, 0, 0), point(2_990, 500, 1, 1)))));

  // --- the file

  @Test
  void needsNothingFromElsewhere() throws Exception {
    String html = MIXED.toHtml();
    Page page = Page.read(html);
    for (String name : List.of("script", "link", "img", "iframe", "object", "embed", "base")) {
      assertEquals(List.of(), page.all(name), name);
    }
    for (String reference : List.of("http", "//", "url(", "@import", "src=", "javascript")) {
      assertFalse(html.contains(reference), reference);
    }
  }

  @Test
  void linksOnlyToItsOwnSections() throws Exception {
    Page page = Page.read(MIXED.toHtml());
    Set<String> sections = page.all("section").stream()
        .map(section -> "#" + section.getAttribute("id"))
        .collect(Collectors.toSet());
    assertEquals(2, sections.size());
    assertEquals(
        sections,
        page.all("a").stream().map(link -> link.getAttribute("href")).collect(Collectors.toSet()));
  }

  @Test
  void isTheSameForTheSameRehearsal() throws Exception {
    Rehearsal rehearsal = Rehearsal.of(Rehearsed.PLAN)
        .traffic(Traffic.perSecond(50))
        .stable(FakeModel.builder().failureRate(.02).build())
        .regression(Regression.failingAt(.3))
        .regression(Regression.dying(Duration.ofMinutes(3)))
        .runs(3)
        .seed(7);
    String html = rehearsal.rehearse().toHtml();
    assertEquals(html, rehearsal.rehearse().toHtml());
    assertEquals(3 * 6, Page.read(html).all("figure").size());
  }

  @Test
  void isWrittenAsUtf8(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("rehearsal.html");
    Files.writeString(file, "what was there before, and is longer than nothing");
    RehearsalResult result = Rehearsed.result(
        List.of(promoted(10, 1, 0, 0)), "schläft ein \uD83D\uDCA4", List.of(promoted(10, 1, 0, 0)));
    result.writeHtml(file);
    assertEquals(result.toHtml(), Files.readString(file));
    assertTrue(Files.readString(file).contains("schläft ein \uD83D\uDCA4"));
  }

  @Test
  void isNotWrittenWhereThereIsNoDirectory(@TempDir Path directory) {
    Path file = directory.resolve("missing").resolve("rehearsal.html");
    assertThrows(NoSuchFileException.class, () -> MIXED.writeHtml(file));
  }

  @Test
  void escapesNamesAndReasons() throws Exception {
    String name = "<b>&\"'</style><script>alert(1)</script>";
    String html = Rehearsed.result(
            List.of(promoted(10, 1, 0, 0)), name, List.of(rolledBack(10, 5, 5, "<i>&why\"")))
        .toHtml();
    Page page = Page.read(html);
    assertTrue(page.texts("h2").contains("A candidate that " + name), html);
    assertTrue(page.texts("a").contains(name));
    assertTrue(page.texts("td").contains("<i>&why\""));
    assertEquals(List.of(), page.all("script"));
    assertEquals(List.of(), page.all("b"));
  }

  @Test
  void replacesWhatNoPageMayContain() throws Exception {
    List<Run> runs = List.of(promoted(10, 1, 0, 0));
    String html = Rehearsed.result(runs, "a\u0000b\u001Bc\uD800d\uFFFFe", runs).toHtml();
    assertTrue(Page.read(html).texts("a").contains("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe"));
  }

  // --- what it says

  @Test
  void saysWhatWasRehearsed() throws Exception {
    Page page = Page.read(MIXED.toHtml());
    assertEquals(List.of("Rehearsal of twisted"), page.texts("h1"));
    List<String> sentences = page.texts("p").subList(0, 2);
    assertEquals(
        "2 runs of each of 2 kinds of candidate, from seed 42, at 50.0 requests/s, beside a stable version that fails 1 % of its"
            + " calls.",
        sentences.get(0));
    assertEquals(
        "The policy promises to roll back at most 1 % of the candidates that are no worse, and to promote at most 5 % of those"
            + " that are worse.",
        sentences.get(1));
  }

  @Test
  void tellsTheNumbersInATable() throws Exception {
    Page page = Page.read(MIXED.toHtml());
    Element table = page.all("table").get(0);
    assertEquals(
        List.of(
            List.of(
                "100.0 % 34.2 to 100.0 %",
                "0.0 % 0.0 to 65.8 %",
                "0.0 % 0.0 to 65.8 %",
                "14.0 min 95 %: 15.0 min",
                "– no run",
                "34,000 95 %: 36,000",
                "340 95 %: 350",
                "4 95 %: 6"),
            List.of(
                "0.0 % 0.0 to 56.1 %",
                "66.7 % 20.8 to 93.9 %",
                "33.3 % 6.1 to 79.2 %",
                "– no run",
                "90.0 s 95 %: 2.0 min",
                "1,500 95 %: 2,100",
                "46 95 %: 52",
                "0 95 %: 0")),
        Page.all(table, "tr").stream().skip(1).map(RehearsalPageTest::cells).toList());
  }

  private static List<String> cells(Element row) {
    return Page.all(row, "td").stream()
        .map(cell ->
            Page.all(cell, "span").stream().map(Page::text).collect(Collectors.joining(" ")))
        .toList();
  }

  @Test
  void countsHowRunsEndedAndWhy() throws Exception {
    Page page = Page.read(MIXED.toHtml());
    Element bad = page.all("section").get(1);
    assertEquals(
        List.of("none promoted", "2 rolled back", "1 never ended", "over time: every run"),
        Page.all(bad, "li").stream().map(Page::text).toList());
    assertEquals(
        List.of("2 runs", "unhealthy: failure rate", "1 run", "[EVIDENCE] in #"),
        Page.all(bad, "td").stream().map(Page::text).toList());
    assertTrue(Page.text(bad).contains("# stands for a number."));
  }

  @Test
  void saysWhatNeverHappened() throws Exception {
    Page page = Page.read(MIXED.toHtml());
    Element good = page.all("section").get(0);
    assertTrue(Page.text(good).contains("No run retreated, and none was left waiting."));
    assertTrue(Page.text(good).contains("every run ended"));
    String title = "Time to promotion or retreat";
    assertTrue(Page.text(page.figure(0, title)).contains("No run retreated."));
    assertFalse(Page.text(page.figure(0, title)).contains("No run was promoted."));
    assertTrue(Page.text(page.figure(1, title)).contains("No run was promoted."));
  }

  // --- what it draws

  @Test
  void tellsEachPlotToThoseWhoDoNotSeeIt() throws Exception {
    Page page = Page.read(MIXED.toHtml());
    List<Element> plots = page.all("figure").stream()
        .map(figure -> Page.all(figure, "svg").get(0))
        .toList();
    assertEquals(12, plots.size());
    for (Element plot : plots) {
      assertEquals("img", plot.getAttribute("role"));
      assertEquals(
          plot.getAttribute("aria-label"), Page.text(Page.all(plot, "title").get(0)));
    }
    assertEquals(
        "Evidence for it over time, in 3 runs: 0 promoted, 2 rolled back, 1 never ended",
        Page.all(page.figure(1, "Evidence for it"), "svg").get(0).getAttribute("aria-label"));
    assertEquals(
        "Candidate failures, cumulative; failures: median 46, 95 % at most 52, all at most 52;"
            + " seen by callers: median 0, 95 % at most 0, all at most 0",
        Page.all(page.figure(1, "Candidate failures"), "svg").get(0).getAttribute("aria-label"));
  }

  @Test
  void drawsALineAndAnEndForEachRun() throws Exception {
    Page page = Page.read(MIXED.toHtml());
    for (String title : List.of("Share over time", "Evidence against it", "Evidence for it")) {
      assertEquals(4, Page.drawn(page.figure(0, title), "promoted").size());
      assertEquals(4, Page.drawn(page.figure(1, title), "rolled-back").size());
      assertEquals(2, Page.drawn(page.figure(1, title), "never-ended").size());
      assertEquals(3, Page.drawn(page.figure(1, title), "mark").size());
    }
  }

  @Test
  void drawsTheEndOfASharePromotedOrBackOnStable() throws Exception {
    Run cutShort = new Run(
        0,
        Phase.ROLLED_BACK,
        true,
        101,
        100,
        10,
        10,
        0,
        "the tripwire",
        List.of(point(0, 0, 0, 0), point(10, 10_000, 0, 0)));
    Page page =
        Page.read(Rehearsed.result(List.of(promoted(100, 1, 0, 0)), "dies", List.of(cutShort))
            .toHtml());
    // The axes end at 100 s and 100 %: in pixels, at 344 and 24; the beginning is at 36 and 192.
    assertEquals(
        "M39.1 192H190V175.2H344V24H344",
        Page.drawn(page.figure(0, "Share over time"), "promoted").get(0).getAttribute("d"));
    String back =
        Page.drawn(page.figure(1, "Share over time"), "rolled-back").get(0).getAttribute("d");
    assertTrue(back.startsWith("M36 192H"), back);
    assertTrue(back.contains("V24H"), back);
    assertTrue(back.contains("V192H"), back);
  }

  @Test
  void drawsTheThresholdsOfThePolicy() throws Exception {
    Page page = Page.read(MIXED.toHtml());
    assertEquals(1, Page.drawn(page.figure(0, "Evidence against it"), "level").size());
    assertTrue(Page.text(page.figure(0, "Evidence against it"))
        .contains("unhealthy from 4.61 = ln(1/0.01)"));
    assertTrue(
        Page.text(page.figure(0, "Evidence for it")).contains("proven from 3.00 = ln(1/0.05)"));
  }

  @Test
  void cutsEvidenceBeyondAllNumbersAndSaysSo() throws Exception {
    double none = Double.NEGATIVE_INFINITY;
    double endless = Double.POSITIVE_INFINITY;
    Run run = neverEnded(
        100,
        List.of(
            point(1, 0, none, Double.NaN),
            point(50, 100, -3, -700),
            point(80, 100, 5, 0),
            point(100, 100, endless, 2)));
    Page page = Page.read(
        Rehearsed.result(List.of(promoted(10, 1, 0, 0)), "x", List.of(run)).toHtml());
    assertTrue(Page.text(page.figure(1, "Evidence against it"))
        .contains("Evidence beyond the axis is drawn at its end: it goes from −∞ to ∞."));
    assertTrue(
        Page.text(page.figure(1, "Evidence for it")).contains("it goes from −700.0 to 2.0."));
    assertFalse(Page.text(page.figure(0, "Evidence for it")).contains("beyond"));
    requireEverythingInside(page);
  }

  @Test
  void staysInsideItsPlots() throws Exception {
    requireEverythingInside(Page.read(MIXED.toHtml()));
    List<Run> wild = List.of(
        rolledBack(.004, 0, 0, "at once"),
        rolledBack(5_000_000, 2_000_000_000, 1_900_000_000, "late"),
        rolledBack(77, 1, 1, "then"));
    Page page = Page.read(Rehearsed.result(wild, "wild", wild).toHtml());
    requireEverythingInside(page);
    assertTrue(Page.text(page.figure(0, "Candidate failures"))
        .contains("The left edge stands for 0 as well."));
  }

  /** No coordinate is off the picture, infinite or not a number. */
  private static void requireEverythingInside(Page page) {
    for (Element figure : page.all("figure")) {
      for (Element path : Page.all(figure, "path")) {
        if (!path.getAttribute("class").contains("mark")) {
          COORDINATES
              .matcher(path.getAttribute("d"))
              .results()
              .forEach(RehearsalPageTest::requireInside);
          assertTrue(path.getAttribute("d").matches("[MLHV][MLHV0-9. ]+"), path.getAttribute("d"));
        }
      }
    }
  }

  private static void requireInside(MatchResult command) {
    for (String number : String.valueOf(command.group(1)).trim().split(" ", -1)) {
      double pixel = Double.parseDouble(number);
      assertTrue(pixel >= 24 && pixel <= 344, command::group);
    }
  }

  @Test
  void drawsOneRun() throws Exception {
    List<Run> one = List.of(promoted(600, 30_000, 0, 0));
    Page page = Page.read(Rehearsed.result(one, "too good", one).toHtml());
    requireEverythingInside(page);
    assertTrue(
        page.texts("p").get(0).startsWith("1 run of each"), page.texts("p").get(0));
    assertEquals(2, Page.drawn(page.figure(0, "Share over time"), "promoted").size());
    assertEquals(List.of(), Page.drawn(page.figure(0, "Share over time"), "many"));
  }

  @Test
  void drawsEqualNumbersAsOneStep() throws Exception {
    List<Run> equal =
        IntStream.range(0, 50).mapToObj(i -> promoted(600, 30_000, 300, 3)).toList();
    Page page = Page.read(Rehearsed.result(equal, "x", equal).toHtml());
    requireEverythingInside(page);
    for (String title : List.of("Time to promotion or retreat", "Candidate requests")) {
      List<Element> curve = Page.all(page.figure(0, title), "path").stream()
          .filter(path -> path.getAttribute("class").matches("promoted|all"))
          .toList();
      assertEquals(1, curve.size());
      String path = curve.get(0).getAttribute("d");
      assertTrue(path.endsWith("V24H344"), path);
    }
  }

  @Test
  void leavesOutWhatWasNotKept() throws Exception {
    List<Run> bare = List.of(neverEnded(100, List.of()));
    Page page = Page.read(Rehearsed.result(bare, "x", bare).toHtml());
    assertEquals(2 * 3, page.all("figure").size());
    assertTrue(page.texts("li").contains("no run was kept from moment to moment"));
    String times = Page.text(page.figure(0, "Time to promotion or retreat"));
    assertTrue(times.contains("No run was promoted. No run retreated."), times);
  }

  @Test
  void saysHowManyOfManyRunsAreSeenOverTime() throws Exception {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Run run = promoted(600 + i, 30_000, 300, 3);
      runs.add(i < 30 ? run : neverEnded(1_000, List.of()));
    }
    Page page = Page.read(Rehearsed.result(runs, "x", runs).toHtml());
    assertTrue(page.texts("li").contains("over time: the first 30 runs"));
    assertEquals(30, Page.drawn(page.figure(0, "Evidence for it"), "many").size());
  }
}
