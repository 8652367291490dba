package dev.belay.testkit.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

class VersionsProperties {

  private static final ModelVersion STABLE = ModelVersion.of("fraud", "7");
  private static final ModelVersion CANDIDATE = ModelVersion.of("fraud", "8");

  @Provide
  Arbitrary<ModelVersion> versions() {
    return BelayArbitraries.versions();
  }

  @Provide
  Arbitrary<TrafficSplit> splits() {
    return BelayArbitraries.splits();
  }

  @Provide
  Arbitrary<TrafficSplit> ofTwo() {
    return BelayArbitraries.splitsBetween(STABLE, CANDIDATE);
  }

  /** A version checks its own names, so that what is drawn is valid already. */
  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void namesAreOfEveryKind(@ForAll("versions") ModelVersion version) {
    String name = version.version();
    Statistics.label("length")
        .collect(name.length() == 1 ? "one" : name.length() == 128 ? "most" : "between");
    Statistics.label("length").coverage(lengths -> {
      lengths.check("one").percentage(share -> share > 5);
      lengths.check("between").percentage(share -> share > 50);
      lengths.check("most").percentage(share -> share > 3);
    });
    Statistics.label("characters").collect(name.matches(".*[._+:@/-].*") ? "odd" : "plain");
    Statistics.label("characters").coverage(characters -> {
      characters.check("odd").percentage(share -> share > 20);
      characters.check("plain").percentage(share -> share > 20);
    });
  }

  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void splitsAreOfUpToFiveVersions(@ForAll("splits") TrafficSplit split) {
    assertEquals(
        BasisPoints.WHOLE,
        split.parts().values().stream().mapToInt(Integer::intValue).sum());
    Statistics.label("versions").collect(split.parts().size());
    Statistics.label("versions").coverage(versions -> {
      for (int count = 1; count <= 5; count++) {
        versions.check(count).percentage(share -> share > 5);
      }
    });
    Statistics.label("parts").collect(kind(split));
    Statistics.label("parts").coverage(parts -> {
      for (String kind : List.of("everything to one", "some to nobody", "all have some")) {
        parts.check(kind).percentage(share -> share > 5);
      }
    });
  }

  private static String kind(TrafficSplit split) {
    if (split.parts().containsValue(BasisPoints.WHOLE)) {
      return "everything to one";
    }
    return split.parts().containsValue(0) ? "some to nobody" : "all have some";
  }

  @Property(tries = 2_000, seed = "1")
  @StatisticsReport(StatisticsReportMode.OFF)
  void splitsOfTwoHaveEveryShare(@ForAll("ofTwo") TrafficSplit split) {
    assertEquals(List.of(STABLE, CANDIDATE), List.copyOf(split.parts().keySet()));
    int share = split.basisPoints(CANDIDATE);
    Statistics.collect(
        switch (share) {
          case 0, 1, BasisPoints.WHOLE - 1, BasisPoints.WHOLE -> "" + share;
          default -> "between";
        });
    Statistics.coverage(shares -> {
      for (int edge : List.of(0, 1, BasisPoints.WHOLE - 1, BasisPoints.WHOLE)) {
        shares.check("" + edge).percentage(found -> found > .5);
      }
      shares.check("between").percentage(found -> found > 80);
    });
  }

  @Example
  void theyShrinkToWhatIsShortAndSmall() {
    ModelVersion odd =
        Smallest.of(BelayArbitraries.versions(), version -> version.version().contains("/"));
    assertEquals(1, odd.model().length(), odd::toString);
    assertEquals(2, odd.version().length(), odd::toString);

    TrafficSplit any = Smallest.of(BelayArbitraries.splits(), split -> true);
    assertEquals(1, any.parts().size(), any::toString);
    assertTrue(any.toString().length() < 12, any::toString);

    TrafficSplit three = Smallest.of(
        BelayArbitraries.splits(),
        split -> split.parts().values().stream().filter(part -> part > 0).count() >= 3);
    assertEquals(List.of(9_998, 1, 1), List.copyOf(three.parts().values()), three::toString);

    TrafficSplit exposed = Smallest.of(
        BelayArbitraries.splitsBetween(STABLE, CANDIDATE),
        split -> split.basisPoints(CANDIDATE) > 777);
    assertEquals(778, exposed.basisPoints(CANDIDATE));
  }
}
