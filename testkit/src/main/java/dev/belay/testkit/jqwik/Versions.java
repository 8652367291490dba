package dev.belay.testkit.jqwik;

import dev.belay.BasisPoints;
import dev.belay.ModelVersion;
import dev.belay.TrafficSplit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.ListArbitrary;

/** Names, and splits over them. */
final class Versions {

  /** As long as a name may be. */
  private static final int LONGEST = 128;

  private static final String FIRST =
      "aABCDEFGHIJKLMNOPQRSTUVWXYZbcdefghijklmnopqrstuvwxyz0123456789";
  private static final String REST = FIRST + "._-+:@/";

  /** As many as a split may be over. */
  private static final int MOST_VERSIONS = 5;

  private Versions() {}

  static Arbitrary<String> names() {
    Arbitrary<String> any = Combinators.combine(
            Arbitraries.of(FIRST.toCharArray()),
            Arbitraries.strings().withChars(REST).ofMaxLength(LONGEST - 1))
        .as((first, rest) -> first + rest);
    Arbitrary<String> common = Arbitraries.oneOf(
        Arbitraries.integers().between(1, 999).map(String::valueOf),
        Arbitraries.of(
            "fraud-detector", "2026-01-31T12:00:00Z", "v1.2.3+build.7", "sha256:0a1b2c"));
    Arbitrary<String> odd =
        Arbitraries.of("0/", "9._-+:@/", "Z:Z", "a".repeat(LONGEST), "z" + "/".repeat(LONGEST - 1));
    return Arbitraries.frequencyOf(Tuple.of(3, common), Tuple.of(3, any), Tuple.of(1, odd));
  }

  static Arbitrary<ModelVersion> versions() {
    return Combinators.combine(names(), names()).as(ModelVersion::of);
  }

  /** Two names that differ. */
  static Arbitrary<List<String>> pairs() {
    ListArbitrary<String> names = names().list();
    return names.ofSize(2).uniqueElements();
  }

  /** Of up to five versions, of any models: cut points divide the whole, and what is left is the first version's. */
  static Arbitrary<TrafficSplit> splits() {
    Arbitrary<Integer> cuts = Arbitraries.frequencyOf(
        Tuple.of(4, Numbers.basisPoints()), Tuple.of(1, Arbitraries.of(0, BasisPoints.WHOLE)));
    return Numbers.whole(Combinators.combine(
            versions().list().ofMinSize(1).ofMaxSize(MOST_VERSIONS).uniqueElements(),
            cuts.list().ofSize(MOST_VERSIONS - 1))
        .as(Versions::split));
  }

  private static TrafficSplit split(List<ModelVersion> versions, List<Integer> cuts) {
    List<Integer> sorted =
        cuts.subList(0, versions.size() - 1).stream().sorted().toList();
    int given = sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1);
    TrafficSplit.Builder split =
        TrafficSplit.builder().basisPoints(versions.get(0), BasisPoints.WHOLE - given);
    int last = 0;
    for (int i = 0; i < sorted.size(); i++) {
      split.basisPoints(versions.get(i + 1), sorted.get(i) - last);
      last = sorted.get(i);
    }
    return split.build();
  }

  static Arbitrary<TrafficSplit> splitsBetween(ModelVersion stable, ModelVersion candidate) {
    return Numbers.basisPoints().map(share -> TrafficSplit.between(stable, candidate, share));
  }
}
